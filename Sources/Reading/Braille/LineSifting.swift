/// Leaves out what the grid collected beside the text, and counts lines and columns from 0.
enum LineSifting {
    /// Dots from which weaker ones are believed to be a line: two cells of them.
    private static let sureCount = 6

    /// `cells` without lines that are too poor to be text, lines and columns counted from 0.
    static func kept(_ cells: [CellReading]) -> [CellReading] {
        let evidence = cells.flatMap { $0.dots.map(\.evidence) }.sorted()
        guard !evidence.isEmpty else { return [] }
        let usual = evidence[evidence.count / 2]
        var lines: [Int: [CellReading]] = [:]
        for cell in cells { lines[cell.line, default: []].append(cell) }
        let good = lines.filter { _, row in
            let dots = row.flatMap(\.dots)
            let mean = dots.reduce(0) { $0 + $1.evidence } / Double(dots.count)
            return mean > (dots.count >= sureCount ? 0.75 : 0.85) * usual
        }
        let kept = cells.filter { good[$0.line] != nil }
        let first = kept.map(\.column).min() ?? 0
        let top = kept.map(\.line).min() ?? 0
        return kept.map { cell in
            CellReading(
                line: cell.line - top,
                column: cell.column - first,
                dots: cell.dots,
                x: cell.x,
                y: cell.y,
                confidence: cell.confidence
            )
        }
    }
}
