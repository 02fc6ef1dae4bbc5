internal import Foundation

/// A report as one HTML file that needs nothing else.
struct HTMLPage {
    let document: ReportDocument

    /// The file.
    var text: String {
        let title = HTMLText.escaped("\(document.title) – \(document.subtitle)")
        var parts: [String] = [
            """
            <!DOCTYPE html>
            <html lang="\(document.language.tag)">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" \
            content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(title)</title>
            <style>
            \(HTMLStyle.sheet)
            </style>
            </head>
            <body>
            <main>
            <header>
            <div><h1>\(HTMLText.escaped(document.title))</h1>
            <p>\(HTMLText.escaped(document.subtitle))</p></div>
            <p>\(HTMLText.escaped(document.station))</p>
            </header>
            """
        ]
        var heading = ""
        for each in document.blocks {
            if case .heading(let text) = each { heading = text }
            parts.append(block(each, under: heading))
        }
        parts.append(
            """
            <footer>\(HTMLText.escaped(document.software))</footer>
            </main>
            </body>
            </html>

            """
        )
        return parts.joined(separator: "\n")
    }

    private func block(_ block: ReportBlock, under heading: String) -> String {
        switch block {
        case .heading(let text): "<h2>\(HTMLText.escaped(text))</h2>"
        case .paragraph(let text): "<p>\(HTMLText.escaped(text))</p>"
        case .notice(let title, let sentences, let tone): notice(title, sentences, tone)
        case .figures(let figures):
            "<dl class=\"figures\">\n"
                + figures.map {
                    "<div><dt>\(HTMLText.escaped($0.name))</dt>"
                        + "<dd>\(HTMLText.escaped($0.value))</dd></div>"
                }.joined(separator: "\n") + "\n</dl>"
        case .facts(let facts):
            "<table><tbody>\n"
                + facts.map {
                    "<tr><th scope=\"row\">\(HTMLText.escaped($0.name))</th>"
                        + "<td>\(HTMLText.escaped($0.value))</td></tr>"
                }.joined(separator: "\n") + "\n</tbody></table>"
        case .table(let made): table(made, kind: "", under: heading)
        case .signatures(let made): table(made, kind: " class=\"signatures\"", under: heading)
        case .chart(let chart): SVGChart(chart: chart).text(under: heading)
        case .pictures(let pictures):
            "<div class=\"pictures\">\n" + pictures.map(picture).joined(separator: "\n")
                + "\n</div>"
        }
    }

    private func notice(_ title: String, _ sentences: [String], _ tone: ReportTone) -> String {
        let kind =
            switch tone {
            case .good: " good"
            case .problem: " problem"
            case .plain, .quiet: ""
            }
        let list = sentences.map { "<li>\(HTMLText.escaped($0))</li>" }.joined()
        return "<div class=\"notice\(kind)\" role=\"note\">"
            + "<strong>\(HTMLText.escaped(title))</strong>"
            + (list.isEmpty ? "" : "<ul>\(list)</ul>") + "</div>"
    }

    private func table(_ table: ReportTable, kind: String, under heading: String) -> String {
        func attribute(_ column: ReportTable.Column) -> String {
            column.isNumber ? " class=\"number\"" : ""
        }
        let isSigned = !kind.isEmpty
        let heads = table.columns.map {
            $0.title.isEmpty
                ? "<td></td>"
                : "<th scope=\"col\"\(attribute($0))>\(HTMLText.escaped($0.title))</th>"
        }
        let language = document.language
        let rows = table.rows.prefix(ReportTable.rowCountMax).map { row in
            let cells = zip(row, table.columns).enumerated().map { index, pair in
                let text = ReportText.shortened(pair.0, ReportTable.cellLengthMax, language)
                return index == 0 && isSigned
                    ? "<th scope=\"row\">\(HTMLText.escaped(text))</th>"
                    : "<td\(attribute(pair.1))>\(HTMLText.escaped(text))</td>"
            }
            return "<tr>\(cells.joined())</tr>"
        }
        let note =
            rows.count < table.rows.count
            ? "\n<p>"
                + language.text(.rowsLeftOut, String(rows.count), String(table.rows.count)) + "</p>"
            : ""
        return """
            <table\(kind)><caption\(Self.hidden(table.caption == heading))>\(HTMLText.escaped(table.caption))</caption>
            <thead><tr>\(heads.joined())</tr></thead>
            <tbody>
            \(rows.joined(separator: "\n"))
            </tbody></table>\(note)
            """
    }

    /// Whether eyes need not see what the heading says already; those who listen do need it.
    static func hidden(_ isHidden: Bool) -> String { isHidden ? " class=\"unseen\"" : "" }

    private func picture(_ picture: PictureBlock) -> String {
        let caption = picture.caption.map(HTMLText.escaped).joined(separator: "<br>")
        let data = Data(picture.jpeg).base64EncodedString()
        let shown =
            ReportPicture.isReadable(picture.jpeg)
            ? "<img alt=\"\(HTMLText.escaped(picture.alternative))\" "
                + "src=\"data:image/jpeg;base64,\(data)\">"
            : "<p class=\"gone\">\(HTMLText.escaped(picture.gone))</p>"
        return "<figure>\(shown)<figcaption>\(caption)</figcaption></figure>"
    }
}
