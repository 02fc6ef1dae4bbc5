public import Imaging

/// What a pocket shows.
public enum PocketClass: String, CaseIterable, Sendable {
    /// One whole product; scores, prints, highlights and a wandering place are harmless.
    case good
    /// No product; dust of one may be left.
    case missing
    /// A part is gone, cracked through or crumbled.
    case broken
    /// The dome is crushed, or the product is pressed in or capped.
    case dented
    /// Something that does not belong there: a spot, a hair, a fragment, an insect.
    case foreign
    /// Two products.
    case double
}

/// A crop of one pocket, and what it shows.
public struct PocketPicture: Sendable, Equatable {
    /// The crop, square, mono or colour.
    public let image: Image
    /// What it shows.
    public let label: PocketClass
    /// The product; of no consequence where only foil is seen.
    public let product: ProductKind
    /// The lamps.
    public let lamp: LampKind
    /// The foil behind or around.
    public let foil: FoilKind
}
