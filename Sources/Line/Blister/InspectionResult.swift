/// What was found in one pocket.
public struct PocketResult: Sendable, Equatable {
    /// Position in the layout's list, from 0.
    public var index: Int
    /// `good`, or the raw value of the gravest ``RejectReason``.
    public var classification: String
    /// 0...1; how far inside (or outside) its limits the deciding check lies.
    public var confidence: Double
    /// Distance to the taught product, in units of its limit: over 1 is a reject.
    public var anomaly: Double
    /// Every check of this pocket.
    public var checks: [Check]
    /// What a network rejected it for, in words; nil where none did.
    public var sentence: String?
    /// Where that network finds it unlike a good one; nil where none rejected it, or where it gives
    /// no map.
    public var map: ScoreMap?

    /// Makes a pocket result.
    public init(
        index: Int,
        classification: String,
        confidence: Double,
        anomaly: Double,
        checks: [Check],
        sentence: String? = nil,
        map: ScoreMap? = nil
    ) {
        self.index = index
        self.classification = classification
        self.confidence = confidence
        self.anomaly = anomaly
        self.checks = checks
        self.sentence = sentence
        self.map = map
    }
}

/// Accept, or reject with at least one reason.
public enum Verdict: Sendable, Equatable {
    case accept
    /// Sorted, without repetition, never empty.
    case reject([RejectReason])

    /// Builds the verdict that `reasons` mean.
    public init(reasons: some Sequence<RejectReason>) {
        let sorted = Set(reasons).sorted()
        self = sorted.isEmpty ? .accept : .reject(sorted)
    }

    /// `accept` or `reject`.
    public var name: String { self == .accept ? "accept" : "reject" }

    /// The reasons; empty for accept.
    public var reasons: [RejectReason] {
        switch self {
        case .accept: []
        case .reject(let reasons): reasons
        }
    }
}

/// Everything that inspection says about one blister; the same keys go to `--json` and the store.
public struct InspectionResult: Sendable, Equatable {
    /// Which blister.
    public var identity: BlisterIdentity
    /// Accept or reject.
    public var verdict: Verdict
    /// One per pocket of the layout; empty when the blister was not seen.
    public var pockets: [PocketResult]
    /// Checks on the blister as a whole: foil, step, alignment.
    public var checks: [Check]
    /// Last row captured to verdict, milliseconds; 0 for still images.
    public var latencyMilliseconds: Double
    /// The networks that looked at it and the first digits of their digests; empty when none did.
    public var networks: String
    /// What is printed; nil where the recipe asks for no print.
    public var print: PrintFinding?
    /// What is embossed; nil where the recipe asks for no Braille.
    public var braille: BrailleFinding?
    /// The machine-readable code; nil where the recipe asks for none.
    public var code: CodeFinding?

    /// Makes a result.
    public init(
        identity: BlisterIdentity,
        verdict: Verdict,
        pockets: [PocketResult],
        checks: [Check],
        latencyMilliseconds: Double,
        networks: String = "",
        print: PrintFinding? = nil,
        braille: BrailleFinding? = nil,
        code: CodeFinding? = nil
    ) {
        self.identity = identity
        self.verdict = verdict
        self.pockets = pockets
        self.checks = checks
        self.latencyMilliseconds = latencyMilliseconds
        self.networks = networks
        self.print = print
        self.braille = braille
        self.code = code
    }

    /// The result of a blister that nobody could judge.
    public static func unjudged(_ identity: BlisterIdentity, reason: RejectReason) -> Self {
        InspectionResult(
            identity: identity,
            verdict: .reject([reason]),
            pockets: [],
            checks: [],
            latencyMilliseconds: 0
        )
    }
}
