/// What teaching must know about a check to set its limits sensibly.
///
/// Tolerances here are floors: good samples alone could suggest a limit so tight that the next roll
/// of foil fails it. No floor is wide enough to let a required defect pass.
public struct CheckTraits: Sendable, Equatable {
    /// Unit of the value, as in ``Check/unit``.
    public var unit: String
    /// Whether too little is a fault as well as too much.
    public var isTwoSided: Bool
    /// Least tolerance in `unit`.
    public var toleranceMin: Double
    /// Least tolerance as a share of the typical value.
    public var relativeToleranceMin: Double
    /// Whether good blisters mostly read little and now and then much: chance patches, highlights.
    public var isHeavyTailed: Bool
    /// Widest tolerance below the typical value, as a share of it.
    public var relativeDropMax: Double?

    init(
        _ unit: String,
        isTwoSided: Bool = false,
        toleranceMin: Double,
        relativeToleranceMin: Double = 0,
        relativeDropMax: Double? = nil,
        isHeavyTailed: Bool = false
    ) {
        self.unit = unit
        self.isTwoSided = isTwoSided
        self.toleranceMin = toleranceMin
        self.relativeToleranceMin = relativeToleranceMin
        self.relativeDropMax = relativeDropMax
        self.isHeavyTailed = isHeavyTailed
    }
}

extension PocketCheckName {
    /// Unit and tolerance floors of the check; `channels` is 1 or 3.
    public func traits(channels: Int) -> CheckTraits {
        switch self {
        case .area:
            CheckTraits(
                "mm2",
                isTwoSided: true,
                toleranceMin: 0,
                relativeToleranceMin: 0.05,
                relativeDropMax: 0.1
            )
        case .position: CheckTraits("mm", toleranceMin: 0.4)
        case .outlineLack, .outlineExcess: CheckTraits("mm", toleranceMin: 0.8)
        case .asymmetry: CheckTraits("1", toleranceMin: 0.06)
        case .colour:
            channels == 3
                ? CheckTraits("dE", toleranceMin: 3)
                : CheckTraits("%", isTwoSided: true, toleranceMin: 5)
        case .texture: CheckTraits("1", isTwoSided: true, toleranceMin: 0.2)
        case .spot: CheckTraits("mm2", toleranceMin: 0.2, isHeavyTailed: true)
        case .fragments: CheckTraits("mm2", toleranceMin: 0.4, isHeavyTailed: true)
        case .beyondPocket: CheckTraits("mm2", toleranceMin: 1.5)
        case .productAnomaly, .pocketAnomaly, .jointStrain:
            CheckTraits("1", toleranceMin: 0.5, isHeavyTailed: true)
        case .classifier: CheckTraits("logit", toleranceMin: 2, isHeavyTailed: true)
        case .productModel:
            CheckTraits("1", toleranceMin: 1, relativeToleranceMin: 0.3, isHeavyTailed: true)
        }
    }
}

extension BlisterCheckName {
    /// Unit and tolerance floors of the check.
    public var traits: CheckTraits {
        switch self {
        case .foilDirt: CheckTraits("mm2", toleranceMin: 0.5, isHeavyTailed: true)
        case .hair: CheckTraits("mm", toleranceMin: 6, isHeavyTailed: true)
        case .splice: CheckTraits("1", toleranceMin: 1.5)
        case .step: CheckTraits("mm", isTwoSided: true, toleranceMin: 0.5)
        case .agreement: CheckTraits("1", isTwoSided: true, toleranceMin: 0.2)
        case .light: CheckTraits("1", isTwoSided: true, toleranceMin: 0.3)
        }
    }
}
