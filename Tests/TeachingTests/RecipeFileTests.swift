import Blister
import Documents
import Foundation
import Inspection
import Judging
import Teaching
import Testing

/// The recipe as a file that people edit.
struct RecipeFileTests {
    @Test func `what teaching wrote reads back equal`() throws {
        var written = try TaughtWeb.shared.get().report.product
        written.recipe.acceptanceFolder = "judges/own set"
        written.recipe.challenge = ChallengeRule(
            kit: [
                ChallengeRule.Item(name: "Ann's empty pocket", reasons: [.missing]),
                ChallengeRule.Item(name: "chip", reasons: [.broken, .undersize]),
            ],
            everyHours: 7.5
        )
        let folder = try TemporaryFolder()
        try written.write(recipePath: folder.path("recipe.yaml"))
        let read = try TaughtProduct(recipePath: folder.path("recipe.yaml"))
        #expect(read.recipe == written.recipe)
        #expect(read.model.bytes() == written.model.bytes())
        #expect(read.templateMean == written.templateMean)
        #expect(read.templateDeviation == written.templateDeviation)
    }

    @Test func `the file's product gives the readings of the taught one bit for bit`() throws {
        let web = try TaughtWeb.shared.get()
        var written = web.report.product
        let folder = try TemporaryFolder()
        try written.write(recipePath: folder.path("recipe.yaml"))
        let inspector = BlisterJudge(try TaughtProduct(recipePath: folder.path("recipe.yaml")))
            .inspector
        for judged in web.judged.values {
            let registered = try #require(judged.registered)
            let again = inspector.inspect(registered)
            #expect(again.verdict == judged.result.verdict)
            #expect(again.pockets.map(Self.values) == judged.result.pockets.map(Self.values))
            #expect(again.checks.map(\.value) == judged.result.checks.map(\.value))
        }
    }

    @Test func `a recipe taught again takes over what people wrote, and asks where to read`() throws
    {
        let taught = try TaughtWeb.shared.get().report.product.recipe
        var former = taught
        former.acceptanceFolder = "judges"
        former.print = PrintRule(template: try TextTemplate("LOT {lot}"), turnDegrees: 90)
        former.challenge = ChallengeRule(kit: [.init(name: "a", reasons: [.missing])])
        let carried = taught.carrying(handWrittenOf: former)
        #expect(carried.print == former.print && carried.challenge == former.challenge)
        #expect(carried.acceptanceFolder == "judges" && carried.braille == nil)
        #expect(carried.blisterLimits == taught.blisterLimits)
        #expect(former.unplacedText(in: nil) == "print")
        var drawn = taught.layout
        #expect(former.unplacedText(in: drawn) == (drawn.print == nil ? "print" : nil))
        drawn.print = Region(x: 1, y: 1, width: 10, height: 4)
        #expect(former.unplacedText(in: drawn) == nil)
        #expect(taught.unplacedText(in: nil) == nil)
    }

    @Test func `writing again over a recipe replaces it whole`() throws {
        var written = try TaughtWeb.shared.get().report.product
        let folder = try TemporaryFolder()
        try written.write(recipePath: folder.path("recipe.yaml"))
        written.recipe.product = "other"
        try written.write(recipePath: folder.path("recipe.yaml"))
        let read = try TaughtProduct(recipePath: folder.path("recipe.yaml"))
        #expect(read.recipe.product == "other")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path()).sorted()
        #expect(names == ["recipe.product", "recipe.yaml"])
    }

    @Test func `good blisters of a web nobody taught are accepted, bad ones rejected`() throws {
        let web = try TaughtWeb.shared.get()
        #expect(web.good.count == 6)
        #expect(web.good.allSatisfy { $0.result.verdict == .accept })
        let missing = try #require(web.judged[TaughtWeb.missing]?.result)
        #expect(missing.verdict.reasons.contains(.missing))
        #expect(missing.pockets.map(\.classification) == ["good", "missing"])
        let small = try #require(web.judged[TaughtWeb.undersize]?.result)
        #expect(small.verdict != .accept)
        #expect(small.pockets.map { $0.classification == "good" } == [true, false])
    }

