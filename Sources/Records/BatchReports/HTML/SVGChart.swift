/// A chart as inline SVG.
struct SVGChart {
    let chart: ChartDrawing

    /// The figure, below `heading`.
    func text(under heading: String) -> String {
        let (width, height) = (HTMLText.number(chart.width), HTMLText.number(chart.height))
        let alternative = HTMLText.escaped(chart.alternative)
        return """
            <figure><figcaption\(HTMLPage.hidden(chart.caption == heading))>\(HTMLText.escaped(chart.caption))</figcaption>
            <svg viewBox="0 0 \(width) \(height)" role="img" aria-label="\(alternative)">
            \(chart.marks.map(mark).joined(separator: "\n"))
            </svg></figure>
            """
    }

    private func mark(_ mark: ChartDrawing.Mark) -> String {
        func number(_ value: Double) -> String { HTMLText.number(value) }
        switch mark {
        case .line(let places, let width, let dash, let ink):
            let points = places.map { "\(number($0.x)),\(number($0.y))" }.joined(separator: " ")
            let dashes = dash > 0 ? " stroke-dasharray=\"\(number(dash))\"" : ""
            return "<polyline points=\"\(points)\" fill=\"none\" stroke=\"\(ink.css)\" "
                + "stroke-width=\"\(number(width))\"\(dashes) stroke-linejoin=\"round\"/>"
        case .box(let x, let y, let width, let height, let ink):
            return "<rect x=\"\(number(x))\" y=\"\(number(y))\" width=\"\(number(width))\" "
                + "height=\"\(number(height))\" fill=\"\(ink.css)\"/>"
        case .dot(let place, let radius, let ink):
            return "<circle cx=\"\(number(place.x))\" cy=\"\(number(place.y))\" "
                + "r=\"\(number(radius))\" fill=\"\(ink.css)\"/>"
        case .text(let text, let place, let size, let anchor, let ink):
            let name =
                switch anchor {
                case .start: "start"
                case .middle: "middle"
                case .end: "end"
                }
            return "<text x=\"\(number(place.x))\" y=\"\(number(place.y))\" "
                + "font-size=\"\(number(size))\" text-anchor=\"\(name)\" fill=\"\(ink.css)\">"
                + "\(HTMLText.escaped(text))</text>"
        }
    }
}
