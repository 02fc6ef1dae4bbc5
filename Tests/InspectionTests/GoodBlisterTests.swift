import Blister
import Inspection
import PaintedBlisters
import Testing

/// Painted good blisters that nobody taught.
struct GoodBlisterTests {
    static let seeds = 100..<UInt64(112)

    @Test(arguments: [0.9, 1, 1.1], [1, 3])
    func `good blisters are accepted, a tenth darker or brighter as well`(
        light: Double,
        channels: Int
    ) throws {
        let product = try PaintedProduct.of(channels: channels)
        var rejects: [String] = []
        for seed in Self.seeds {
            let blister = PaintedBlister(channels: channels, seed: seed, light: light)
            let result = product.result(blister)
            if result.verdict != .accept { rejects.append("seed \(seed): \(result.failures)") }
        }
        // Limits are learnt for a share of good blisters that may fail; one may be of it.
        #expect(rejects.count <= 1, "\(rejects)")
    }

    @Test(arguments: [1, 3]) func `every check that the recipe lists is answered`(
        channels: Int
    ) throws {
        let product = try PaintedProduct.of(channels: channels)
        let recipe = product.recipe
        let result = product.result(PaintedBlister(channels: channels, seed: 7))
        #expect(result.pockets.map(\.index) == Array(recipe.layout.pockets.indices))
        for (pocket, limits) in zip(result.pockets, recipe.pocketLimits) {
            #expect(pocket.checks.count == limits.ranges.count { $0 != nil })
        }
        #expect(result.checks.count == recipe.blisterLimits.ranges.count { $0 != nil })
    }

    @Test(arguments: [1, 3]) func `the same picture gives the same result every time`(
        channels: Int
    ) throws {
        let product = try PaintedProduct.of(channels: channels)
        let blister = PaintedBlister(channels: channels, seed: 8, flaw: .half)
        #expect(product.result(blister) == product.result(blister))
    }
}
