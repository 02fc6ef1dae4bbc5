import Blister
import Documents
import Foundation
import Inspection
import Testing

/// `print`, `braille` and `code` of a recipe, as a person writes them.
struct TextRuleTests {
    private static let sample = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Samples/line-1/recipe.yaml")

    private static let otherPlaces =
        "\n  braille: {x_mm: 5, y_mm: 5, width_mm: 50, height_mm: 20}"
        + "\n  code: {x_mm: 5, y_mm: 30, width_mm: 10, height_mm: 10}\nweb:"

    /// The sample's recipe with `lines` before its limits.
    private static func recipe(_ lines: String, hasBraille: Bool = false) throws -> Recipe {
        var text = try String(contentsOf: sample, encoding: .utf8)
            .replacing("\nlimits:", with: "\n\(lines)\nlimits:")
        if hasBraille { text = text.replacing("\nweb:", with: otherPlaces) }
        return try Recipe(document: Document.parse(text, file: "recipe.yaml"))
    }

    @Test func `a recipe without the keys asks for no text`() throws {
        let recipe = try Self.recipe("")
        #expect(!recipe.asksForTexts && recipe.print == nil && recipe.braille == nil)
        #expect(!recipe.yaml().contains("template"))
        #expect(recipe.isSatisfied(by: ExpectedTexts()))
    }

    @Test func `rules are read, and written so that they read back equal`() throws {
        let lines = """
            print:
              template: ['LOT {lot}', "EXP {expiry:MM/yyyy} it's"]
              lot_pattern: '[0-9]{6}'
              turn: 90
            braille: {text: '{product}', table: de}
            code: {kind: data_matrix, text: '(01)04150123456782(17){expiry:yyMMdd}(10){lot}'}
            """
        let recipe = try Self.recipe(lines, hasBraille: true)
        #expect(recipe.print?.template.source == "LOT {lot}\nEXP {expiry:MM/yyyy} it's")
        #expect(recipe.print?.lotPattern == "[0-9]{6}" && recipe.print?.turnDegrees == 90)
        #expect(recipe.braille?.table == "de")
        #expect(recipe.code?.kind == .dataMatrix)
        let texts = try recipe.texts(lot: "123456", expiry: "2028-08", today: nil)
        #expect(texts.code == "(01)04150123456782(17)280831(10)123456")
        #expect(recipe.standingTexts == ExpectedTexts(braille: recipe.product))
        let again = try Recipe(document: Document.parse(recipe.yaml(), file: "again.yaml"))
        #expect(again == recipe)
    }

    @Test func `Braille is refused under lights that take turns, print is not`() throws {
        func check(_ recipe: Recipe, lights: Int) throws {
            try recipe.checkFit(
                width: 10_000,
                channels: nil,
                millimetresPerColumn: recipe.web?.millimetresPerColumn ?? 0,
                lights: lights
            )
        }
        let embossed = try Self.recipe("braille: {text: A, table: de}", hasBraille: true)
        try check(embossed, lights: 1)
        #expect(throws: RecipeMisfit.brailleLights(count: 4)) { try check(embossed, lights: 4) }
        try check(try Self.recipe("print: {template: A}"), lights: 4)
    }

    @Test(arguments: [
        ("print: {template: 'LOT {charge}'}", "print.template", "{charge}"),
        ("print: {template: 'EXP {expiry:mm/yy}'}", "print.template", "{expiry:mm/yy}"),
        ("print: {template: 'EXP {expiry'}", "print.template", "{expiry}"),
        ("print: {template: ' '}", "print.template", "is empty"),
        ("print: {}", "print", "template"),
        ("print: {template: A, text: B}", "print", "unknown key 'text'"),
        ("print: {template: A, turn: 45}", "print.turn", "0, 90, 180 or 270"),
        ("print: {template: A, lot_pattern: '['}", "print.lot_pattern", "regular expression"),
        ("braille: {text: A, table: de}", "braille", "the layout does not say where it is"),
        ("code: {kind: ean_13, text: '1'}", "code", "the layout does not say where it is"),
    ])
    func `a mistake is named with its file, line, key and cure`(
        lines: String,
        key: String,
        words: String
    ) throws {
        let error = #expect(throws: DocumentError.self) { try Self.recipe(lines) }
        let sentence = try #require(error).description
        #expect(sentence.hasPrefix("recipe.yaml:"), "\(sentence)")
        #expect(sentence.contains(key) && sentence.contains(words), "\(sentence)")
        #expect(!sentence.contains("\n"))
    }

    @Test func `a kind of code that nobody knows is refused with those that are`() throws {
        let error = #expect(throws: DocumentError.self) {
            try Self.recipe("code: {kind: pdf417, text: A}", hasBraille: true)
        }
        let sentence = try #require(error).description
        #expect(sentence.contains("'pdf417'") && sentence.contains("data_matrix"), "\(sentence)")
    }
}
