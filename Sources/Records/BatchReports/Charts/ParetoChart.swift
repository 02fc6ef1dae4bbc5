/// Rejects by reason as bars, the most frequent first.
enum ParetoChart {
    /// Most bars; the table names every reason.
    static let barCountMax = 20
    private static let (labelWidth, valueWidth, rowHeight) = (120.0, 90.0, 16.0)

    static func drawing(
        _ counts: [ReasonCount],
        language: ReportLanguage
    ) -> ChartDrawing {
        let shown = counts.prefix(barCountMax)
        let total = counts.reduce(0) { $0 + $1.count }
        let longest = Double(max(1, shown.first?.count ?? 1))
        let room = ChartDrawing.pageWidth - labelWidth - valueWidth
        var drawing = ChartDrawing(
            caption: language.text(.pareto),
            alternative: language.text(.paretoAlternative),
            height: Double(shown.count) * rowHeight + 6
        )
        for (index, count) in shown.enumerated() {
            let top = 3 + Double(index) * rowHeight
            let baseline = top + rowHeight / 2 + 3
            let name = language.reason(count.reason)
            let label = ReportText.clean(name.count > 24 ? name.prefix(23) + "…" : name)
            let end = ChartDrawing.Place(x: labelWidth - 8, y: baseline)
            drawing.marks.append(.text(label, end, size: 8.5, anchor: .end, ink: .text))
            let length = max(1, room * Double(max(0, count.count)) / longest)
            drawing.marks.append(
                .box(x: labelWidth, y: top + 3, width: length, height: rowHeight - 6, ink: .accent)
            )
            let share = total > 0 ? Double(count.count) / Double(total) : 0
            let value = "\(count.count)  (\(language.percent(share, digits: 1)))"
            let place = ChartDrawing.Place(x: labelWidth + length + 6, y: baseline)
            drawing.marks.append(.text(value, place, size: 8.5, anchor: .start, ink: .text))
        }
        return drawing
    }
}
