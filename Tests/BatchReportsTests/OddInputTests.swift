import Foundation
import Testing

@testable import BatchReports

/// Content that nobody meant to give.
@Suite struct OddInputTests {
    private func html(
        _ content: BatchReportContent,
        _ language: ReportLanguage = .english
    ) throws -> String {
        String(
            decoding: try BatchReportForm.html.file(of: content, language: language),
            as: UTF8.self
        )
    }

    private var forms: [BatchReportForm] { BatchReportForm.builtIn }

    @Test func `what is given as text stays text`() throws {
        let attack = #"<script>alert("1")</script>'"&amp;<img src=x onerror=y>"#
        var content = try SampleBatch.full()
        content.station = attack
        content.software = attack
        content.batch.product = attack
        content.batch.lot = attack
        content.batch.startedBy = attack
        content.batch.recipe = attack
        content.counts.rejectedByReason[0].reason = attack
        content.pockets[0].reason = attack
        content.pictures[0].blisterID = attack
        content.pictures[0].reason = attack
        content.alarms[0].name = attack
        content.trends[0].name = attack
        content.trends[0].unit = attack
        content.trends[0].alarms[0].rule = attack
        content.series[0].subject = .named(attack, unit: attack)
        content.audit?.lines[0].before = attack
        content.audit?.checkpoint = attack
        content.digests[0].name = attack
        content.remarks = [.named(attack, attack)]
        content.discrepancies = [.stated(attack)]
        let html = try html(content)
        #expect(!html.contains("<script") && !html.contains("<img src=x"))
        #expect(html.contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;"))
        #expect(html.contains("&amp;amp;"))
        // No quote of it ends an attribute: outside of the head, all tags are ours.
        let tags = Set(html.matches(of: /<\/?([a-z0-9]+)/).map { String($0.1) })
        let ours = [
            "html", "head", "meta", "title", "style", "body", "main", "header", "div", "h1", "h2",
            "p", "strong", "ul", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tr",
            "th", "td", "figure", "figcaption", "svg", "polyline", "rect", "circle", "text", "img",
            "br", "footer",
        ]
        #expect(tags.isSubset(of: ours), "\(tags.subtracting(ours))")
        for form in forms { #expect(try !form.file(of: content, language: .german).isEmpty) }
    }

    @Test func `signs that turn or end a text are shown as what they are`() throws {
        var content = SampleBatch.small()
        content.batch.lot = "A\u{202e}B\0C\u{1b}[31mD\nE"
        let html = try html(content)
        #expect(html.contains("A\u{fffd}B\u{fffd}C\u{fffd}[31mD E"))
        for form in forms { #expect(try !form.file(of: content, language: .chinese).isEmpty) }
    }

    @Test func `an empty batch has a report`() throws {
        var content = SampleBatch.small()
        content.counts = ReportedCounts(blisters: 0, accepted: 0, rejectedByReason: [])
        content.batch.state = .open
        content.batch.endedAt = nil
        content.signatures = []
        let html = try html(content)
        #expect(html.contains("No blister was seen"))
        for form in forms { #expect(try !form.file(of: content, language: .english).isEmpty) }
    }

    @Test(.enabled(if: Outside.hasPoppler && BatchReportForm.builtIn.contains(.pdf)))
    func `very long names are cut where they would fill pages`() throws {
        var content = try SampleBatch.full()
        let long = String(repeating: "Long name ", count: 1_000)
        let endless = String(repeating: "W", count: 100_000)
        content.station = endless
        content.batch.product = long
        content.batch.lot = endless
        content.alarms[0].name = endless
        content.audit?.lines[0].after = long
        content.discrepancies = [.stated(endless)]
        content.trends[0].name = endless
        content.trends[0].capability = long
        let file = try BatchReportForm.pdf.file(of: content, language: .english)
        let pages = try Outside.pageCount(file)
        #expect((1...14).contains(pages), "\(pages)")
        #expect(try Outside.text(file).contains("characters)"))
    }

    @Test(.enabled(if: Outside.hasPoppler && BatchReportForm.builtIn.contains(.pdf)))
    func `5000 alarms go over many pages with their headings`() throws {
        var content = SampleBatch.small()
        content.alarms = (0..<5_000).map {
            ReportedAlarm(name: "alarm-\($0)-", beganAt: "2026-01-02T03:04:05.006+00:00")
        }
        let file = try BatchReportForm.pdf.file(of: content, language: .english)
        let pages = try Outside.run("pdftotext", ["-layout"], on: file).split(separator: "\u{c}")
        #expect(pages.count > 50)
        for (index, page) in pages.enumerated() {
            #expect(page.contains("Page \(index + 1) of \(pages.count)"))
            if page.contains("alarm-") { #expect(page.contains("Alarm or fault")) }
        }
        let html = try html(content)
        for text in [pages.joined(), html] {
            let numbers = Set(text.matches(of: /alarm-([0-9]+)-/).compactMap { Int($0.1) })
            #expect(numbers == Set(0..<5_000))
        }
    }

    @Test func `figures that are none are a dash and break no chart`() throws {
        var content = try SampleBatch.full()
        let odd = [Double.nan, .infinity, -.infinity, 1e300, -1e300, 0, .leastNonzeroMagnitude]
        content.trends[0].values = odd
        content.trends[0].centre = .nan
        content.trends[0].controlLimits = (-.infinity, 1e308)
        content.trends[0].alarms = [.init(index: 0, rule: "r"), .init(index: -1, rule: "r")]
        content.series[0].points = odd.map { .init(minutes: $0, value: $0) }
        content.series[1].points = [.init(minutes: 0, value: 3)]
        content.rejectShareInterval = 0...0
        let html = try html(content)
        #expect(!html.contains("nan") && !html.contains("inf\""))
        for form in forms { #expect(try !form.file(of: content, language: .english).isEmpty) }
    }

    @Test func `a picture that is gone, torn or no picture is said to be`() throws {
        let whole = try SampleBatch.picture()
        var content = SampleBatch.small()
        let files = [
            [], Array(whole.prefix(whole.count / 2)), Array("<svg onload=x>".utf8), whole,
        ]
        content.pictures = files.enumerated().map {
            RejectPicture(blisterID: "7-\($0)-0", time: "", reason: "missing", jpeg: $1)
        }
        let html = try html(content)
        #expect(html.matches(of: #/<img /#).count == 1)
        #expect(html.matches(of: /not there any more/).count == 3)
        for form in forms { #expect(try !form.file(of: content, language: .english).isEmpty) }
    }

    @Test func `many pictures are bounded, and the rest counted`() throws {
        let html = try html(try SampleBatch.full(pictureCount: 200))
        #expect(html.matches(of: #/<img /#).count == BatchReportForm.pictureCountMax)
        #expect(html.contains("24 of 200 kept pictures"))
    }

    @Test func `an ending that names no form is refused with its cure`() {
        for path in ["report", "report.doc", "html", "a.pdf/x", ""] {
            #expect(throws: BatchReportError.unknownForm(path: path)) {
                try BatchReportForm(path: path)
            }
        }
        #expect((try? BatchReportForm(path: "/a/b.HTML")) == .html)
    }
}
