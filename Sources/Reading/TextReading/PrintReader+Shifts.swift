internal import Imaging

extension PrintReader {
    /// Rows of the finest line that shifts are measured in.
    private static let shiftRowsMax = 64
    /// What is cut out above and below a line, as a share of its height: a shifted sign runs out of it.
    private static let shiftRoom = 0.35

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
            let middles = here.map { index in
                Double(columns[index].lowerBound + columns[index].upperBound) / 2 - Double(start)
            }
            start = end
            guard !here.isEmpty else { continue }
            let isCompared = here.map {
                signs[$0].isNumber || signs[$0].isLetter && signs[$0] != "Q"
            }
            result += Self.shifts(mono, line, middles, isCompared: isCompared)
        }
        return result
    }

    /// The same of one line, whose signs have their middles in columns of its table.
    private static func shifts(
        _ mono: Image,
        _ line: SeenLine,
        _ middles: [Double],
        isCompared: [Bool]
    ) -> [Double] {
        // As fine as the picture is: of few pixels a sign, each speck counts.
        let rows = max(LineInput.height, min(shiftRowsMax, Int(line.quad.height)))
        let scale = Double(rows) / Double(LineInput.height)
        let room = Int((Double(rows) * shiftRoom).rounded())
        let quad = line.quad.grown(
            along: 0,
            across: line.quad.height * Double(room) / Double(rows)
        )
        let width = Int((Double(line.width) * scale).rounded())
        let tall = quad.cut(from: mono, rows: rows + 2 * room, columns: width)
        let step = Double(LineInput.step) * scale
        let places = middles.indices.map { index in
            // Half way to the nearer neighbour on both sides.
            let gaps = [
                index > 0 ? middles[index] - middles[index - 1] : nil,
                index + 1 < middles.count ? middles[index + 1] - middles[index] : nil,
            ].compactMap { $0 }
            let half = min(Double(rows), (gaps.min() ?? 4) * step / 2)
            let middle = middles[index] * step
            let from = max(0, Int(middle - half))
            return SignShifts.Place(
                columns: from..<max(from + 1, Int(middle + half)),
                rows: self.rows(of: tall, at: quad, inside: mono, along: middle / Double(width)),
                isCompared: isCompared[index]
            )
        }
        return SignShifts(tall, band: room..<room + rows, places).shifts
    }

    /// Rows of `line`, which was cut out at `quad`, that are in `image` so far along it (0...1).
    private static func rows(
        of line: Image,
        at quad: LineQuad,
        inside image: Image,
        along: Double
    ) -> Range<Int> {
        func isInside(_ row: Int) -> Bool {
            let (x, y) = quad.place(along, (Double(row) + 0.5) / Double(line.height))
            return x >= 0 && y >= 0 && x <= Double(image.width) && y <= Double(image.height)
        }
        let rows = 0..<line.height
        // Where both ends are in the picture, all between them are.
        if isInside(0), isInside(line.height - 1) { return rows }
        guard let first = rows.first(where: isInside), let last = rows.last(where: isInside) else {
            return 0..<0
        }
        return first..<last + 1
    }
}
