import Blister
import Imaging
import Inspection
import Testing

@testable import PackReading

/// The code of a blister against what a recipe expects.
@Suite(.enabled(if: CodeReader.isBuiltIn))
struct CodeOnTheLineTests {
    private static let region = Region(x: 20, y: 4, width: 30, height: 12)

    private static func recipe(
        _ text: String = "LOT {lot}",
        kind: CodeKind = .dataMatrix
    ) throws -> Recipe {
        var layout = Layout.onePocket(width: 60)
        layout.code = region
        var recipe = Recipe.withoutLimits(layout, millimetresPerPixel: 0.1)
        recipe.code = CodeRule(kind: kind, template: try TextTemplate(text))
        return recipe
    }

    /// A blister with `codes` side by side in its region.
    private static func blister(_ codes: [Image]) -> Image {
        var pixels = [UInt8](repeating: 190, count: 600 * 200)
        var left = Int(region.x * 10)
        for code in codes {
            for row in 0..<code.height {
                let start = (Int(region.y * 10) + row) * 600 + left
                pixels.replaceSubrange(
                    start..<start + code.width,
                    with: code.pixels[row * code.width..<(row + 1) * code.width]
                        .map { 40 + UInt8(Double($0) * 0.6) }
                )
            }
            left += code.width + 10
        }
        return Image(width: 600, height: 200, channels: 1, pixels: pixels)
    }

    private static func finding(
        _ recipe: Recipe,
        _ image: Image,
        lot: String? = "12"
    ) throws -> CodeFinding {
        let texts = try #require(try PackTexts(recipe, recipePath: "recipe.yaml"))
        let expected = try lot.map { try recipe.texts(lot: $0, expiry: nil, today: nil) }
        let examination = try TextExamination(texts, expected: expected ?? ExpectedTexts())
        return try #require(examination.findings(on: image).code)
    }

    @Test func `the expected code passes`() throws {
        let found = try Self.finding(
            Self.recipe(),
            Self.blister([CodeTests.drawn(.dataMatrix, "LOT 12")])
        )
        #expect(found.passes && found.text == "LOT 12" && found.expected == "LOT 12")
        #expect(found.check.passes && found.faultPlace == nil)
    }

    @Test func `another code, two codes, none, and one of another kind are rejected`() throws {
        let recipe = try Self.recipe()
        let right = try CodeTests.drawn(.dataMatrix, "LOT 12")
        let wrong = try CodeTests.drawn(.dataMatrix, "LOT 13")
        let other = try Self.finding(recipe, Self.blister([wrong]))
        #expect(!other.passes && other.text == "LOT 13" && other.check.reason == .code)
        #expect(other.faultPlace.map { abs($0.x - 23) < 2 && abs($0.y - 7) < 2 } == true)
        let two = try Self.finding(recipe, Self.blister([right, wrong]))
        #expect(!two.passes && two.faultCount == 1)
        let none = try Self.finding(recipe, Self.blister([]))
        #expect(!none.passes && none.text == nil && none.check.value == 1)
        let square = try Self.finding(
            recipe,
            Self.blister([CodeTests.drawn(.qrCode, "LOT 12", modulePixels: 2)])
        )
        #expect(!square.passes)
    }

    @Test func `without a batch nothing passes`() throws {
        let image = try Self.blister([CodeTests.drawn(.dataMatrix, "LOT 12")])
        let found = try Self.finding(Self.recipe(), image, lot: nil)
        #expect(!found.passes && found.check.value.isNaN && found.expected == nil)
        let recipe = try Self.recipe()
        #expect(!recipe.isSatisfied(by: ExpectedTexts()))
        #expect(throws: BatchFlaw.self) { try recipe.texts(lot: nil, expiry: nil, today: nil) }
    }

    @Test func `a template that no code can say is refused before anything runs`() throws {
        let error = #expect(throws: (any Error).self) {
            try PackTexts(Self.recipe("(99{lot}", kind: .dataMatrix), recipePath: "recipe.yaml")
        }
        let sentence = "\(try #require(error))"
        #expect(sentence.contains("recipe.yaml") && sentence.contains("GS1"), "\(sentence)")
    }
}
