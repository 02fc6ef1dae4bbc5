public import Blister

/// What a person says when a batch starts.
public struct BatchLabel: Sendable, Equatable {
    /// Product name.
    public var product: String
    /// Lot number.
    public var lot: String
    /// Expiry as printed.
    public var expiry: String
    /// Who started it.
    public var startedBy: String

    /// Makes a label.
    public init(product: String, lot: String, expiry: String, startedBy: String) {
        self.product = product
        self.lot = lot
        self.expiry = expiry
        self.startedBy = startedBy
    }
}

/// The counts of one batch: every blister once, rejects under their gravest reason.
///
/// `blisters` is what capture announced, counted apart from the verdicts, so that a blister that
/// got lost between them shows.
public struct BatchAccount: Sendable, Equatable {
    /// Blisters that capture announced.
    public var blisters = 0
    /// Blisters that passed.
    public var accepted = 0
    /// Rejected blisters, by position in `RejectReason.allCases`.
    public private(set) var rejectedByReason = Array(
        repeating: 0,
        count: RejectReason.allCases.count
    )
    /// Blisters of challenge tests, and those that came while one was due: rejected, and counted here
    /// only.
    public var challengeBlisters = 0
    /// Those of them in which inspection found nothing.
    public var challengeAccepted = 0
    /// Those of them that inspection rejected.
    public var challengeRejected = 0
    /// Rejected blisters that the chute did not see.
    public var unconfirmed = 0
    /// Blister rows that could not be stored.
    public var rowsLost = 0
    /// Full results that could not be stored.
    public var detailsLost = 0
    /// Evidence pictures that were not stored.
    public var picturesLost = 0
    /// Cuts to replay that were not stored.
    public var cutsLost = 0
    /// Lines missing in the reject log.
    public var linesLost = 0

    /// Makes an account of zero.
    public init() {}

    /// Rejected under `reason`.
    public subscript(reason: RejectReason) -> Int {
        get { rejectedByReason[reason.position] }
        set { rejectedByReason[reason.position] = newValue }
    }

    /// All rejected blisters.
    public var rejected: Int { rejectedByReason.reduce(0, +) }

    /// Announced blisters without a verdict: under way, or lost once the batch is over.
    public var unaccounted: Int { blisters - accepted - rejected }

    /// Announced blisters of challenges without a verdict.
    public var challengeUnaccounted: Int {
        challengeBlisters - challengeAccepted - challengeRejected
    }

    /// Counts one blister that capture announced.
    mutating func announce(isSetApart: Bool) {
        if isSetApart { challengeBlisters += 1 } else { blisters += 1 }
    }

    /// Counts one verdict; nil is accept.
    mutating func count(_ reason: RejectReason?, isSetApart: Bool = false, _ step: Int = 1) {
        guard !isSetApart else {
            if reason == nil { challengeAccepted += step } else { challengeRejected += step }
            return
        }
        guard let reason else {
            accepted += step
            return
        }
        self[reason] += step
    }
}

extension RejectReason {
    var position: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
