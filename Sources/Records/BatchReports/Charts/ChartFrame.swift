/// The axes of a chart over time or over values, and where its points lie.
struct ChartFrame {
    static let height = 150.0
    private static let (left, right, top, bottom) = (52.0, 12.0, 10.0, 30.0)

    let x: ChartAxis
    let y: ChartAxis
    let language: ReportLanguage

    func place(_ xValue: Double, _ yValue: Double) -> ChartDrawing.Place {
        let width = ChartDrawing.pageWidth - Self.left - Self.right
        let height = Self.height - Self.top - Self.bottom
        return ChartDrawing.Place(
            x: Self.left + width * x.share(xValue),
            y: Self.top + height * (1 - y.share(yValue))
        )
    }

    /// Grid, numbers, and the name of the horizontal axis.
    func marks(xName: String) -> [ChartDrawing.Mark] {
        var marks: [ChartDrawing.Mark] = []
        for tick in y.ticks {
            let place = place(x.low, tick)
            let end = ChartDrawing.Place(x: ChartDrawing.pageWidth - Self.right, y: place.y)
            let start = ChartDrawing.Place(x: Self.left, y: place.y)
            marks.append(.line([start, end], width: 0.5, dash: 0, ink: .line))
            let label = ChartDrawing.Place(x: Self.left - 6, y: place.y + 2.5)
            let text = language.number(tick, digits: 6)
            marks.append(.text(text, label, size: 7.5, anchor: .end, ink: .quiet))
        }
        let base = Self.height - Self.bottom
        for tick in x.ticks where tick >= x.low && tick <= x.high {
            let along = place(tick, y.low).x
            let foot = ChartDrawing.Place(x: along, y: base + 3)
            let head = ChartDrawing.Place(x: along, y: base)
            marks.append(.line([head, foot], width: 0.5, dash: 0, ink: .quiet))
            let label = ChartDrawing.Place(x: along, y: base + 12)
            let text = language.number(tick, digits: 6)
            marks.append(.text(text, label, size: 7.5, anchor: .middle, ink: .quiet))
        }
        let middle = (Self.left + ChartDrawing.pageWidth - Self.right) / 2
        let name = ChartDrawing.Place(x: middle, y: Self.height - 5)
        marks.append(.text(xName, name, size: 7.5, anchor: .middle, ink: .quiet))
        return marks
    }

    /// A level line with its name at the right end.
    func level(
        _ value: Double,
        name: String,
        dash: Double,
        ink: ReportInk
    ) -> [ChartDrawing.Mark] {
        let start = place(x.low, value)
        let end = ChartDrawing.Place(x: ChartDrawing.pageWidth - Self.right, y: start.y)
        let label = ChartDrawing.Place(x: end.x - 2, y: start.y - 2)
        return [
            .line([start, end], width: 0.8, dash: dash, ink: ink),
            .text(name, label, size: 6.5, anchor: .end, ink: ink),
        ]
    }
}
