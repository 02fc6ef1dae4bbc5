internal import Imaging

/// A line where it lies, with what the net said of it.
struct SeenLine {
    var quad: LineQuad
    var table: SignTable
    /// Columns of the line as the net saw it.
    var width: Int
    /// The line as it was cut out, where it is still there.
    var image: Image?
}

extension LineReading {
    var seen: SeenLine { SeenLine(quad: quad, table: table, width: width) }
}

extension PrintReader {
    /// Rows of the finest cut that shifts are measured in.
    private static let shiftRowsMax = 64

    /// By expected sign, how far it stands below the others of its line, in heights of capitals.
    ///
    /// Small letters stand at several heights: a text with any is not measured.
    func shifts(
        _ mono: Image,
        _ lines: [SeenLine],
        _ columns: [Range<Int>],
        _ plain: String
    ) -> [Double] {
        guard !plain.contains(where: \.isLowercase) else { return [] }
        let signs = Array(plain)
        var result: [Double] = []
        var start = 0
        for line in lines {
            let end = start + line.table.columns
            let here = columns.indices.filter { columns[$0].lowerBound < end }
                .dropFirst(result.count)
            start = end
            guard !here.isEmpty else { continue }
            // As fine as the picture is: of few pixels a sign, each speck counts.
            let rows = max(LineInput.height, min(Self.shiftRowsMax, Int(line.quad.height)))
            let scale = Double(rows) / Double(LineInput.height)
            let width = Int((Double(line.width) * scale).rounded())
            let known = rows == LineInput.height ? line.image : nil
            let seen = known ?? line.quad.cut(from: mono, rows: rows, widthMax: width)
            let step = Double(LineInput.step) * scale
            let middles = here.map { index in
                Double(columns[index].lowerBound + columns[index].upperBound) / 2
                    - Double(end - line.table.columns)
            }
            let ranges = middles.indices.map { index in
                // Half way to the nearer neighbour on both sides.
                let gaps = [
                    index > 0 ? middles[index] - middles[index - 1] : nil,
                    index + 1 < middles.count ? middles[index + 1] - middles[index] : nil,
                ].compactMap { $0 }
                let half = min(Double(rows), (gaps.min() ?? 4) * step / 2)
                let middle = middles[index] * step
                let from = max(0, Int(middle - half))
                return from..<max(from + 1, Int(middle + half))
            }
            let compared = here.map { signs[$0].isNumber || signs[$0].isLetter && signs[$0] != "Q" }
            result += SignShifts(seen, ranges, isCompared: compared).shifts
        }
        return result
    }
}
