public import Blister

/// One measurement on one pocket: a file per check, all of this shape.
///
/// A check measures only; the recipe holds the limits, and ``Inspector`` compares. Checks are
/// stateless, so that any thread may run any of them.
public protocol PocketCheck: Sendable {
    /// Which check this is.
    var name: PocketCheckName { get }

    /// Measures the prepared pocket; never fails: what cannot be measured reads as its worst.
    func read(_ scene: PocketScene) -> Reading
}

/// A measured value and where it was found.
public struct Reading: Sendable, Equatable {
    /// In the check's unit.
    public var value: Double
    /// On the blister, when the check can say it.
    public var place: Point?

    /// Makes a reading.
    public init(_ value: Double, at place: Point? = nil) {
        self.value = value
        self.place = place
    }
}

/// The checks on a pocket, in the order in which recipes and results list them.
public enum PocketCheckName: String, Sendable, CaseIterable {
    case area
    case position
    case outlineLack = "outline_lack"
    case outlineExcess = "outline_excess"
    case asymmetry
    case colour
    case texture
    case spot
    case fragments
    case beyondPocket = "beyond_pocket"
    case productAnomaly = "product_anomaly"
    case pocketAnomaly = "pocket_anomaly"
    case jointStrain = "joint_strain"
    case classifier
    case productModel = "product_model"

    /// Every check that measures the picture, in the order of ``allCases``; ``jointStrain`` follows
    /// from them, ``networks`` look for themselves.
    public static let checks: [any PocketCheck] = [
        AreaCheck(), PositionCheck(), OutlineLackCheck(), OutlineExcessCheck(), AsymmetryCheck(),
        ColourCheck(), TextureCheck(), SpotCheck(), FragmentsCheck(), BeyondPocketCheck(),
        ProductAnomalyCheck(), PocketAnomalyCheck(),
    ]

    /// The checks whose values come from networks; see ``PocketExaminer``.
    public static let networks: [PocketCheckName] = [.classifier, .productModel]

    /// Whether its value comes from a network.
    public var isNetwork: Bool { Self.networks.contains(self) }

    /// Position in ``allCases``.
    public var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// The checks on the blister as a whole, in the order in which recipes and results list them.
public enum BlisterCheckName: String, Sendable, CaseIterable {
    case foilDirt = "foil_dirt"
    case hair
    case splice
    case step
    case agreement
    case light

    /// Position in ``allCases``.
    public var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
