import Blister
import Foundation
import Testing

@Suite struct JSONTests {
    @Test func `a result has the keys of the contract`() throws {
        let line = Fixture.result(cycle: 7, lane: 1, reasons: [.missing])
            .jsonLine(blisterID: "3-7-1", model: "m", recipe: "r")
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
        #expect(object["verdict"] as? String == "reject")
        #expect(object["reasons"] as? [String] == ["missing"])
        #expect(object["latency_ms"] as? Double == 2.5)
        let pocket = try #require((object["pockets"] as? [[String: Any]])?.first)
        #expect(Set(pocket.keys) == ["index", "class", "confidence", "anomaly", "checks"])
        let check = try #require((pocket["checks"] as? [[String: Any]])?.first)
        #expect(Set(check.keys) == ["name", "value", "limit", "unit", "pass"])
        #expect(check["limit"] as? Double == 45)
        #expect(check["pass"] as? Bool == false)
    }

    @Test func `text of any kind survives`() throws {
        for text in ["plain", "a\"b\\c", "tab\tnewline\nnul\0", "片剂 ü 💊", ""] {
            var json = JSONText()
            json.object { $0.value(text, "t") }
            let object = try JSONSerialization.jsonObject(with: Data(json.text.utf8))
            #expect((object as? [String: String])?["t"] == text)
        }
    }

    @Test func `numbers are as near as they are short`() throws {
        var random = SeededRandom(seed: 11)
        for _ in 0..<5_000 {
            let exponent = Double.random(in: -12...14, using: &random)
            let value = (Bool.random(using: &random) ? 1 : -1) * pow(10, exponent)
            var json = JSONText()
            json.array { $0.value(value) }
            let read = try #require(Double(json.text.dropFirst().dropLast()))
            #expect(abs(read - value) <= 0.5e-6 + value.magnitude.ulp || read == value, "\(value)")
        }
        let pairs: [(Double, String)] = [
            (0, "0"), (-0.0, "0"), (1, "1"), (-2.5, "-2.5"), (0.1 + 0.2, "0.3"),
            (123_456.789, "123456.789"), (.nan, "null"), (.infinity, "null"),
        ]
        for (value, text) in pairs {
            var json = JSONText()
            json.value(value)
            #expect(json.text == text)
        }
    }

    @Test func `whole numbers reach both ends`() {
        for value in [0, 7, -1, 10, 1_000_000, Int.max, Int.min] {
            var json = JSONText()
            json.value(value)
            #expect(json.text == "\(value)")
        }
    }
}
