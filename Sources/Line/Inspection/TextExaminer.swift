public import Blister
public import Imaging

/// Reads what is printed and embossed on a blister, by whatever means.
///
/// Inspection knows readers by this only. One caller at a time; the same picture and the same
/// expected texts give the same bits whoever reads it.
public protocol TextExaminer: AnyObject, Sendable {
    /// Reads `image`, a registered blister, and holds it against the texts in force; never throws: what
    /// cannot be told is a finding that does not pass.
    func findings(on image: Image) -> TextFindings
}

/// What was read on one blister.
///
/// Thread-safe as a value.
public struct TextFindings: Sendable, Equatable {
    /// The print; nil where the examiner looks at none.
    public var print: PrintFinding?
    /// The Braille; nil where the examiner looks at none.
    public var braille: BrailleFinding?
    /// The machine-readable code; nil where the examiner looks at none.
    public var code: CodeFinding?
    /// The networks, and the first digits of their digests, as ``InspectionResult/networks``.
    public var networks: String
    /// Why something could not be read, in one line; nil where all went well.
    public var fault: String?

    /// Makes findings.
    public init(
        print: PrintFinding?,
        braille: BrailleFinding?,
        code: CodeFinding? = nil,
        networks: String,
        fault: String?
    ) {
        self.print = print
        self.braille = braille
        self.code = code
        self.networks = networks
        self.fault = fault
    }
}
