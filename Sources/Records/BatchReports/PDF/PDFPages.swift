#if Reports
internal import Cairo

/// A report on A4, laid out twice: once to count the pages, once to say which is which.
final class PDFPages {
    static let (width, height) = (595.28, 841.89)
    static let left = (width - ChartDrawing.pageWidth) / 2
    static let (top, bottom) = (62.0, 786.0)
    static let textWidth = ChartDrawing.pageWidth

    let report: ReportDocument
    let document: PDFDocument
    private let pageTotal: Int
    private(set) var page = 1
    private var lastHeading = ""
    /// Where the next thing goes.
    var y = PDFPages.top

    private init(_ report: ReportDocument, pageTotal: Int) throws(PDFError) {
        self.report = report
        self.pageTotal = pageTotal
        document = try PDFDocument(width: Self.width, height: Self.height)
    }

    /// The PDF file of `report`.
    static func file(of report: ReportDocument) throws(PDFError) -> [UInt8] {
        let counted = try PDFPages(report, pageTotal: 0)
        try counted.draw()
        let pages = try PDFPages(report, pageTotal: counted.page)
        try pages.draw()
        return try pages.document.finish()
    }

    private func draw() throws(PDFError) {
        describe()
        try frame()
        try title()
        for (index, block) in report.blocks.enumerated() {
            if case .heading(let text) = block {
                try heading(text, before: report.blocks.dropFirst(index + 1).prefix(2))
            } else {
                try draw(block)
            }
        }
        document.endPage()
    }

    private func describe() {
        document.describe(.title, ReportText.clean("\(report.title) – \(report.subtitle)"))
        document.describe(.author, ReportText.clean(report.station))
        document.describe(.creator, ReportText.clean(report.software))
        document.describe(.subject, ReportText.clean(report.subtitle))
        document.describe(.date, PDFDate.text(report.date))
    }

    /// Ends the page where less than `room` is left on it.
    func need(_ room: Double) throws(PDFError) {
        guard y + room > Self.bottom, y > Self.top else { return }
        document.endPage()
        page += 1
        y = Self.top
        try frame()
    }

    func style(
        _ size: Double,
        isBold: Bool = false,
        alignment: TextStyle.Alignment = .left,
        isCut: Bool = false
    ) -> TextStyle {
        TextStyle(
            family:
                "Liberation Sans, Noto Sans, DejaVu Sans, Noto Sans CJK SC, Droid Sans Fallback",
            size: size,
            isBold: isBold,
            alignment: alignment,
            isCut: isCut,
            language: report.language.tag
        )
    }

    func set(_ text: String, _ style: TextStyle, width: Double?) throws(PDFError) -> TextLayout {
        // What is cut to one line anyway need not be set in full.
        let room = style.isCut ? 300 : PDFDocument.textByteCountMax
        return try document.layout(
            ReportText.clean(String(text.prefix(room))),
            style: style,
            width: width
        )
    }

    /// Header and footer of a page.
    private func frame() throws(PDFError) {
        let half = Self.textWidth / 2
        let (left, right) = (Self.left, Self.left + half)
        let cut = style(8, isCut: true)
        let cutRight = style(8, alignment: .right, isCut: true)
        let batch = try set(report.subtitle, cut, width: half - 8)
        document.draw(batch, x: left, y: 30, colour: .quiet)
        let station = try set(report.station, cutRight, width: half)
        document.draw(station, x: right, y: 30, colour: .quiet)
        rule(at: 44, ink: .line)
        rule(at: 800, ink: .line)
        let software = try set("\(report.title) · \(report.software)", cut, width: half - 8)
        document.draw(software, x: left, y: 805, colour: .quiet)
        let number = report.language.text(.page, String(page), String(pageTotal))
        let pageText = try set(number, cutRight, width: half)
        document.draw(pageText, x: right, y: 805, colour: .quiet)
    }

    func rule(at y: Double, ink: ReportInk, width: Double = 0.5) {
        document.stroke(
            [(Self.left, y), (Self.left + Self.textWidth, y)],
            width: width,
            colour: PDFColour(ink)
        )
    }

    private func title() throws(PDFError) {
        let title = try set(report.title, style(22, isBold: true), width: Self.textWidth)
        document.draw(title, x: Self.left, y: y, colour: .text)
        y += title.height + 1
        let cut = ReportText.shortened(report.subtitle, 300, report.language)
        let subtitle = try set(cut, style(11), width: Self.textWidth)
        document.draw(subtitle, x: Self.left, y: y, colour: .quiet)
        y += subtitle.height + 7
        rule(at: y, ink: .accent, width: 1.5)
        y += 12
    }

    /// A heading stays with the beginning of what it is over.
    private func heading(
        _ text: String,
        before next: ArraySlice<ReportBlock>
    ) throws(PDFError) {
        var following = 48.0
        for block in next {
            switch block {
            case .chart(let chart): following += chart.height - 24
            case .pictures: following += PDFPages.pictureHeight + 20
            case .signatures(let table): following += Double(table.rows.count) * 40
            default: break
            }
            guard case .paragraph = block else { break }
        }
        let layout = try set(text, style(13, isBold: true), width: Self.textWidth)
        try need(14 + layout.height + following)
        if y > Self.top { y += 14 }
        document.outline(text, page: page, y: y)
        document.draw(layout, x: Self.left, y: y, colour: .accent)
        y += layout.height + 6
        lastHeading = text
    }

    /// The name of a table or chart, where its heading does not say it already.
    func caption(_ text: String) throws(PDFError) -> TextLayout? {
        guard text != lastHeading else { return nil }
        return try set(text, style(9, isCut: true), width: Self.textWidth)
    }

    func draw(_ caption: TextLayout?) {
        guard let caption else { return }
        document.draw(caption, x: Self.left, y: y, colour: .quiet)
        y += caption.height + 4
    }
}

extension PDFColour {
    init(_ ink: ReportInk) {
        let (red, green, blue) = ink.rgb
        self.init(red: red, green: green, blue: blue)
    }

    static let text = PDFColour(ReportInk.text)
    static let quiet = PDFColour(ReportInk.quiet)
    static let accent = PDFColour(ReportInk.accent)
}
#endif
