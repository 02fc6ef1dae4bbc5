public import Blister
internal import Imaging

/// What inspection looked at, and what it said of it: all that is needed to ask it again.
///
/// Thread-safe as a value; its picture is shared, not copied.
public struct InspectedCut: Sendable {
    /// The cut, as registration got it.
    public var cut: BlisterCut
    /// The verdict as inspection passed it, before the reject station had its say.
    public var verdict: Verdict
    /// What had to be printed; nil where no batch said so, or no print is looked at.
    public var expectedPrint: String?
    /// What had to be embossed; likewise.
    public var expectedBraille: String?
    /// What the code had to say; likewise.
    public var expectedCode: String?

    /// Makes a cut with its verdict.
    public init(
        cut: BlisterCut,
        verdict: Verdict,
        expectedPrint: String? = nil,
        expectedBraille: String? = nil,
        expectedCode: String? = nil
    ) {
        self.cut = cut
        self.verdict = verdict
        self.expectedPrint = expectedPrint
        self.expectedBraille = expectedBraille
        self.expectedCode = expectedCode
    }

    /// Bytes of its picture.
    var byteCount: Int { cut.image.pixels.count }
}

/// By what a station judges, in digests: kept beside every cut.
///
/// Thread-safe as a value.
public struct Provenance: Sendable, Equatable, Codable {
    /// SHA-256 of the recipe's file.
    public var recipe: String
    /// SHA-256 of the product model, as the recipe names it.
    public var model: String
    /// SHA-256 of the product model's network; nil without one.
    public var network: String?
    /// SHA-256 of the calibration's file; nil without one.
    public var calibration: String?
    /// Lights that take turns; cuts hold their mean.
    public var lights: Int
    /// Level of the processor's instructions, on which the bits of networks depend.
    public var processor: String
    /// The program that judged.
    public var build: String

    /// Makes a provenance.
    public init(
        recipe: String,
        model: String,
        network: String?,
        calibration: String?,
        lights: Int,
        processor: String,
        build: String
    ) {
        self.recipe = recipe
        self.model = model
        self.network = network
        self.calibration = calibration
        self.lights = lights
        self.processor = processor
        self.build = build
    }
}
