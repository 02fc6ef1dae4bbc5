import Blister
import Foundation
import Testing

/// Checks, verdicts and the line of JSON that others read.
@Suite struct VerdictTests {
    private func check(_ value: Double, _ lower: Double?, _ upper: Double?) -> Check {
        Check(
            name: "area",
            value: value,
            lowerLimit: lower,
            upperLimit: upper,
            unit: "mm2",
            reason: .broken
        )
    }

    @Test func `a value on its limit passes, beyond it does not`() {
        #expect(check(2, 2, 3).passes)
        #expect(check(3, 2, 3).passes)
        #expect(!check(3.0001, 2, 3).passes)
        #expect(!check(1.9999, 2, 3).passes)
        #expect(check(-1e9, nil, 3).passes)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func `what is not a number fails whatever the limits`(value: Double) {
        #expect(!check(value, nil, nil).passes)
        #expect(!check(value, 0, 1).passes)
    }

    @Test func `the margin is negative exactly when the check fails`() throws {
        for value in stride(from: 0.05, to: 4, by: 0.1) {
            let one = check(value, 1, 3)
            #expect((try #require(one.margin) < 0) == !one.passes, "\(value)")
        }
    }

    @Test func `reasons make a reject, sorted and once each; none make an accept`() {
        #expect(Verdict(reasons: []) == .accept)
        let verdict = Verdict(reasons: [.broken, .missing, .broken])
        #expect(verdict.name == "reject")
        #expect(verdict.reasons == [RejectReason.missing, .broken].sorted())
    }

    @Test func `the line of JSON has the keys of the contract and no line break`() throws {
        let result = InspectionResult(
            identity: BlisterIdentity(cycle: 7, lane: 1),
            verdict: Verdict(reasons: [.missing]),
            pockets: [
                PocketResult(
                    index: 0,
                    classification: "missing",
                    confidence: 1,
                    anomaly: 2,
                    checks: [check(.nan, 1, 2)]
                )
            ],
            checks: [],
            latencyMilliseconds: 3.5
        )
        let line = result.jsonLine(blisterID: "B\"7\n", model: "m", recipe: "r")
        #expect(!line.contains("\n"))
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        )
        #expect(
            Set(object.keys) == [
                "cycle", "lane", "blister_id", "verdict", "reasons", "pockets", "checks", "print",
                "braille", "latency_ms", "model", "recipe",
            ]
        )
        #expect(object["blister_id"] as? String == "B\"7\n")
        #expect(object["reasons"] as? [String] == ["missing"])
    }

    @Test func `print and Braille stand in the line with the keys of the contract`() throws {
        var result = InspectionResult(
            identity: BlisterIdentity(cycle: 0, lane: 0),
            verdict: .accept,
            pockets: [],
            checks: [],
            latencyMilliseconds: 0
        )
        let fault = PrintFinding.Fault(
            index: 3,
            sign: "7",
            kind: "wrong",
            read: "1",
            confidence: 0.1,
            place: Point(x: 2, y: 3)
        )
        result.print = PrintFinding(
            text: "LOT 1",
            expected: "LOT 7",
            confidence: 0.1,
            faults: [fault]
        )
        result.braille = BrailleFinding(
            text: "a",
            expected: "a",
            heightsMillimetres: [0.2],
            cells: [.init(line: 0, column: 0, dots: "1", place: Point(x: 5, y: 6))],
            faultCount: 0
        )
        result.code = CodeFinding(kind: .ean8, text: nil, expected: "12345670", faultCount: 1)
        let line = result.jsonLine(blisterID: "b", model: "m", recipe: "r")
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        )
        let code = try #require(object["code"] as? [String: Any])
        #expect(code["kind"] as? String == "ean_8" && code["text"] is NSNull)
        #expect(code["expected"] as? String == "12345670" && code["pass"] as? Bool == false)
        let print = try #require(object["print"] as? [String: Any])
        #expect(print["text"] as? String == "LOT 1" && print["expected"] as? String == "LOT 7")
        #expect(print["pass"] as? Bool == false)
        #expect((print["faults"] as? [[String: Any]])?.first?["read"] as? String == "1")
        let braille = try #require(object["braille"] as? [String: Any])
        #expect(Set(braille.keys) == ["text", "expected", "pass", "heights_mm", "cells"])
        #expect(braille["pass"] as? Bool == true)
        let cell = try #require((braille["cells"] as? [[String: Any]])?.first)
        #expect(Set(cell.keys) == ["line", "column", "dots", "x_px", "y_px"])
    }

    @Test func `a text that nobody expects or nobody could read never passes`() {
        #expect(!PrintFinding(text: "X", expected: nil, confidence: 1, faults: []).passes)
        let unread = PrintFinding.unverified(expected: "X")
        #expect(!unread.passes && !unread.check.passes)
        let unexpected = PrintFinding(text: "X", expected: nil, confidence: 1, faults: [])
        #expect(!unexpected.check.passes)
        let good = PrintFinding(text: "X", expected: "X", confidence: 1, faults: [])
        #expect(good.passes && good.check.passes)
        #expect(!BrailleFinding.unverified(expected: "x").check.passes)
        #expect(!BrailleFinding(text: "x", expected: nil, faultCount: 0).check.passes)
    }
}
