import Foundation
import Testing

@testable import BatchReports

@Suite struct FormTests {
    private static let golden = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "SmallBatch/expected.html")

    @Test func `a small batch is the golden page`() throws {
        let file = try BatchReportForm.html.file(of: SampleBatch.small(), language: .english)
        let expected = try String(contentsOf: Self.golden, encoding: .utf8)
        #expect(String(decoding: file, as: UTF8.self) == expected)
    }

    @Test func `the page needs nothing from elsewhere and runs nothing`() throws {
        for language in ReportLanguage.allCases {
            let file = try BatchReportForm.html.file(of: SampleBatch.full(), language: language)
            let html = String(decoding: file, as: UTF8.self)
            for word in ["http://", "https://", "<script", "<link", "<iframe", "url(", "@import"] {
                #expect(!html.contains(word), "\(word)")
            }
            #expect(
                html.matches(of: /src="/).count == html.matches(of: /src="data:image\/jpeg/).count
            )
            #expect(html.contains("<html lang=\"\(language.tag)\">"))
        }
    }

    @Test func `tables have headings, pictures and charts have words`() throws {
        let file = try BatchReportForm.html.file(of: SampleBatch.full(), language: .english)
        let html = String(decoding: file, as: UTF8.self)
        for table in html.matches(of: /<table[\s\S]*?<\/table>/) {
            #expect(table.0.contains("<th scope="))
        }
        #expect(html.matches(of: #/<img /#).count == html.matches(of: /<img alt="[^"]+"/).count)
        #expect(
            html.matches(of: #/<svg /#).count
                == html.matches(of: /<svg [^>]*role="img" aria-label="[^"]+"/).count
        )
        #expect(html.matches(of: /<h1>/).count == 1)
    }

    @Test func `every colour of text is dark enough on white and on grey`() {
        func luminance(_ ink: ReportInk) -> Double {
            let (red, green, blue) = ink.rgb
            // WCAG 2.1, relative luminance.
            let parts = [red, green, blue].map { value -> Double in
                let share = Double(value) / 255
                return share <= 0.03928 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
            }
            return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
        }
        for ink in [ReportInk.text, .quiet, .accent, .good, .problem] {
            for ground in [ReportInk.white, .pale] {
                let ratio = (luminance(ground) + 0.05) / (luminance(ink) + 0.05)
                #expect(ratio >= 4.5, "\(ink) on \(ground): \(ratio)")
            }
        }
    }

    #if Reports
    @Test func `the same content gives the same bytes`() throws {
        for form in BatchReportForm.allCases {
            let content = try SampleBatch.full()
            let first = try form.file(of: content, language: .german)
            #expect(try form.file(of: content, language: .german) == first)
        }
    }

    @Test(.enabled(if: Outside.hasPoppler))
    func `the PDF opens, names itself and its batch, and is of the batch's end`() throws {
        let file = try BatchReportForm.pdf.file(of: SampleBatch.full(), language: .english)
        let facts = try Outside.run("pdfinfo", ["-isodates"], on: file)
        #expect(facts.contains("Batch report – Batch 41 · lot LX2207"))
        #expect(facts.contains("A4"))
        #expect(facts.contains("2026-03-01T08:14:55+01"))
        let pages = try Outside.pageCount(file)
        #expect((3...9).contains(pages), "\(pages)")
    }

    @Test(.enabled(if: Outside.hasPoppler))
    func `Chinese is written as Chinese`() throws {
        var content = try SampleBatch.full()
        content.batch.product = "对乙酰氨基酚片"
        let text = try Outside.text(try BatchReportForm.pdf.file(of: content, language: .chinese))
        for word in ["批次报告", "对乙酰氨基酚片", "数量平衡", "缺片", "审计追踪", "签名"] {
            #expect(text.contains(word), "\(word)")
        }
    }

    @Test func `signs that no font has are refused, and HTML has them`() throws {
        var content = try SampleBatch.full()
        content.batch.product = "Tablet \u{F1234}"
        let error = #expect(throws: (any Error).self) {
            try BatchReportForm.pdf.file(of: content, language: .english)
        }
        #expect(error.map { "\($0)" }?.contains("fonts-droid-fallback") == true)
        let html = try BatchReportForm.html.file(of: content, language: .english)
        #expect(String(decoding: html, as: UTF8.self).contains("\u{F1234}"))
    }

    @Test(.enabled(if: Outside.hasPoppler))
    func `a picture is in the PDF as the JPEG that it was`() throws {
        let picture = try SampleBatch.picture()
        let file = try BatchReportForm.pdf.file(of: SampleBatch.full(), language: .english)
        #expect(Data(file).range(of: Data(picture)) != nil)
    }
    #endif

    @Test func `a PDF bears the moment it is given, or a fixed one`() {
        let pairs = [
            ("2026-03-01T08:14:55.004+01:00", "2026-03-01T08:14:55+01:00"),
            ("2026-03-01T08:14:55Z", "2026-03-01T08:14:55Z"),
            ("2026-03-01T08:14:55", "2026-03-01T08:14:55Z"),
            ("yesterday", "1970-01-01T00:00:00Z"), ("", "1970-01-01T00:00:00Z"),
        ]
        for (moment, text) in pairs { #expect(PDFDate.text(moment) == text) }
    }
}
