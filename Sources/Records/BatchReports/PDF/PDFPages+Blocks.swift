#if Reports
internal import Cairo

extension PDFPages {
    static let pictureHeight = 122.0

    func draw(_ block: ReportBlock) throws(PDFError) {
        switch block {
        case .heading: break
        case .paragraph(let text): try paragraph(text)
        case .notice(let title, let sentences, let tone): try notice(title, sentences, tone)
        case .figures(let figures): try draw(figures)
        case .facts(let facts): try draw(facts)
        case .table(let made): try table(made)
        case .chart(let chart): try draw(chart)
        case .pictures(let pictures): try draw(pictures)
        case .signatures(let made): try table(made, rowHeightMin: 38)
        }
    }

    private func paragraph(_ text: String) throws(PDFError) {
        let cut = ReportText.shortened(text, ReportTable.cellLengthMax, report.language)
        let layout = try set(cut, style(9), width: Self.textWidth)
        try need(layout.height + 4)
        document.draw(layout, x: Self.left, y: y, colour: .text)
        y += layout.height + 6
    }

    private func notice(
        _ title: String,
        _ sentences: [String],
        _ tone: ReportTone
    ) throws(PDFError) {
        let width = Self.textWidth - 28
        let head = try set(title, style(11, isBold: true), width: width)
        var lines: [TextLayout] = []
        for sentence in sentences {
            let cut = ReportText.shortened(sentence, ReportTable.cellLengthMax, report.language)
            lines.append(try set("•  " + cut, style(9.5), width: width))
        }
        let height = lines.reduce(head.height + 16) { $0 + $1.height + 2 }
        // Many or long sentences go over pages; the frame is then around what fits.
        let framed = min(height, Self.bottom - Self.top)
        try need(framed)
        document.fillBox(
            x: Self.left,
            y: y,
            width: Self.textWidth,
            height: framed,
            colour: PDFColour(.pale)
        )
        let ink = PDFColour(tone.ink)
        document.fillBox(x: Self.left, y: y, width: 4, height: framed, colour: ink)
        y += 8
        document.draw(head, x: Self.left + 16, y: y, colour: ink)
        y += head.height + 2
        for line in lines {
            try need(line.height)
            document.draw(line, x: Self.left + 16, y: y, colour: .text)
            y += line.height + 2
        }
        y += 16
    }

    private func draw(
        _ figures: [(name: String, value: String, tone: ReportTone)]
    ) throws(PDFError) {
        let gap = 8.0
        let count = Double(max(1, figures.count))
        let width = (Self.textWidth - gap * (count - 1)) / count
        try need(54)
        for (index, figure) in figures.enumerated() {
            let x = Self.left + Double(index) * (width + gap)
            let corners = [
                (x, y), (x + width, y), (x + width, y + 46), (x, y + 46), (x, y),
            ]
            document.stroke(corners, width: 0.5, colour: PDFColour(.line))
            let name = try set(figure.name, style(8, isCut: true), width: width - 16)
            document.draw(name, x: x + 8, y: y + 6, colour: .quiet)
            let value = try set(figure.value, style(17, isCut: true), width: width - 16)
            document.draw(value, x: x + 8, y: y + 19, colour: PDFColour(figure.tone.ink))
        }
        y += 56
    }

    private func draw(_ facts: [(name: String, value: String)]) throws(PDFError) {
        let nameWidth = Self.textWidth * 0.3
        for fact in facts {
            let name = try set(fact.name, style(9), width: nameWidth - 10)
            // Long enough for an alarm list, short enough for a page.
            let cut = ReportText.shortened(fact.value, 2_000, report.language)
            let value = try set(cut, style(9), width: Self.textWidth - nameWidth)
            let baseline = max(name.baseline, value.baseline)
            let height = Self.height(of: [name, value])
            try need(height + 7)
            let base = y + 3 + baseline
            document.draw(name, x: Self.left, y: base - name.baseline, colour: .quiet)
            document.draw(
                value,
                x: Self.left + nameWidth,
                y: base - value.baseline,
                colour: .text
            )
            y += height + 6
            rule(at: y, ink: .line)
        }
        y += 8
    }

    private func draw(_ chart: ChartDrawing) throws(PDFError) {
        let caption = try caption(chart.caption)
        try need((caption?.height ?? 0) + chart.height + 6)
        draw(caption)
        for mark in chart.marks { try draw(mark) }
        y += chart.height + 8
    }

    private func draw(_ mark: ChartDrawing.Mark) throws(PDFError) {
        let (left, top) = (Self.left, y)
        switch mark {
        case .line(let places, let width, let dash, let ink):
            document.stroke(
                places.map { (left + $0.x, top + $0.y) },
                width: width,
                colour: PDFColour(ink),
                dash: dash
            )
        case .box(let x, let y, let width, let height, let ink):
            document.fillBox(
                x: left + x,
                y: top + y,
                width: width,
                height: height,
                colour: PDFColour(ink)
            )
        case .dot(let place, let radius, let ink):
            document.fillCircle(
                x: left + place.x,
                y: top + place.y,
                radius: radius,
                colour: PDFColour(ink)
            )
        case .text(let text, let place, let size, let anchor, let ink):
            let layout = try set(text, style(size), width: nil)
            let shift =
                switch anchor {
                case .start: 0.0
                case .middle: layout.width / 2
                case .end: layout.width
                }
            document.draw(
                layout,
                x: left + place.x - shift,
                y: top + place.y - layout.baseline,
                colour: PDFColour(ink)
            )
        }
    }
}
#endif
