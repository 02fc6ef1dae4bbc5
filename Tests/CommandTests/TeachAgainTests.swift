import Foundation
import Testing

/// Teaching a product again, over a recipe in which people have written.
struct TeachAgainTests {
    /// Teaching takes minutes in a debug build; the optimised programs are in `BLISTERD_BIN`.
    private static let isFast = ProcessInfo.processInfo.environment["BLISTERD_BIN"] != nil

    @Test(.enabled(if: isFast, "needs optimised programs in BLISTERD_BIN"))
    func `what people wrote into a recipe is still there after teaching again`() throws {
        let ground = try Ground()
        let twin = try Program.blisterctl.run(
            ["simulate", "--seed", "5", "--blisters", "24", "--out", "good"],
            in: ground
        )
        #expect(twin.status == 0, "\(twin.complaint)")
        try ground.replace(
            "\nlimits:",
            by: """

                acceptance: judges
                print: {template: 'LOT {lot}', lot_pattern: '[0-9]+', turn: 180}
                challenge: {kit: [{name: empty pocket, reasons: [missing]}], every_hours: 8}
                trends: {false_reject_bands: {rebaseline: 0.01, halt: 0.03, recalibrate: 0.08}}
                limits:
                """,
            in: "recipe.yaml"
        )
        let taught = try Program.blisterctl.run(
            [
                "teach", "--replay", "good", "--layout", "layout.yaml", "--out", "recipe.yaml",
                "--no-networks",
            ],
            in: ground
        )
        #expect(taught.status == 0, "\(taught.complaint)")
        let recipe = try ground.text("recipe.yaml")
        for words in [
            "acceptance: 'judges'", "template: 'LOT {lot}'", "lot_pattern: '[0-9]+'", "turn: 180",
            "{name: 'empty pocket', reasons: [missing]}", "every_hours: 8",
            "false_reject_bands: {rebaseline: 0.01, halt: 0.03, recalibrate: 0.08}",
        ] {
            #expect(recipe.contains(words), "\(words)")
        }
    }
}
