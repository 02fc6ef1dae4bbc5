/// The machine-readable code of a blister, held against what it must say.
///
/// Thread-safe as a value.
public struct CodeFinding: Sendable, Equatable {
    /// Kind that is asked for.
    public var kind: CodeKind
    /// What is read, element strings with their identifiers in parentheses; nil where nothing is.
    public var text: String?
    /// What it must say; nil where no batch says so.
    public var expected: String?
    /// Codes of the kind that do not say it, or 1 where none does; nil where nobody could tell.
    public var faultCount: Int?
    /// Where the first of them is on the blister; nil where none is.
    public var faultPlace: Point?

    /// Makes a finding.
    public init(
        kind: CodeKind,
        text: String?,
        expected: String?,
        faultCount: Int?,
        faultPlace: Point? = nil
    ) {
        self.kind = kind
        self.text = text
        self.expected = expected
        self.faultCount = faultCount
        self.faultPlace = faultPlace
    }

    /// Of a code that nobody verified.
    public static func unverified(_ kind: CodeKind, expected: String?) -> CodeFinding {
        CodeFinding(kind: kind, text: nil, expected: expected, faultCount: nil)
    }

    /// Whether one code is there and says what it must; never where nothing is expected.
    public var passes: Bool { expected != nil && faultCount == 0 }

    /// Its check: how many codes are wrong, at most none; not a number where nobody could tell.
    public var check: Check {
        Check(
            name: "code",
            value: expected == nil ? .nan : faultCount.map(Double.init) ?? .nan,
            lowerLimit: nil,
            upperLimit: 0,
            unit: "codes",
            reason: .code,
            place: faultPlace
        )
    }

    func write(to json: inout JSONText) {
        json.object("code") { json in
            json.value(kind.rawValue, "kind")
            json.value(text, "text")
            json.value(expected, "expected")
            json.value(passes, "pass")
        }
    }
}
