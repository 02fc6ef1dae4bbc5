/// How far from the expected place a blister is looked for, and how unlikely each place is.
///
/// Thread-safe as a value.
public struct AlignmentSearch: Sendable, Equatable {
    /// Largest shift across the web, millimetres.
    public var shiftAcrossMillimetres: Double
    /// Largest shift along travel, millimetres.
    public var shiftAlongMillimetres: Double
    /// Largest rotation, degrees.
    public var rotationDegrees: Double
    /// Largest difference of the stretch along travel from 1.
    public var stretch: Double
    /// Below this weighted correlation with the template the blister counts as not found.
    public var agreementMin: Double

    /// Makes a search; all ranges are positive.
    public init(
        shiftAcrossMillimetres: Double,
        shiftAlongMillimetres: Double,
        rotationDegrees: Double,
        stretch: Double,
        agreementMin: Double
    ) {
        precondition(shiftAcrossMillimetres > 0 && shiftAlongMillimetres > 0)
        precondition(rotationDegrees > 0 && stretch > 0 && agreementMin < 1)
        self.shiftAcrossMillimetres = shiftAcrossMillimetres
        self.shiftAlongMillimetres = shiftAlongMillimetres
        self.rotationDegrees = rotationDegrees
        self.stretch = stretch
        self.agreementMin = agreementMin
    }

    /// For blisters cut out of a web: 4 mm across, 6 mm along, 3 degrees, 3 % stretch.
    public static let web = AlignmentSearch(
        shiftAcrossMillimetres: 4,
        shiftAlongMillimetres: 6,
        rotationDegrees: 3,
        stretch: 0.03,
        agreementMin: 0.2
    )

    /// Around a place that is known to a cell of the coarse search.
    static let nearby = AlignmentSearch(
        shiftAcrossMillimetres: 3,
        shiftAlongMillimetres: 1.6,
        rotationDegrees: 3,
        stretch: 0.03,
        agreementMin: 0.2
    )

    /// For still pictures of a blister of this size: a tenth of it either way, 8 degrees.
    public static func still(widthMillimetres: Double, lengthMillimetres: Double) -> Self {
        AlignmentSearch(
            shiftAcrossMillimetres: widthMillimetres / 10,
            shiftAlongMillimetres: lengthMillimetres / 10,
            rotationDegrees: 8,
            stretch: 0.03,
            agreementMin: 0.2
        )
    }
}
