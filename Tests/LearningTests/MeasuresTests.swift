import Measures
import Testing

struct MeasuresTests {
    @Test func `AUROC counts pairs in order, ties half`() {
        let seed: UInt64 = 20_261_121
        var state = seed
        func draw(_ bound: UInt64) -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double((state >> 33) % bound)
        }
        for _ in 0..<50 {
            // Few different values, so that ties are common.
            let good = (0..<17).map { _ in draw(8) }
            let bad = (0..<11).map { _ in draw(8) + draw(4) }
            var pairs = 0.0
            for b in bad { for g in good { pairs += b > g ? 1 : b == g ? 0.5 : 0 } }
            let expected = pairs / Double(good.count * bad.count)
            let found = ScoreRanking.auroc(good: good, bad: bad)
            #expect(abs((found ?? -1) - expected) < 1e-12, "seed \(seed)")
        }
        #expect(ScoreRanking.auroc(good: [], bad: [1]) == nil)
        #expect(ScoreRanking.auroc(good: [1], bad: []) == nil)
        #expect(ScoreRanking.auroc(good: [1, 2], bad: [.infinity]) == 1)
    }

    @Test func `an evaluation counts escapes and false rejects by kind`() throws {
        var evaluation = Evaluation()
        let samples = [
            ("good", 0.1, false, "good"), ("good", 0.9, true, "broken"),
            ("broken", 0.8, true, "broken"), ("broken", 0.2, false, "good"),
            ("missing", 0.95, true, "missing"),
        ]
        for (label, score, isRejected, answer) in samples {
            evaluation.add(
                Evaluation.Sample(
                    label: label,
                    score: score,
                    isRejected: isRejected,
                    answer: answer,
                    milliseconds: 1
                )
            )
        }
        let report = evaluation.report
        #expect(report.goodCount == 2 && report.badCount == 3)
        #expect(report.escapes == 1 && report.falseRejects == 1)
        #expect(report.kinds["broken"]?.escapes == 1 && report.kinds["missing"]?.escapes == 0)
        #expect(report.confusion["broken"] == ["broken": 1, "good": 1])
        #expect(abs((report.auroc ?? 0) - 4.0 / 6) < 1e-12)
        let json = try report.json()
        for key in ["auroc", "escapes", "false_rejects", "n_good", "n_bad", "by_kind"] {
            #expect(json.contains("\"\(key)\":"))
        }
    }

    @Test func `figures that do not exist are null`() throws {
        #expect(try Evaluation().report.json().contains("\"auroc\":null"))
    }
}
