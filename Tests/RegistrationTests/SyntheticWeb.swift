import Blister
import Foundation
import Imaging

@testable import Registration

/// A painted web: blisters with margins, at any rows, some of them empty.
struct SyntheticWeb {
    var blister = SyntheticBlister()
    var lanes = 2
    var leftMargin = 7.0
    var rightMargin = 4.0
    var millimetresPerColumn = 0.25
    var millimetresPerRow = 0.2
    /// First corners along travel, millimetres.
    var origins: [Double]
    var length: Double
    /// Cycles all of whose pockets are empty.
    var empty: Set<Int> = []
    var noise = 4.0

    var layout: Layout {
        var layout = SyntheticBlister.tenPockets
        layout.lanes = lanes
        return layout
    }

    var width: Int {
        let extent = Double(lanes - 1) * layout.lanePitch + layout.width
        return Int((leftMargin + extent + rightMargin) / millimetresPerColumn)
    }

    var rowCount: Int { Int(length / millimetresPerRow) }

    var geometry: WebGeometry {
        WebGeometry(
            millimetresPerColumn: millimetresPerColumn,
            millimetresPerRow: millimetresPerRow,
            laneOriginMillimetres: leftMargin,
            triggerOffsetMillimetres: 0,
            layout: layout
        )
    }

    /// The whole web.
    func painted(seed: UInt64) -> Image {
        var random = SeededRandom(seed: seed)
        var image = Image(width: width, height: rowCount, channels: 1, filledWith: 0)
        let none = layout.pockets.map { _ in Point(x: 0, y: 0) }
        var bare = blister
        bare.missing = Set(layout.pockets.indices)
        for row in 0..<rowCount {
            let y = (Double(row) + 0.5) * millimetresPerRow
            let cycle = origins.lastIndex { $0 - 3 <= y }
            for column in 0..<width {
                let across = (Double(column) + 0.5) * millimetresPerColumn - leftMargin
                let lane = max(0, min(lanes - 1, Int((across + 2) / layout.lanePitch)))
                let x = across - Double(lane) * layout.lanePitch
                var value = 90.0
                if let cycle {
                    let kind = empty.contains(cycle) ? bare : blister
                    value = kind.brightness(x: x, y: y - origins[cycle], loose: none)
                }
                value += noise * random.uniform(-1.7...1.7)
                image[column, row] = UInt8(max(0, min(255, value.rounded())))
            }
        }
        return image
    }

    /// The web as chunks of `sizes` rows in turn; `lost` rows are left out.
    static func chunks(
        _ image: Image,
        sizes: [Int],
        lost: Range<Int>? = nil
    ) -> [Chunk<Corrected>] {
        var chunks: [Chunk<Corrected>] = []
        var row = 0
        var index = 0
        while row < image.height {
            if let lost, lost.contains(row) {
                row = lost.upperBound
                continue
            }
            var count = min(sizes[index % sizes.count], image.height - row)
            if let lost, row < lost.lowerBound { count = min(count, lost.lowerBound - row) }
            index += 1
            let format = ChunkFormat(
                width: image.width,
                channels: image.channels,
                rowsMax: sizes.max() ?? 1
            )
            let chunk = Chunk<Corrected>(format: format)
            let size = image.width * image.channels
            chunk.bytes.replaceSubrange(
                0..<(count * size),
                with: image.pixels[(row * size)..<((row + count) * size)]
            )
            chunk.header.firstRow = row
            chunk.header.validRows = count
            chunk.header.timestampNanoseconds = Int64(row + count) * 1000
            chunk.header.encoderTicks = row * 3
            chunks.append(chunk)
            row += count
        }
        return chunks
    }
}
