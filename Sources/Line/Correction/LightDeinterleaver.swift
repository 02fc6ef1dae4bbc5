public import Blister

/// Rows of one surface under N lights in turn, brought onto one grid.
///
/// Row `k` since capture start is lit by light `k mod N`. Row `j` of every output lies at input row
/// `j * N`: the row of light `l` is interpolated between its rows `l` after and `N - l` before
/// that, which takes out the shift of a fraction of a row between the lights. Thread-bound.
public struct LightDeinterleaver: Sendable {
    /// What becomes of the lights.
    public enum Use: Sendable, Equatable {
        /// The mean of all lights.
        case mean
        /// One light, from 0.
        case light(Int)
    }

    /// Lights that take turns.
    public let lights: Int
    /// Rows that go in.
    public let format: ChunkFormat
    /// Rows that come out: as wide, `1 / lights` as many.
    public let outputFormat: ChunkFormat
    private let use: Use
    /// The last corrected row of every light; empty until it came.
    private var before: [[UInt8]]
    private var current: [[UInt8]]
    /// Lights of the current group that came, and the group's number.
    private var filled = 0
    private var group = -1
    /// Whether `before` holds the group right before the current one.
    private var hasBefore = false

    /// Prepares to separate `lights` lights; traps when `use` names a light that is not there.
    public init(lights: Int, format: ChunkFormat, use: Use) {
        precondition(lights >= 1)
        if case .light(let index) = use { precondition((0..<lights).contains(index)) }
        self.lights = lights
        self.format = format
        self.use = use
        outputFormat = ChunkFormat(
            width: format.width,
            channels: format.channels,
            rowsMax: format.rowsMax / lights + 1
        )
        let row = [UInt8](repeating: 0, count: format.rowByteCount)
        before = Array(repeating: row, count: lights)
        current = before
    }

    /// Separates the valid rows of `chunk` into `output`, the groups of rows that are whole now.
    ///
    /// The header counts groups; a group of which a row was lost counts as lost.
    public mutating func separate(_ chunk: Chunk<Corrected>, into output: Chunk<Corrected>) {
        precondition(chunk.format.rowByteCount == format.rowByteCount)
        precondition(output.format.rowsMax >= outputFormat.rowsMax)
        var firstGroup: Int?
        var written = 0
        for index in 0..<chunk.header.validRows {
            let row = chunk.header.firstRow + index
            let light = row % lights
            if row / lights != group || filled != light {
                guard light == 0 else { continue }
                let follows = row / lights == group + 1 && filled == lights
                if follows { swap(&before, &current) }
                group = row / lights
                filled = 0
                hasBefore = follows
            }
            let start = index * format.rowByteCount
            current[light].replaceSubrange(
                0..<format.rowByteCount,
                with: chunk.bytes[start..<(start + format.rowByteCount)]
            )
            filled = light + 1
            guard filled == lights else { continue }
            if firstGroup == nil { firstGroup = group }
            // Rows of one output chunk follow each other; a gap inside one chunk cannot be.
            write(to: &output.bytes, row: written)
            written += 1
        }
        let nextGroup = filled == lights ? group + 1 : max(group, 0)
        output.header = header(chunk.header, firstGroup: firstGroup ?? nextGroup, rows: written)
    }

    private func header(_ header: ChunkHeader, firstGroup: Int, rows: Int) -> ChunkHeader {
        var result = header
        result.firstRow = firstGroup
        result.validRows = rows
        result.rowsLostBefore = (header.rowsLostBefore + lights - 1) / lights
        return result
    }

    private func write(to bytes: inout [UInt8], row: Int) {
        let start = row * format.rowByteCount
        for i in 0..<format.rowByteCount {
            switch use {
            case .light(let light):
                bytes[start + i] = UInt8((sample(light, i) + lights / 2) / lights)
            case .mean:
                var sum = 0
                for light in 0..<lights { sum += sample(light, i) }
                bytes[start + i] = UInt8((sum + lights * lights / 2) / (lights * lights))
            }
        }
    }

    /// The light's sample at the group's first row, times `lights`.
    private func sample(_ light: Int, _ i: Int) -> Int {
        let here = Int(current[light][i])
        guard hasBefore else { return here * lights }
        return here * (lights - light) + Int(before[light][i]) * light
    }
}
