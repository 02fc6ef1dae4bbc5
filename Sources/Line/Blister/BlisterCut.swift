public import Imaging

/// One blister cut out of the corrected rows, with a margin all around, not yet aligned.
///
/// Pixels need not be square. Thread-safe as a value.
public struct BlisterCut: Sendable {
    /// Which blister.
    public var identity: BlisterIdentity
    /// The cut rows and columns; margin where the web has it, edge samples repeated where not.
    public var image: Image
    /// Where the blister's first corner is expected inside `image`: columns and rows, fractional.
    public var expectedOrigin: Point
    /// Extent of one column across the web.
    public var millimetresPerColumn: Double
    /// Extent of one row along travel.
    public var millimetresPerRow: Double
    /// Kernel monotonic time of the last row that belongs to the blister; 0 for still images.
    public var capturedNanoseconds: Int64
    /// Encoder count at the blister's first row; nil without an encoder.
    public var encoderTicks: Int?
    /// Row count since capture start of the first row of `image`.
    public var firstRow: Int
    /// Set when rows of this blister were lost or never came: it must be rejected as unseen.
    public var isIncomplete: Bool
    /// How far along travel the cutter found the blister from where the one before it made it
    /// expect it, in millimetres; 0 where trigger rows are given.
    public var stepOffsetMillimetres: Double

    /// Makes a cut.
    public init(
        identity: BlisterIdentity,
        image: Image,
        expectedOrigin: Point,
        millimetresPerColumn: Double,
        millimetresPerRow: Double,
        capturedNanoseconds: Int64,
        encoderTicks: Int?,
        firstRow: Int,
        isIncomplete: Bool,
        stepOffsetMillimetres: Double = 0
    ) {
        self.identity = identity
        self.image = image
        self.expectedOrigin = expectedOrigin
        self.millimetresPerColumn = millimetresPerColumn
        self.millimetresPerRow = millimetresPerRow
        self.capturedNanoseconds = capturedNanoseconds
        self.encoderTicks = encoderTicks
        self.firstRow = firstRow
        self.isIncomplete = isIncomplete
        self.stepOffsetMillimetres = stepOffsetMillimetres
    }
}

/// One blister resampled onto the recipe's grid: square pixels, first corner at (0, 0).
///
/// Thread-safe as a value.
public struct RegisteredBlister: Sendable {
    /// Which blister.
    public var identity: BlisterIdentity
    /// `round(layout.width / mm per pixel)` by `round(layout.length / mm per pixel)` pixels.
    public var image: Image
    /// Extent of one pixel on both axes.
    public var millimetresPerPixel: Double
    /// Measured minus expected place of the blister's centre, in millimetres.
    public var shift: Point
    /// Measured rotation, degrees, positive from x towards y.
    public var rotationDegrees: Double
    /// Measured scale along travel over the nominal one.
    public var stretch: Double
    /// How well the picture agrees with the template: weighted correlation, -1...1.
    public var agreement: Double
    /// Measured minus nominal distance to the trigger, in millimetres: the machine-step error.
    public var stepErrorMillimetres: Double
    /// Copied from the cut.
    public var capturedNanoseconds: Int64
    /// Copied from the cut.
    public var encoderTicks: Int?

    /// Makes a registered blister.
    public init(
        identity: BlisterIdentity,
        image: Image,
        millimetresPerPixel: Double,
        shift: Point,
        rotationDegrees: Double,
        stretch: Double,
        agreement: Double,
        stepErrorMillimetres: Double,
        capturedNanoseconds: Int64,
        encoderTicks: Int?
    ) {
        self.identity = identity
        self.image = image
        self.millimetresPerPixel = millimetresPerPixel
        self.shift = shift
        self.rotationDegrees = rotationDegrees
        self.stretch = stretch
        self.agreement = agreement
        self.stepErrorMillimetres = stepErrorMillimetres
        self.capturedNanoseconds = capturedNanoseconds
        self.encoderTicks = encoderTicks
    }
}
