import Blister
import Inspection
import PaintedBlisters
import PocketVision
import Testing

@testable import Teaching

/// What a classifier's answers become.
struct ClassifierVerdictTests {
    /// Painted blisters judged by `classifier` alone.
    static func product(_ classifier: SmallClassifier) throws -> (TaughtProduct, models: String) {
        let models = try classifier.folder()
        var product = try PaintedNetworks.shared.get().product
        product.recipe.blisterLimits = BlisterLimits()
        for pocket in product.recipe.pocketLimits.indices {
            product.recipe.pocketLimits[pocket] = PocketLimits()
            product.recipe.pocketLimits[pocket][.classifier] = LimitRange(
                lower: nil,
                upper: -2.2,
                typical: -6
            )
        }
        return (product, models)
    }

    static let taught = Result { try product(SmallClassifier()) }
    static let missing = PaintedBlister(channels: 1, seed: 61, flaw: .missing, pocket: 3)

    @Test func `a class that is sure names the reason, with its probability`() throws {
        let (product, models) = try Self.taught.get()
        let result = try product.result(Self.missing, models: models).result
        #expect(result.verdict == .reject([.missing]))
        #expect(result.pockets[3].classification == "missing")
        #expect(result.pockets[3].confidence > 0.9)
        let sentence = try #require(result.pockets[3].sentence)
        #expect(sentence.hasPrefix("pocket 3: missing, 0.9") || sentence.contains(", 1.000"))
        #expect(sentence.hasSuffix("; nothing in the pocket"))
        let good = PaintedBlister(channels: 1, seed: 62)
        #expect(try product.result(good, models: models).result.verdict == .accept)
    }

    @Test func `what it is not sure of is undecided`() throws {
        let (product, _) = try Self.taught.get()
        let unsure = try SmallClassifier(slope: 4).folder()
        let result = try product.result(Self.missing, models: unsure).result
        let pocket = result.pockets[3]
        #expect(pocket.classification == "undecided")
        #expect(pocket.sentence?.hasPrefix("pocket 3: undecided, good 0.") ?? false)
    }

    @Test func `no number rejects every pocket as undecided and is a fault, not a crash`() throws {
        let (product, _) = try Self.taught.get()
        let broken = try SmallClassifier(isBroken: true).folder()
        let (result, fault) = try product.result(
            PaintedBlister(channels: 1, seed: 63),
            models: broken
        )
        #expect(result.verdict == .reject([.undecided]))
        #expect(result.pockets.allSatisfy { $0.classification == "undecided" })
        #expect(result.pockets.allSatisfy { $0.confidence == 0 })
        #expect(fault?.contains("no number") ?? false)
    }

    @Test func `a classifier that finds good ones unlike good is left out, and that is said`()
        throws
    {
        let inverted = try SmallClassifier(classes: ["missing", "good"]).folder()
        let taught = try PaintedNetworks(classifierPath: ClassifierFile.path(folder: inverted))
        #expect(!taught.product.recipe.wants(.classifier))
        #expect(taught.product.recipe.wants(.productModel))
        let line = taught.lines.first { $0.contains("classifier") }
        #expect(line?.contains("its check is left out") ?? false, "\(taught.lines)")
    }

    @Test(arguments: [1, 3, 4, 9])
    func `batches of any size give the same bits`(batch: Int) throws {
        let (product, models) = try Self.taught.get()
        let image = Self.missing.picture
        let whole = try PocketExamination(product.networks(models: models))
        let fixed = try SmallClassifier(batch: batch).folder()
        let other = try PocketExamination(product.networks(models: fixed))
        let one = whole.opinions(on: image, light: [1])
        let two = other.opinions(on: image, light: [1])
        #expect(one.pockets == two.pockets)
        #expect(one.pockets[3] != one.pockets[2])
    }
}
