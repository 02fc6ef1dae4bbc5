/// A figure over the time of a batch.
enum SeriesChart {
    static func drawing(
        _ series: TimeSeries,
        name: String,
        language: ReportLanguage
    )
        -> ChartDrawing
    {
        let points = series.points.filter { $0.minutes.isFinite && $0.value.isFinite }
        let minutesMax = points.last?.minutes ?? 0
        let inHours = minutesMax > 300
        let scale = inHours ? 60.0 : 1.0
        let frame = ChartFrame(
            x: ChartAxis(points.map { $0.minutes / scale }, fromZero: true, tickCount: 8),
            y: ChartAxis(points.map(\.value), fromZero: true),
            language: language
        )
        let values = points.map(\.value)
        var drawing = ChartDrawing(
            caption: name,
            alternative: language.text(
                .seriesAlternative,
                name,
                String(points.count),
                language.number(values.min() ?? .nan),
                language.number(values.max() ?? .nan)
            ),
            height: ChartFrame.height
        )
        drawing.marks = frame.marks(
            xName: language.text(inHours ? .hoursSinceStart : .minutesSinceStart)
        )
        let places = ChartLine.thinned(points.map { frame.place($0.minutes / scale, $0.value) })
        drawing.marks.append(.line(places, width: 1.2, dash: 0, ink: .accent))
        if places.count <= 60 {
            drawing.marks += places.map { .dot($0, radius: 1.7, ink: .accent) }
        }
        return drawing
    }
}