    @Test func `a limit tightened by hand rejects what it passed, and only for that`() throws {
        let web = try TaughtWeb.shared.get()
        let range = try #require(web.report.product.recipe.pocketLimits[0][.area])
        let read = { (judged: JudgedBlister) in Self.area(judged.result) }
        let largest = try #require(web.good.max { read($0) < read($1) })
        try #require(read(largest) > range.typical, "some good tablet is larger than the median")
        let upper = (read(largest) + range.typical) / 2
        let edited = try EditedRecipe(web.report.product)
        try edited.setLimit(.area, pocket: 0, "{max: \(upper), typical: \(range.typical)}")
        let result = try edited.inspector().inspect(try #require(largest.registered))
        #expect(result.verdict != .accept)
        let failing = result.pockets.map { pocket in
            pocket.checks.filter { !$0.passes }.map(\.name)
        }
        #expect(failing == [["area"], []])
        #expect(result.checks.allSatisfy { $0.passes })
    }

    @Test func `a check whose line is removed is off`() throws {
        let web = try TaughtWeb.shared.get()
        let judged = try #require(web.judged[TaughtWeb.undersize])
        let edited = try EditedRecipe(web.report.product)
        for check in judged.result.pockets[1].checks where !check.passes {
            let name = try #require(PocketCheckName(rawValue: check.name))
            try edited.setLimit(name, pocket: 1, nil)
        }
        for check in judged.result.checks where !check.passes {
            try edited.edit("\(check.name):") { _ in "    # off" }
        }
        let result = try edited.inspector().inspect(try #require(judged.registered))
        #expect(result.verdict == .accept)
        #expect(result.pockets[1].checks.count < judged.result.pockets[1].checks.count)
        #expect(Self.values(result.pockets[0]) == Self.values(judged.result.pockets[0]))
    }

    /// An edit of the recipe's text that a person could make, and what the complaint must say.
    struct Mistake: Sendable, CustomTestStringConvertible {
        var testDescription: String
        /// Start of the line that is edited, after its blanks.
        var line: String
        var edit: @Sendable (String) -> String
        /// Dotted key, or nil for the top.
        var key: String?
        /// Words of what is wrong and of the cure.
        var words: [String]
    }

    static let mistakes = [
        Mistake(
            testDescription: "unknown key at the top",
            line: "product:",
            edit: { $0.replacing("product:", with: "produkt:") },
            key: nil,
            words: ["unknown key 'produkt'", "use one of", "product"]
        ),
        Mistake(
            testDescription: "unknown check of a pocket",
            line: "texture:",
            edit: { $0.replacing("texture:", with: "textur:") },
            key: "limits.pockets[0]",
            words: ["unknown key 'textur'", "texture"]
        ),
        Mistake(
            testDescription: "unknown check of the blister",
            line: "foil_dirt:",
            edit: { $0.replacing("foil_dirt:", with: "dirt:") },
            key: "limits.blister",
            words: ["unknown key 'dirt'", "foil_dirt"]
        ),
        Mistake(
            testDescription: "unknown bound",
            line: "foil_dirt:",
            edit: { $0.replacing("max:", with: "most:") },
            key: "limits.blister.foil_dirt",
            words: ["unknown key 'most'", "max"]
        ),
        Mistake(
            testDescription: "no number",
            line: "splice:",
            edit: { _ in "    splice: {max: wide, typical: 0.1}" },
            key: "limits.blister.splice.max",
            words: ["number"]
        ),
        Mistake(
            testDescription: "not a number",
            line: "splice:",
            edit: { _ in "    splice: {max: .nan, typical: 0.1}" },
            key: "limits.blister.splice.max",
            words: ["must be a number", "correct the value"]
        ),
        Mistake(
            testDescription: "limits that good blisters fail",
            line: "splice:",
            edit: { _ in "    splice: {max: 0.05, typical: 0.1}" },
            key: "limits.blister.splice",
            words: ["good samples read 0.1", "keep typical between"]
        ),
        Mistake(
            testDescription: "no limit at all",
            line: "splice:",
            edit: { _ in "    splice: {typical: 0.1}" },
            key: "limits.blister.splice",
            words: ["neither min nor max", "remove the check"]
        ),
        Mistake(
            testDescription: "two channels",
            line: "channels:",
            edit: { _ in "channels: 2" },
            key: "channels",
            words: ["2 channels", "use 1 or 3"]
        ),
        Mistake(
            testDescription: "a format of the future",
            line: "recipe:",
            edit: { _ in "recipe: 2" },
            key: "recipe",
            words: ["2 is impossible", "use"]
        ),
        Mistake(
            testDescription: "impossible target",
            line: "false_reject_target:",
            edit: { _ in "false_reject_target: 0.5" },
            key: "false_reject_target",
            words: ["0.5 is impossible", "use"]
        ),
        Mistake(
            testDescription: "a folder elsewhere",
            line: "model:",
            edit: { _ in "model: {folder: ../other, sha256: 0}" },
            key: "model.folder",
            words: ["beside the recipe", "give its name only"]
        ),
        Mistake(
            testDescription: "a challenge without a kit",
            line: "limits:",
            edit: { "challenge: {kit: []}\n" + $0 },
            key: "challenge.kit",
            words: ["a kit of 0", "1 to 32"]
        ),
        Mistake(
            testDescription: "a known-bad blister for no reason",
            line: "limits:",
            edit: { "challenge: {kit: [{name: a, reasons: []}]}\n" + $0 },
            key: "challenge.kit[0].reasons",
            words: ["is empty", "[missing]"]
        ),
        Mistake(
            testDescription: "a known-bad blister for a reason of the line",
            line: "limits:",
            edit: { "challenge: {kit: [{name: a, reasons: [unseen]}]}\n" + $0 },
            key: "challenge.kit[0].reasons[0]",
            words: ["unseen says nothing about a blister"]
        ),
        Mistake(
            testDescription: "a known-bad blister twice",
            line: "limits:",
            edit: {
                "challenge: {kit: [{name: a, reasons: [missing]}, {name: a, reasons: [broken]}]}\n"
                    + $0
            },
            key: "challenge.kit[1]",
            words: ["'a' is in the kit twice"]
        ),
        Mistake(
            testDescription: "a challenge at impossible intervals",
            line: "limits:",
            edit: { "challenge: {kit: [{name: a, reasons: [missing]}], every_hours: 0}\n" + $0 },
            key: "challenge.every_hours",
            words: ["0 is impossible"]
        ),
        Mistake(
            testDescription: "pockets out of order",
            line: "- pocket: 1",
            edit: { $0.replacing("pocket: 1", with: "pocket: 0") },
            key: "limits.pockets[1].pocket",
            words: ["0 is impossible", "use"]
        ),
    ]

    @Test(arguments: mistakes)
    func `a mistake in the recipe is told with file, line, key and cure`(
        mistake: Mistake
    ) throws {
        let edited = try EditedRecipe(try TaughtWeb.shared.get().report.product)
        let line = try edited.edit(mistake.line, mistake.edit)
        let error = try #require(
            #expect(throws: DocumentError.self) { try Recipe(path: edited.path) }
        )
        #expect(error.file == edited.path)
        #expect(error.line == line)
        #expect(error.key == mistake.key)
        for word in mistake.words { #expect(error.description.contains(word), "\(error)") }
        #expect(error.description.hasPrefix("\(edited.path):\(line): "))
        #expect(!error.description.contains("\n"))
    }

    private static func values(_ pocket: PocketResult) -> [Double] { pocket.checks.map(\.value) }

    private static func area(_ result: InspectionResult) -> Double {
        result.pockets[0].checks.first { $0.name == "area" }?.value ?? .nan
    }
}
