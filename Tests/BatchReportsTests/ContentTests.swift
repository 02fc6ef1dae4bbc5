import Foundation
import Testing

@testable import BatchReports

@Suite struct ContentTests {
    /// Everything with a digit that `content` says, as the report in English writes it.
    private static func figures(of content: BatchReportContent) -> [String] {
        let language = ReportLanguage.english
        let (batch, counts) = (content.batch, content.counts)
        var figures = [
            "\(batch.number)", batch.lot, batch.expiry, "2026-03-01 06:02:11",
            "2026-03-01 08:14:55",
            "\(counts.blisters)", "\(counts.accepted)", "\(counts.rejected)", "99.576", "0.363",
            "0.493", "A. Weber", "J. Okafor", "paracetamol-2x10", "pocket-7", "Blister line 3",
            "blisterd 1.4", "18.25", "161", "17, called good: 4", "0.125",
        ]
        figures += counts.rejectedByReason.map { "\($0.count)" }
        figures += content.challenges.flatMap { ["\($0.presented)", "\($0.rejected)"] }
        figures += content.lanes.flatMap { ["\($0.accepted)", "\($0.rejected)"] }
        figures += content.pockets.map { "\($0.count)" }
        figures += content.series.flatMap { $0.points.map { language.number($0.value) } }
        figures += ["50.25", "48.875", "51.625", "45.5", "55.5", "Nelson 1", "Nelson 5", "1.61"]
        figures += content.pictures.map(\.blisterID)
        figures += ["5 rejects in a row", "06:41:12", "06:43:30", "camera lost", "07:12:01"]
        figures += (content.audit?.lines ?? []).flatMap {
            ["\($0.sequence)", $0.before, $0.after, String($0.reason.suffix(6))]
        }
        return figures
    }

    /// Digests are too long for a line.
    private static func longFigures(of content: BatchReportContent) -> [String] {
        content.digests.map(\.digest)
            + [content.audit?.head, content.audit?.checkpoint, content.audit?.merkleRoot]
            .compactMap { $0 }
    }

    @Test func `every figure given stands in the HTML`() throws {
        let content = try SampleBatch.full()
        let html = HTMLPage(
            document: ReportComposer(content: content, language: .english).document()
        )
        // Between the marks, so that what is drawn in charts does not count.
        let text = html.text.replacing(/<svg[\s\S]*?<\/svg>/, with: "")
        for figure in Self.figures(of: content) + Self.longFigures(of: content) {
            #expect(text.contains(figure), "\(figure)")
        }
    }

    @Test(.enabled(if: Outside.hasPoppler && BatchReportForm.builtIn.contains(.pdf)))
    func `every figure given stands in the PDF`() throws {
        let content = try SampleBatch.full()
        let file = try BatchReportForm.pdf.file(of: content, language: .english)
        let text = try Outside.text(file)
        for figure in Self.figures(of: content) {
            #expect(text.contains(figure), "\(figure)")
        }
        let joined = try Outside.run("pdftotext", ["-raw"], on: file).filter { !$0.isWhitespace }
        for figure in Self.longFigures(of: content) {
            #expect(joined.contains(figure.filter { !$0.isWhitespace }), "\(figure)")
        }
    }

    @Test func `a batch that does not add up says so in words`() throws {
        var content = SampleBatch.small()
        content.counts.blisters = 5
        content.discrepancies = [.withoutVerdict(2, of: 5, isOpen: false), .linesLost(9)]
        let words: [(ReportLanguage, String, String)] = [
            (.english, "DISCREPANCY", "2 of 5 blisters have no verdict"),
            (.german, "ABWEICHUNG", "2 von 5 Blistern haben kein Urteil"),
            (.chinese, "偏差", "5 板中有 2 板没有判定"),
        ]
        for (language, title, sentence) in words {
            let file = try BatchReportForm.html.file(of: content, language: language)
            let html = String(decoding: file, as: UTF8.self)
            #expect(html.contains("class=\"notice problem\""))
            #expect(html.contains(title) && html.contains(sentence))
            #expect(!html.contains("class=\"notice good\""))
        }
    }

    @Test func `a batch that adds up says so`() throws {
        let file = try BatchReportForm.html.file(of: SampleBatch.small(), language: .english)
        let html = String(decoding: file, as: UTF8.self)
        #expect(html.contains("class=\"notice good\"") && !html.contains("DISCREPANCY"))
        #expect(html.contains("3 blisters = 2 accepted + 1 rejected"))
    }

    @Test func `a challenge test that failed says so in words`() throws {
        var content = SampleBatch.small()
        func html(_ tests: [(confirmed: Int?, outcome: ReportedChallenge.Outcome)]) throws -> String
        {
            content.challenges = tests.map { test in
                ReportedChallenge(
                    startedAt: "2026-03-01T06:00:00.000+01:00",
                    startedBy: "A. Weber",
                    presented: 6,
                    rejected: 6,
                    confirmed: test.confirmed,
                    outcome: test.outcome
                )
            }
            let file = try BatchReportForm.html.file(of: content, language: .english)
            return String(decoding: file, as: UTF8.self)
        }
        #expect(try html([(6, .passed), (5, .failed)]).contains("FAILED: the last test"))
        #expect(try html([(6, .passed), (2, .unfinished)]).contains("FAILED: the last test"))
        let mended = try html([(5, .failed), (6, .passed)])
        #expect(mended.contains("PASSED: every") && mended.contains(">FAILED<"))
        #expect(try html([(nil, .passed)]).contains("no sensor"))
        #expect(try !html([]).contains("Challenge"))
    }

    @Test func `every word has its text in every language`() {
        for word in ReportWord.allCases {
            #expect(ReportWord.texts[word] != nil, "\(word)")
            for language in ReportLanguage.allCases {
                #expect(!language.text(word, "a", "b", "c").isEmpty)
                #expect(!language.text(word, "a", "b", "c").contains("{"), "\(word) \(language)")
            }
        }
    }

    @Test func `a value that looks like a place for values stays what it is`() {
        let text = ReportLanguage.english.text(.batchAndLot, "{1}", "{0} {x}")
        #expect(text == "Batch {1} · lot {0} {x}")
    }

    @Test func `numbers are short and as the language writes them`() {
        let pairs: [(Double, String, String)] = [
            (0, "0", "0"), (1.5, "1.5", "1,5"), (-0.25, "−0.25", "−0,25"), (12, "12", "12"),
            (0.0004, "0", "0"), (99.9996, "100", "100"), (1.05, "1.05", "1,05"),
            (.nan, "–", "–"), (.infinity, "–", "–"),
        ]
        for (value, english, german) in pairs {
            #expect(ReportLanguage.english.number(value) == english)
            #expect(ReportLanguage.german.number(value) == german)
        }
    }
}
