import Foundation
import PackReading
import Testing

/// Codes of pictures by the command.
@Suite(.serialized, .enabled(if: CodeReader.isBuiltIn))
struct CodeCommandTests {
    private static let text = "(01)04150123456782(17)280831(10)LOT12(21)A1B2"

    private static func ground() throws -> Ground {
        let ground = try Ground()
        let picture = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent()
            .appending(path: "PackReadingTests/Codes/gs1-data-matrix.png")
        try FileManager.default.copyItem(at: picture, to: ground.url("code.png"))
        return ground
    }

    private static func run(_ ground: Ground, _ words: [String]) throws -> Program.Outcome {
        try Program.blisterctl.run(["code", "code.png"] + words, in: ground)
    }

    @Test func `a code is read, and verified`() throws {
        let ground = try Self.ground()
        let read = try Self.run(ground, ["--json"])
        #expect(read.status == 0, "\(read.complaint)")
        let json = try #require(
            try JSONSerialization.jsonObject(with: Data(read.output.utf8)) as? [String: Any]
        )
        #expect(json["text"] as? String == Self.text && json["image"] as? String == "code.png")
        let code = try #require((json["codes"] as? [[String: Any]])?.first)
        #expect(code["kind"] as? String == "data_matrix" && code["gs1"] as? Bool == true)
        #expect((code["corners_px"] as? [Double])?.count == 8)
        let right = try Self.run(ground, ["--expect", Self.text, "--kind", "data_matrix"])
        #expect(right.status == 0 && right.output.contains("as expected"))
    }

    @Test func `another text, and no code, end with status 1`() throws {
        let ground = try Self.ground()
        let wrong = try Self.run(ground, ["--json", "--expect", "(10)LOT13"])
        #expect(wrong.status == 1 && wrong.output.contains(#""pass":false"#))
        let none = try Self.run(ground, ["--json", "--kind", "ean_13"])
        #expect(none.status == 1 && none.output.contains(#""text":null"#), "\(none.output)")
    }
}
