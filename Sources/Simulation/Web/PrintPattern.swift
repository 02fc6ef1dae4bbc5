internal import Blister

/// The batch text as ink, the same on every blister but for its place.
struct PrintPattern: Sendable {
    /// Extent across and along in canvas pixels.
    let columns: Int
    let rows: Int
    /// Ink 0...1 per pixel, row-major.
    private(set) var ink: [Float]
    private let millimetresPerColumn: Double

    /// Draws `text` into a box of the size of `region`, rows parted by line ends.
    init(text: String, style: PrintStyle, region: Region, grid: WebGrid) {
        millimetresPerColumn = grid.millimetresPerColumn
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .map(String.init)
        columns = max(1, Int((region.width / grid.millimetresPerColumn).rounded()))
        rows = max(1, Int((region.height / grid.millimetresPerRow).rounded()))
        let natural = lines.map { StrokeFont.width(of: $0) }.max() ?? 1
        let rowCount = 1 + Self.rowPitch * Double(lines.count - 1)
        let share = lines.count == 1 ? 0.55 : 0.92
        let height = min(
            region.height * share / rowCount,
            region.width * 0.94 / natural * StrokeFont.height
        )
        let scale = height / StrokeFont.height
        let corner = SIMD2(
            (region.width - natural * scale) / 2,
            (region.height - height * rowCount) / 2
        )
        let strokes = lines.enumerated().flatMap { index, line in
            let shift = corner + SIMD2(0, Double(index) * Self.rowPitch * height)
            let marks =
                style == .dots ? StrokeFont.drops(of: line) : StrokeFont.segments(of: line)
            return marks.map { (from: $0.from * scale + shift, to: $0.to * scale + shift) }
        }
        let halfStroke = max(0.14, 0.42 * scale)
        let pixel = (grid.millimetresPerColumn + grid.millimetresPerRow) / 2
        var ink = [Float](repeating: 0, count: columns * rows)
        for stroke in strokes {
            let low = SIMD2(min(stroke.from.x, stroke.to.x), min(stroke.from.y, stroke.to.y))
            let high = SIMD2(max(stroke.from.x, stroke.to.x), max(stroke.from.y, stroke.to.y))
            let reach = halfStroke + pixel
            let across = Self.span(
                low.x - reach,
                high.x + reach,
                grid.millimetresPerColumn,
                columns
            )
            let along = Self.span(low.y - reach, high.y + reach, grid.millimetresPerRow, rows)
            for row in along {
                for column in across {
                    let place = SIMD2(
                        (Double(column) + 0.5) * grid.millimetresPerColumn,
                        (Double(row) + 0.5) * grid.millimetresPerRow
                    )
                    let gap = distance(from: place, toSegment: stroke)
                    let cover = Float(min(1, max(0, (halfStroke - gap) / pixel + 0.5)))
                    ink[row * columns + column] = max(ink[row * columns + column], cover)
                }
            }
        }
        self.ink = ink
    }

    /// From one row to the next, in heights of a sign.
    private static let rowPitch = 1.6

    /// Wipes the ink within a seventh of the text around `share` of its length, 0...1, as a sleeve would.
    mutating func smudge(around share: Double) {
        let reach = max(1, Int(1.4 / millimetresPerColumn))
        let middle = Int(share * Double(columns))
        let span = max(0, middle - columns / 14)..<min(columns, middle + columns / 14)
        let before = ink
        for row in 0..<rows {
            for column in span {
                var sum: Float = 0
                for place in column - reach...column + reach where (0..<columns).contains(place) {
                    for next in row - 2...row + 2 where (0..<rows).contains(next) {
                        sum += before[next * columns + place]
                    }
                }
                ink[row * columns + column] = min(1, sum * 1.3 / Float(5 * (2 * reach + 1)))
            }
        }
    }

    private static func span(
        _ low: Double,
        _ high: Double,
        _ step: Double,
        _ count: Int
    )
        -> Range<Int>
    {
        let first = Int(low / step).clamped(to: 0...count)
        return first..<max(first, (Int(high / step) + 1).clamped(to: 0...count))
    }
}

extension Canvas {
    /// Prints `pattern` with its corner at (`x`, `y`) millimetres.
    mutating func print(_ pattern: PrintPattern, x: Double, y: Double, density: Float, key: UInt32)
    {
        let left = Int(grid.column(x).rounded())
        let top = Int(grid.row(y).rounded())
        let ink = SIMD3<Float>(0.035, 0.035, 0.05)
        for row in 0..<pattern.rows where (0..<height).contains(top + row) {
            let rowKey = key ^ (UInt32(row) &* 0x9E37_79B1)
            for column in 0..<pattern.columns where (0..<width).contains(left + column) {
                let cover = pattern.ink[row * pattern.columns + column]
                guard cover > 0 else { continue }
                let speckle = pixelBits(UInt32(column), rowKey) >> 24 < 22 ? Float(0.35) : 1
                blend(base(top + row) + left + column, ink, cover * density * speckle)
            }
        }
    }
}
