public import Blister

/// One defect the twin puts on the web, as the truth records it.
public struct SeededDefect: Sendable, Equatable {
    /// What exactly is wrong within one reason.
    public enum Form: String, Sendable, CaseIterable {
        /// The reason has one form only.
        case plain
        /// Broken in two, one part gone.
        case half
        /// A bite out of the rim.
        case chip
        /// Split through, both parts there.
        case crack
        /// A dent in the product.
        case dent
        /// A pressed-in pocket over a sound product.
        case crushedPocket = "crushed_pocket"
        /// Another sign printed in the place of one.
        case wrongSign = "wrong_sign"
        /// One sign not printed.
        case missingSign = "missing_sign"
        /// Nothing printed.
        case noPrint = "no_print"
        /// Some signs wiped while they were wet.
        case smudge
    }

    /// Name in `truth.jsonl`.
    public var reason: RejectReason
    /// Form within the reason.
    public var form: Form
    /// Pocket, or nil for foil and machine defects.
    public var pocket: Int?
    /// 0...1; for halves and chips the share of the area that is lost.
    public var severity: Double
    /// Middle of the defect, millimetres from the blister's first corner.
    public var place: Point

    /// Makes a defect.
    public init(
        reason: RejectReason,
        form: Form = .plain,
        pocket: Int?,
        severity: Double,
        place: Point
    ) {
        self.reason = reason
        self.form = form
        self.pocket = pocket
        self.severity = severity
        self.place = place
    }

    /// Whether the defect crosses every lane of its cycle.
    public var isAcrossWeb: Bool { reason == .splice || reason == .step }
}

/// What is known about one blister of the twin.
public struct TwinTruth: Sendable, Equatable {
    /// Which blister.
    public var identity: BlisterIdentity
    /// What is wrong with it; empty for a good one.
    public var defects: [SeededDefect]

    /// Reject when there is any defect.
    public var verdict: Verdict { Verdict(reasons: defects.map(\.reason)) }
}
