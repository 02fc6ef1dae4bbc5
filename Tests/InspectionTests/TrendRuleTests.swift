import Documents
import Foundation
import Inspection
import Testing

/// `trends` of a recipe, as a person writes it.
struct TrendRuleTests {
    private static let sample = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Samples/line-1/recipe.yaml")

    private static func recipe(_ lines: String) throws -> Recipe {
        let text = try String(contentsOf: sample, encoding: .utf8)
            .replacing("\nlimits:", with: "\n\(lines)\nlimits:")
        return try Recipe(document: Document.parse(text, file: "recipe.yaml"))
    }

    private static func complaint(_ bands: String) -> String {
        do {
            _ = try recipe("trends: {false_reject_bands: \(bands)}")
            return "taken"
        } catch {
            return "\(error)"
        }
    }

    @Test func `bands are read, written so that they read back equal, and outlive teaching`() throws
    {
        let bands = "{rebaseline: 0.004, halt: 0.015, recalibrate: 0.04}"
        let recipe = try Self.recipe("trends: {false_reject_bands: \(bands)}")
        let rule = TrendRule(
            falseRejectBands: TrendRule.FalseRejectBands(
                rebaseline: 0.004,
                halt: 0.015,
                recalibrate: 0.04
            )
        )
        #expect(recipe.trends == rule)
        let again = try Recipe(document: Document.parse(recipe.yaml(), file: "again.yaml"))
        #expect(again == recipe)
        let taught = try Self.recipe("")
        #expect(taught.trends == nil && !taught.yaml().contains("trends:"))
        #expect(taught.carrying(handWrittenOf: recipe).trends == rule)
        #expect(recipe.carrying(handWrittenOf: taught).trends == rule)
    }

    @Test func `bands that do not rise, or are no shares, are refused by name`() {
        let falling = Self.complaint("{rebaseline: 0.02, halt: 0.02, recalibrate: 0.05}")
        #expect(falling.contains("trends.false_reject_bands.halt") && falling.contains("rise"))
        let swapped = Self.complaint("{rebaseline: 0.005, halt: 0.05, recalibrate: 0.02}")
        #expect(swapped.contains("trends.false_reject_bands.recalibrate"))
        let percent = Self.complaint("{rebaseline: 0.5, halt: 2, recalibrate: 5}")
        #expect(percent.contains("trends.false_reject_bands.halt"))
        let absent = Self.complaint("{rebaseline: 0.005, halt: 0.02}")
        #expect(absent.contains("recalibrate"))
        let unknown = Self.complaint("{log: 0.1, rebaseline: 0.2, halt: 0.3, recalibrate: 0.4}")
        #expect(unknown.contains("'log'") || unknown.contains("log"))
    }
}
