/// Values against their control and specification limits, alarms marked and numbered.
enum ControlChart {
    static func drawing(_ trend: TrendSeries, language: ReportLanguage) -> ChartDrawing {
        let control = [trend.controlLimits.lower, trend.controlLimits.upper].compactMap { $0 }
        let specification = [trend.specificationLimits.lower, trend.specificationLimits.upper]
            .compactMap { $0 }
        let levels = control + specification + [trend.centre].compactMap { $0 }
        let values = trend.values
        let frame = ChartFrame(
            x: ChartAxis([1, Double(max(2, values.count))], fromZero: false, tickCount: 8),
            y: ChartAxis(values + levels, fromZero: false),
            language: language
        )
        let name = ReportText.clean(trend.name) + (trend.unit.isEmpty ? "" : " (\(trend.unit))")
        var drawing = ChartDrawing(
            caption: name,
            alternative: language.text(
                .trendAlternative,
                name,
                String(values.count),
                String(trend.alarms.count)
            ),
            height: ChartFrame.height
        )
        drawing.marks = frame.marks(xName: language.text(.sample))
        for value in specification where value.isFinite {
            drawing.marks += frame.level(value, name: "SL", dash: 0, ink: .problem)
        }
        for value in control where value.isFinite {
            drawing.marks += frame.level(value, name: "CL", dash: 4, ink: .quiet)
        }
        if let centre = trend.centre, centre.isFinite {
            drawing.marks += frame.level(centre, name: "x̄", dash: 0, ink: .good)
        }
        let places = values.enumerated().filter { $0.element.isFinite }.map {
            frame.place(Double($0.offset + 1), $0.element)
        }
        drawing.marks.append(
            .line(ChartLine.thinned(places), width: 1, dash: 0, ink: .accent)
        )
        if places.count <= 120 {
            drawing.marks += places.map { .dot($0, radius: 1.5, ink: .accent) }
        }
        for (index, alarm) in trend.alarms.enumerated().prefix(100)
        where values.indices.contains(alarm.index) && values[alarm.index].isFinite {
            let place = frame.place(Double(alarm.index + 1), values[alarm.index])
            drawing.marks.append(.dot(place, radius: 3, ink: .problem))
            let label = ChartDrawing.Place(x: place.x, y: place.y - 5)
            drawing.marks.append(
                .text("\(index + 1)", label, size: 6.5, anchor: .middle, ink: .problem)
            )
        }
        return drawing
    }
}
