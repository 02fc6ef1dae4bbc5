#if Reports
internal import Cairo
internal import Imaging

extension PDFPages {
    private static let gap = 8.0

    /// Rows under headings that come again on every page; a row is never divided.
    func table(_ table: ReportTable, rowHeightMin: Double = 0) throws(PDFError) {
        let weights = table.columns.reduce(0) { $0 + $1.weight }
        let room = Self.textWidth - Self.gap * Double(table.columns.count - 1)
        let widths = table.columns.map { room * $0.weight / weights }
        let size = table.columns.count > 5 ? 7.5 : 8.5
        let heads = try cells(
            table.columns.map(\.title),
            of: table,
            widths: widths,
            style: style(size, isBold: true)
        )
        let headHeight = Self.height(of: heads) + 8
        let caption = try caption(table.caption)
        try need((caption?.height ?? 0) + 4 + headHeight + max(20, rowHeightMin))
        draw(caption)
        drawHead(heads, widths: widths, height: headHeight)
        for row in table.rows.prefix(ReportTable.rowCountMax) {
            let cut = row.map {
                ReportText.shortened($0, ReportTable.cellLengthMax, report.language)
            }
            let layouts = try cells(cut, of: table, widths: widths, style: style(size))
            let height = max(rowHeightMin, Self.height(of: layouts) + 6)
            if y + height > Self.bottom {
                try need(height)
                drawHead(heads, widths: widths, height: headHeight)
            }
            draw(layouts, widths: widths, y: rowHeightMin > 0 ? y + height - 15 : y + 3, .text)
            y += height
            rule(at: y, ink: .line)
        }
        y += 10
        guard table.rows.count > ReportTable.rowCountMax else { return }
        let (shown, total) = (String(ReportTable.rowCountMax), String(table.rows.count))
        try draw(.paragraph(report.language.text(.rowsLeftOut, shown, total)))
    }

    private func cells(
        _ texts: [String],
        of table: ReportTable,
        widths: [Double],
        style plain: TextStyle
    ) throws(PDFError) -> [TextLayout] {
        var layouts: [TextLayout] = []
        for (index, text) in texts.enumerated() {
            var style = plain
            style.alignment = table.columns[index].isNumber ? .right : .left
            layouts.append(try set(text, style, width: widths[index]))
        }
        return layouts
    }

    private func drawHead(_ heads: [TextLayout], widths: [Double], height: Double) {
        draw(heads, widths: widths, y: y + 3, .text)
        y += height
        rule(at: y, ink: .quiet, width: 0.8)
    }

    private func draw(
        _ layouts: [TextLayout],
        widths: [Double],
        y: Double,
        _ colour: PDFColour
    ) {
        // First lines stand on one line, whatever font their signs come from.
        let baseline = layouts.map(\.baseline).max() ?? 0
        var x = Self.left
        for (layout, width) in zip(layouts, widths) {
            document.draw(layout, x: x, y: y + baseline - layout.baseline, colour: colour)
            x += width + Self.gap
        }
    }

    /// Height of texts side by side whose first lines stand on one line.
    static func height(of layouts: [TextLayout]) -> Double {
        let baseline = layouts.map(\.baseline).max() ?? 0
        return layouts.map { baseline - $0.baseline + $0.height }.max() ?? 0
    }

    /// Three pictures in a row.
    func draw(_ pictures: [PictureBlock]) throws(PDFError) {
        let (perRow, gap) = (3, 12.0)
        let width = (Self.textWidth - gap * Double(perRow - 1)) / Double(perRow)
        for start in stride(from: 0, to: pictures.count, by: perRow) {
            let row = pictures[start..<min(start + perRow, pictures.count)]
            let rowHeight = Self.pictureHeight + 44
            try need(rowHeight)
            for (index, picture) in row.enumerated() {
                let x = Self.left + Double(index) * (width + gap)
                try draw(picture, x: x, width: width)
                var captionY = y + Self.pictureHeight + 4
                for (line, text) in picture.caption.enumerated() {
                    let layout = try set(
                        text,
                        style(8, isBold: line == 0, isCut: true),
                        width: width
                    )
                    document.draw(
                        layout,
                        x: x,
                        y: captionY,
                        colour: line == 0 ? .text : .quiet
                    )
                    captionY += layout.height
                }
            }
            y += rowHeight
        }
        y += 4
    }

    private func draw(_ picture: PictureBlock, x: Double, width: Double) throws(PDFError) {
        let height = Self.pictureHeight
        document.fillBox(x: x, y: y, width: width, height: height, colour: PDFColour(.pale))
        if let image = ReportPicture.decoded(picture.jpeg) {
            let scale = min(width / Double(image.width), height / Double(image.height))
            let (wide, high) = (Double(image.width) * scale, Double(image.height) * scale)
            let isDrawn = document.drawPicture(
                rgb: image.pixels,
                columns: image.width,
                rows: image.height,
                jpeg: picture.jpeg,
                x: x + (width - wide) / 2,
                y: y + (height - high) / 2,
                width: wide,
                height: high
            )
            if isDrawn { return }
        }
        let gone = try set(picture.gone, style(8, alignment: .middle), width: width - 20)
        document.draw(gone, x: x + 10, y: y + (height - gone.height) / 2, colour: .quiet)
    }
}
#endif
