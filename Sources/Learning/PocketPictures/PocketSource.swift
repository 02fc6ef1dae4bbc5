internal import Imaging

/// Endless labelled crops of pockets, drawn with everything random that must not matter.
///
/// Picture `index` of a seed is the same on every machine and thread, in whatever order it is
/// asked for. Thread-safe as a value.
public struct PocketSource: Sendable {
    /// What every draw follows from.
    public let seed: UInt64
    /// Which kinds are those that are never learnt from; the others are those that are.
    public let heldOut: HeldOut

    /// Draws from `seed`; products, lamps and foils that are learnt from unless `heldOut` says so.
    public init(seed: UInt64, heldOut: HeldOut = []) {
        self.seed = seed
        self.heldOut = heldOut
    }

    private static let order: [PocketClass] = [
        .good, .missing, .broken, .dented, .good, .foreign, .double,
    ]

    /// The class of picture `index`, which is not negative: two of seven are good.
    public func label(_ index: Int) -> PocketClass { Self.order[index % Self.order.count] }

    private static let scenesAtMost = 12

    /// Picture `index`; scenes whose label cannot be seen are drawn anew.
    public func picture(_ index: Int) -> PocketPicture {
        var chance = Chance(seed: seed ^ (UInt64(heldOut.rawValue) << 56), index: index)
        let camera = PocketCamera(&chance)
        func draw() -> PocketScene {
            PocketScene(label: label(index), from: heldOut, weights: camera.weights, &chance)
        }
        var scene = draw()
        for _ in 1..<Self.scenesAtMost where !scene.isClear { scene = draw() }
        let half = Float(camera.side) / 2
        var colours: [Colour] = []
        colours.reserveCapacity(camera.side * camera.side)
        for row in 0..<camera.side {
            for column in 0..<camera.side {
                let place = Vector(Float(column) + 0.5, Float(row) + 0.5) / half - 1
                colours.append(scene.colour(place))
            }
        }
        return PocketPicture(
            image: camera.picture(colours, &chance),
            label: scene.label,
            product: scene.kind,
            lamp: scene.lamps.kind,
            foil: scene.foil.kind
        )
    }
}
