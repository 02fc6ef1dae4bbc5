import Blister
import Inspection
import Judging
import Simulation
import Testing

@testable import Teaching

/// Foil whose pattern of wear and sheen is not the taught one, under directed light.
///
/// Every seed of the twin has a pattern of its own, which a bar or coaxial light shows.
struct FoilRollTests {
    /// Products taught once for all tests on the web of seed 51.
    private static let bar = Result { try SmallWeb(seed: 51, cycles: 12, light: .bar).taught() }
    private static let coaxial = Result {
        try SmallWeb(seed: 51, cycles: 12, light: .coaxial).taught()
    }

    private static func product(_ light: LightKind) throws -> TaughtProduct {
        try (light == .bar ? bar : coaxial).get().product
    }

    /// The middle of the first 2.4 mm square of foil that is watched all over.
    private static func watchedPlace(_ product: TaughtProduct) throws -> Point {
        let recipe = product.recipe
        let grid = WorkGrid(layout: recipe.layout, millimetresPerPixel: recipe.millimetresPerPixel)
        let reach = Int(1.2 / grid.millimetres)
        let around = -reach...reach
        let places = grid.foil.indices.lazy.map { (x: $0 % grid.width, y: $0 / grid.width) }
        let place = places.first { x, y in
            (reach..<grid.width - reach).contains(x) && (reach..<grid.height - reach).contains(y)
                && around.allSatisfy { row in
                    around.allSatisfy { grid.foil[(y + row) * grid.width + x + $0] != 0 }
                }
        }
        let found = try #require(place)
        return Point(
            x: (Double(found.x) + 0.5) * grid.millimetres,
            y: (Double(found.y) + 0.5) * grid.millimetres
        )
    }

    /// At these coarse pixels a patch of its pattern may count for a speck; taken for dirt it was
    /// tens of square millimetres.
    @Test(arguments: [LightKind.bar, .coaxial], [52, 54] as [UInt64])
    func `a good web of another roll is not called dirty, creased or spliced`(
        light: LightKind,
        seed: UInt64
    ) throws {
        let judged = try SmallWeb(seed: seed, cycles: 4, light: light)
            .judged(by: Self.product(light))
        #expect(judged.count == 8, "seed \(seed)")
        for (identity, blister) in judged {
            let failed = blister.result.checks.filter { check in
                !check.passes
                    && (check.name != BlisterCheckName.foilDirt.rawValue || check.value > 2)
            }
            #expect(failed.isEmpty, "seed \(seed), \(identity): \(failed)")
        }
    }

    /// Not under coaxial light, where these coarse pixels teach a limit of 20 mm2.
    @Test(arguments: [51, 53] as [UInt64])
    func `dirt is found on the taught roll and on others`(seed: UInt64) throws {
        let light = LightKind.bar
        let product = try Self.product(light)
        let dirty = BlisterIdentity(cycle: 1, lane: 0)
        let judged = try SmallWeb(
            seed: seed,
            cycles: 3,
            light: light,
            dirt: (dirty, try Self.watchedPlace(product), 1)
        ).judged(by: product)
        let result = try #require(judged[dirty]).result
        let name = BlisterCheckName.foilDirt.rawValue
        let dirt = try #require(result.checks.first { $0.name == name })
        #expect(!dirt.passes, "seed \(seed): \(dirt)")
    }
}
