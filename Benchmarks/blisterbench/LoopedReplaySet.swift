import Foundation
import Imaging
import Simulation

/// A long replay set out of a short stretch of web: each picture is written once and has as many
/// names as the stretch is played.
struct LoopedReplaySet {
    /// Rows a chunk may have.
    static let rowsPerChunkRange = 160...400

    let stretch: MemorySource.Stretch
    let scenario: TwinScenario

    /// Rows of a chunk: the number of which the fewest different pictures are needed.
    var rowsPerChunk: Int {
        Self.rowsPerChunkRange.max { first, second in
            (Self.commonDivisor(stretch.period, first) * 1000 / first, first)
                < (Self.commonDivisor(stretch.period, second) * 1000 / second, second)
        } ?? Self.rowsPerChunkRange.lowerBound
    }

    /// Writes the set into the new folder `path`: at least `times` times the stretch.
    func write(to path: String, times: Int) throws {
        let rowsPerChunk = rowsPerChunk
        let roundsPerLoop = rowsPerChunk / Self.commonDivisor(stretch.period, rowsPerChunk)
        let loops = (times + roundsPerLoop - 1) / roundsPerLoop
        let chunksPerLoop = roundsPerLoop * stretch.period / rowsPerChunk
        let files = FileManager.default
        try files.createDirectory(atPath: path, withIntermediateDirectories: true)
        let suffix = stretch.channels == 1 ? "pgm" : "ppm"
        func name(_ chunk: Int) -> String {
            path + "/chunk-" + String(String(10_000_000 + chunk).dropFirst()) + "." + suffix
        }
        for chunk in 0..<chunksPerLoop {
            try picture(firstRow: chunk * rowsPerChunk, rows: rowsPerChunk).write(path: name(chunk))
        }
        for chunk in chunksPerLoop..<chunksPerLoop * loops {
            try files.linkItem(atPath: name(chunk % chunksPerLoop), toPath: name(chunk))
        }
        // The last cycle's margin would reach behind the last row.
        let triggers = (0..<loops * roundsPerLoop).flatMap { round in
            stretch.triggers.map { $0 + round * stretch.period }
        }.dropLast()
        let text = """
            files: "chunk-*.\(suffix)"
            rows_per_chunk: \(rowsPerChunk)
            row_rate_hz: \(scenario.rowRateHertz)
            mm_per_row: \(scenario.millimetresPerRow)
            mm_per_column: \(scenario.millimetresPerColumn)
            cycle_rows: [\(triggers.map(String.init).joined(separator: ", "))]

            """
        try Data(text.utf8).write(to: URL(filePath: path + "/replay.yaml"))
    }

    private func picture(firstRow: Int, rows: Int) -> Image {
        let rowByteCount = stretch.width * stretch.channels
        var pixels: [UInt8] = []
        pixels.reserveCapacity(rows * rowByteCount)
        var row = firstRow
        while row < firstRow + rows {
            let start = row % stretch.period
            let count = min(firstRow + rows - row, stretch.period - start)
            pixels += stretch.rows[start * rowByteCount..<(start + count) * rowByteCount]
            row += count
        }
        return Image(width: stretch.width, height: rows, channels: stretch.channels, pixels: pixels)
    }

    private static func commonDivisor(_ first: Int, _ second: Int) -> Int {
        second == 0 ? first : commonDivisor(second, first % second)
    }
}
