import Blister
import Imaging
import Inspection
import Louis
import Simulation
import Testing

@testable import PackReading

/// Braille of the twin's cartons under one of their lights, against what a recipe expects.
@Suite(.enabled(if: BrailleTable.areBuiltIn))
struct BrailleOnTheLineTests {
    private static let text = "dolor 500"

    private static func recipe(_ text: String, table: String = "de") throws -> Recipe {
        var layout = Layout.onePocket(width: 90)
        layout.braille = Region(x: 4, y: 4, width: 82, height: 12)
        var recipe = Recipe.withoutLimits(layout, millimetresPerPixel: 0.05)
        recipe.braille = BrailleRule(template: try TextTemplate(text), table: table)
        return recipe
    }

    /// A carton of ``text`` with `missing` dots left out, under its first light.
    private static func picture(missing: Int = 0) throws -> Image {
        let table = try #require(BrailleTable("de"))
        var scenario = CartonScenario(seed: 5, lines: try #require(table.cells(text)))
        scenario.widthMillimetres = 90
        scenario.hasPrint = false
        scenario.missingCount = missing
        return EmbossedCarton(scenario).pictures()[0]
    }

    private static func finding(_ recipe: Recipe, _ image: Image) throws -> BrailleFinding {
        let texts = try #require(try PackTexts(recipe, recipePath: "recipe.yaml"))
        let examination = try TextExamination(texts, expected: recipe.standingTexts)
        let findings = examination.findings(on: image)
        #expect(findings.print == nil && findings.networks.isEmpty)
        return try #require(findings.braille)
    }

    @Test func `the expected text passes, with its cells where they lie`() throws {
        let found = try Self.finding(Self.recipe(Self.text), Self.picture())
        #expect(found.passes, "\(found)")
        #expect(found.text == Self.text && found.heightsMillimetres.isEmpty)
        #expect(found.cells.first?.dots == "145")
        #expect(found.cells.allSatisfy { (0...1800).contains($0.place.x) })
    }

    @Test func `a missing dot, another text and no Braille at all are rejected`() throws {
        let missing = try Self.finding(Self.recipe(Self.text), Self.picture(missing: 1))
        #expect(!missing.passes && missing.check.value >= 1)
        let other = try Self.finding(Self.recipe("dolor 100"), Self.picture())
        #expect(!other.passes && other.check.reason == .braille)
        let blank = Image(width: 1800, height: 400, channels: 1, filledWith: 150)
        let none = try Self.finding(Self.recipe(Self.text), blank)
        #expect(!none.passes && none.text == nil && none.check.value > 1)
    }

    @Test func `a table that is not there is refused, with those that are`() throws {
        let error = #expect(throws: (any Error).self) {
            try PackTexts(Self.recipe(Self.text, table: "klingon"), recipePath: "recipe.yaml")
        }
        let sentence = "\(try #require(error))"
        #expect(sentence.contains("recipe.yaml") && sentence.contains("klingon"))
        #expect(sentence.contains("de"))
    }
}
