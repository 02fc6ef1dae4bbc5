internal import Foundation
internal import Imaging

/// Rows of print in a block that a finder saw as one line, or in pieces: by where edges lie across it.
///
/// The profile of a block, summed along its rows, is sharpest where it is summed just along them; what
/// parts rows are its valleys (Likforman-Sulem et al., "Text line segmentation of historical documents: a
/// survey", 2007, section 4.1). Drops apart make valleys within a row, so that it is looked at blurred
/// more and less: what is read best decides.
struct PrintRows {
    /// Rows and columns of the block as it is looked at.
    private static let rowsMax = 96
    private static let columnsMax = 320
    /// Largest slant of rows in a block that is searched, rise by run.
    private static let slantMax = 0.2
    /// Reaches of the blur, in shares of the block's height.
    private static let reaches = [0.0, 0.02, 0.045, 0.09]
    /// A valley parts rows where it is at most so high against the lower of both hills.
    private static let valleyShare: Float = 0.62
    /// What is at least so high against a row's hill is of the row.
    private static let rowShare: Float = 0.3
    /// Lower rows, in pixels of the picture, are no print.
    private static let heightMin = 5.0
    /// Height of a line against its capitals'.
    private static let roomShare = 1.32

    private let block: LineQuad
    private let width: Int
    private let height: Int
    /// Change along the rows, row-major.
    private let edges: [Float]

    /// Rows in `block` of `image`, mono; each may come in several sizes.
    static func quads(in block: LineQuad, of image: Image) -> [LineQuad] {
        guard let rows = PrintRows(block, image) else { return [] }
        let slant = rows.slant()
        let profile = rows.profile(slant)
        var quads: [LineQuad] = []
        for reach in reaches {
            let spans = spans(of: blurred(profile, Int(reach * Double(profile.count))))
            quads += spans.compactMap { rows.quad($0, slant) }
        }
        return LineQuad.distinct(quads)
    }

    private init?(_ block: LineQuad, _ image: Image) {
        let rows = min(Self.rowsMax, Int(block.height))
        guard rows >= 8, block.length > 8 else { return nil }
        let seen = block.cut(from: image, rows: rows, widthMax: Self.columnsMax)
        (self.block, width, height) = (block, seen.width, seen.height)
        var edges = [Float](repeating: 0, count: width * height)
        var sum: Float = 0
        for row in 0..<height {
            for column in 1..<max(1, width - 1) {
                let place = row * width + column
                let change = abs(Int(seen.pixels[place + 1]) - Int(seen.pixels[place - 1]))
                edges[place] = Float(change)
                sum += Float(change)
            }
        }
        // One strong edge beside the print does not outweigh it.
        let most = 4 * sum / Float(max(1, edges.count))
        self.edges = edges.map { min($0, most) }
    }

    /// Sums along rows that rise by `slant`.
    private func profile(_ slant: Double) -> [Float] {
        var sums = [Float](repeating: 0, count: height)
        for column in 0..<width {
            let shift = Int((slant * (Double(column) - Double(width) / 2)).rounded())
            for row in max(0, -shift)..<max(0, -shift, min(height, height - shift)) {
                sums[row] += edges[(row + shift) * width + column]
            }
        }
        return sums
    }

    /// The slant at which the profile changes most from row to row.
    private func slant() -> Double {
        func sharpness(_ slant: Double) -> Float {
            let profile = profile(slant)
            return zip(profile, profile.dropFirst()).reduce(0) {
                $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
            }
        }
        func best(_ slants: [Double]) -> Double {
            let found = slants.map { (slant: $0, sharpness: sharpness($0)) }
            return found.max { ($0.sharpness, -abs($0.slant)) < ($1.sharpness, -abs($1.slant)) }?
                .slant
                ?? 0
        }
        let step = Self.slantMax / 8
        let coarse = best((-8...8).map { Double($0) * step })
        return best((-3...3).map { coarse + Double($0) * step / 4 })
    }

    private static func blurred(_ profile: [Float], _ reach: Int) -> [Float] {
        guard reach > 0 else { return profile }
        var result = profile
        for _ in 0..<2 {
            let from = result
            for index in from.indices {
                let window = max(0, index - reach)...min(from.count - 1, index + reach)
                result[index] = from[window].reduce(0, +) / Float(window.count)
            }
        }
        return result
    }

    /// First and last place of every hill that valleys part.
    static func spans(of profile: [Float]) -> [ClosedRange<Int>] {
        guard let low = profile.min(), let high = profile.max(), high > low else { return [] }
        let heights = profile.map { $0 - low }
        let least = (high - low) * 0.15
        var spans: [ClosedRange<Int>] = []
        /// Highest place since the last valley, and lowest since it.
        var (peak, valley) = (0, 0)
        var start = 0
        func close(_ end: Int) {
            guard heights[peak] > least else { return }
            let edge = heights[peak] * rowShare
            var (top, bottom) = (peak, peak)
            for row in start...end where heights[row] >= edge {
                top = min(top, row)
                bottom = max(bottom, row)
            }
            spans.append(top...bottom)
        }
        for row in heights.indices {
            if heights[row] < heights[valley] { valley = row }
            let isRising = valley > peak && heights[row] > heights[valley]
            let lower = min(heights[peak], heights[row])
            if isRising, heights[row] > least, heights[valley] < valleyShare * lower {
                close(valley)
                (start, peak, valley) = (valley, row, row)
            } else if heights[row] >= heights[peak] {
                (peak, valley) = (row, row)
            }
        }
        close(heights.count - 1)
        return spans
    }

    /// The line on the rows `span` of the block.
    private func quad(_ span: ClosedRange<Int>, _ slant: Double) -> LineQuad? {
        let scale = (x: block.length / Double(width), y: block.height / Double(height))
        let capital = Double(span.count) * scale.y
        guard capital >= Self.heightMin else { return nil }
        var sums = [Float](repeating: 0, count: width)
        for column in 0..<width {
            let shift = Int((slant * (Double(column) - Double(width) / 2)).rounded())
            for row in span where (0..<height).contains(row + shift) {
                sums[column] += edges[(row + shift) * width + column]
            }
        }
        let reach = max(1, Int(0.35 * capital / scale.x))
        let smooth = Self.blurred(sums, reach)
        let (low, high) = (smooth.min() ?? 0, smooth.max() ?? 0)
        let edge = low + (high - low) * 0.18
        guard high > low, let first = smooth.firstIndex(where: { $0 > edge }),
            let last = smooth.lastIndex(where: { $0 > edge })
        else { return nil }
        let column = Double(first + last + 1) / 2
        let row =
            Double(span.lowerBound + span.upperBound + 1) / 2
            + slant * (column - Double(width) / 2)
        let middle = block.place(column / Double(width), row / Double(height))
        let length = Double(last - first + 1) * scale.x
        guard length > capital * 0.5 else { return nil }
        return LineQuad(
            x: middle.x,
            y: middle.y,
            length: length + 0.2 * capital,
            height: capital * Self.roomShare,
            angle: block.angle + atan(slant * scale.y / scale.x),
            bow: block.bow(length: length)
        )
    }
}
