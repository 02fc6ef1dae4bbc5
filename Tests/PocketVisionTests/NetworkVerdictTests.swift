import Blister
import Inspection
import PaintedBlisters
import PocketVision
import Testing

/// What networks add to a verdict.
struct NetworkVerdictTests {
    @Test(arguments: [Flaw.half, .missing, .blackSpot])
    func `what only the product model sees is rejected with map and sentence`(
        flaw: Flaw
    ) throws {
        let product = try PaintedNetworks.shared.get().byNetworkAlone
        let blister = PaintedBlister(channels: 1, seed: 71, flaw: flaw, pocket: 2)
        let (result, fault) = try product.result(blister)
        #expect(fault == nil)
        #expect(result.verdict == .reject([.anomaly]))
        let pocket = result.pockets[2]
        #expect(pocket.classification == "anomaly" && pocket.anomaly > 1)
        let sentence = try #require(pocket.sentence)
        #expect(sentence.hasPrefix("pocket 2: anomaly, distance "), "\(sentence)")
        #expect(sentence.contains("; unlike the taught product "), "\(sentence)")
        let strongest = try #require(pocket.map?.strongest)
        let drawn = PaintedBlister.layout.pockets[2]
        #expect(drawn.signedDistance(to: strongest) < 1)
        for other in result.pockets where other.index != 2 {
            #expect(other.classification == "good" && other.map == nil && other.sentence == nil)
        }
        #expect(result.networks.hasPrefix("product_model:"))
        let json = result.jsonLine(blisterID: "b", model: "m", recipe: "r")
        #expect(json.contains("\"sentence\":\"pocket 2: anomaly"))
        #expect(json.contains("\"model\":\"m product_model:"))
    }

    @Test func `good blisters of any usual light are accepted`() throws {
        let product = try PaintedNetworks.shared.get().product
        for (seed, light) in [(81, 1), (82, 0.85), (83, 1.1), (84, 1)] as [(UInt64, Double)] {
            let blister = PaintedBlister(channels: 1, seed: seed, light: light)
            let (result, fault) = try product.result(blister)
            #expect(fault == nil)
            #expect(result.verdict == .accept, "seed \(seed): \(result.verdict.reasons)")
        }
    }

    @Test func `a recipe without networks judges as before, asked or not`() throws {
        var product = try PaintedNetworks.shared.get().product
        let examiner = try PocketExamination(product.networks())
        for pocket in product.recipe.pocketLimits.indices {
            product.recipe.pocketLimits[pocket][.productModel] = nil
        }
        let inspector = Inspector(recipe: product.recipe, model: product.model)
        for flaw in [nil, Flaw.half, .hair] {
            let blister = PaintedNetworks.registered(
                PaintedBlister(channels: 1, seed: 91, flaw: flaw)
            )
            let alone = inspector.inspect(blister)
            #expect(inspector.inspect(blister, examiner: examiner).result == alone)
            #expect(alone.networks.isEmpty && alone.pockets.allSatisfy { $0.sentence == nil })
        }
        let none = try PocketNetworks(product, recipePath: "painted.yaml", modelsFolder: nil)
        #expect(none == nil)
    }

    @Test func `a recipe with networks and nobody to ask rejects as undecided`() throws {
        let product = try PaintedNetworks.shared.get().product
        let inspector = Inspector(recipe: product.recipe, model: product.model)
        let result = inspector.inspect(
            PaintedNetworks.registered(PaintedBlister(channels: 1, seed: 92))
        )
        #expect(result.verdict == .reject([.undecided]))
        #expect(result.pockets.allSatisfy { $0.classification == "undecided" })
    }

    @Test func `readings without networks are the same bits as with them`() throws {
        let product = try PaintedNetworks.shared.get().product
        let blister = PaintedBlister(channels: 1, seed: 93, flaw: .blackSpot, pocket: 1)
        let with = try product.result(blister).result
        let without = Inspector(recipe: product.recipe, model: product.model)
            .inspect(PaintedNetworks.registered(blister))
        for (one, other) in zip(with.pockets, without.pockets) {
            let measured = one.checks.filter { $0.name != "product_model" }
            #expect(measured.map(\.value) == other.checks.dropLast().map(\.value))
        }
    }
}
