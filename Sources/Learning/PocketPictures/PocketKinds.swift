/// Outline, relief and marks of a product.
public enum ProductKind: String, CaseIterable, Sendable {
    case roundFlat = "round-flat"
    case roundConvex = "round-convex"
    case roundScored = "round-scored"
    case roundDebossed = "round-debossed"
    case roundPrinted = "round-printed"
    case roundBicolour = "round-bicolour"
    case roundSpeckled = "round-speckled"
    case ovalConvex = "oval-convex"
    case ovalDebossed = "oval-debossed"
    case oblongConvex = "oblong-convex"
    case oblongScored = "oblong-scored"
    case oblongPrinted = "oblong-printed"
    case capsule
    case capsulePrinted = "capsule-printed"
    case softgel
    case triangle
    case hexagon
    case square
    case rectangle
    case diamond
    case roundQuartered = "round-quartered"
    case ovalScored = "oval-scored"
    case capsuleBanded = "capsule-banded"
    case pentagon

    /// How often it is drawn among others: forms that pharmacies know more often than others.
    var frequency: Int {
        switch self {
        case .triangle, .hexagon, .square, .rectangle, .diamond, .pentagon: 1
        case .roundBicolour: 1
        case .roundPrinted, .oblongPrinted, .capsulePrinted, .roundSpeckled: 2
        case .capsule: 6
        default: 4
        }
    }

    /// Kept out of training, to measure by.
    public static let heldOut: Set<ProductKind> = [
        .roundQuartered, .ovalScored, .capsuleBanded, .pentagon,
    ]
}

/// How a pocket is lit.
public enum LampKind: String, CaseIterable, Sendable {
    /// A white dome, even, with or without a slit for the camera.
    case dome
    /// One bar from a side.
    case bar
    /// A bar from either side.
    case bars
    /// Along the camera's axis.
    case coaxial
    /// One to four small lamps.
    case spots
    /// A room with windows.
    case diffuse
    /// A ring around the camera.
    case ring
    /// A bar close to the web.
    case grazing

    /// Kept out of training, to measure by.
    public static let heldOut: Set<LampKind> = [.ring, .grazing]
}

/// What the foil looks like.
public enum FoilKind: String, CaseIterable, Sendable {
    /// Knurled by lines that cross.
    case diamonds
    /// Knurled by a square grid of bumps.
    case squares
    /// Knurled by parallel lines.
    case lines
    /// Knurled by round dots.
    case dots
    /// Smooth metal.
    case plain
    /// Metal with the marks of rolling.
    case brushed
    /// Uneven metal.
    case hammered
    /// Metal with printed stripes.
    case stripes
    /// Paper or lacquer: no shine.
    case matt
    /// A dark belt below an open pocket, or dark lacquer.
    case dark
    /// Knurled by honeycombs.
    case honeycomb
    /// Metal with lines of print.
    case text

    /// Kept out of training, to measure by.
    public static let heldOut: Set<FoilKind> = [.honeycomb, .text]
}

/// From which kinds pictures are drawn.
public struct HeldOut: OptionSet, Sendable {
    /// The bits.
    public let rawValue: Int

    /// Wraps bits.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// Products that are never learnt from, and no others.
    public static let products = HeldOut(rawValue: 1)
    /// Lamps that are never learnt from, and no others.
    public static let lamps = HeldOut(rawValue: 2)
    /// Foils that are never learnt from, and no others.
    public static let foils = HeldOut(rawValue: 4)
    /// All three at once.
    public static let all: HeldOut = [.products, .lamps, .foils]

    func kinds<Kind: CaseIterable & Hashable>(
        _ option: HeldOut,
        _ heldOut: Set<Kind>
    ) -> [Kind] {
        Kind.allCases.filter { heldOut.contains($0) == contains(option) }
    }
}
