/// Rejects of one reason.
public struct ReasonCount: Sendable, Equatable {
    /// As in the reject log, such as `missing`.
    public var reason: String
    /// Blisters.
    public var count: Int

    /// Makes a count.
    public init(reason: String, count: Int) {
        self.reason = reason
        self.count = count
    }
}

/// The counts of a batch: every blister once, rejects under their gravest reason.
public struct ReportedCounts: Sendable, Equatable {
    /// Blisters that capture announced.
    public var blisters: Int
    /// Passed.
    public var accepted: Int
    /// Rejected, by reason; in any order.
    public var rejectedByReason: [ReasonCount]

    /// Makes counts.
    public init(
        blisters: Int,
        accepted: Int,
        rejectedByReason: [ReasonCount]
    ) {
        self.blisters = blisters
        self.accepted = accepted
        self.rejectedByReason = rejectedByReason
    }

    /// All rejected blisters.
    public var rejected: Int { rejectedByReason.reduce(0) { $0 + $1.count } }
    /// Announced blisters without a verdict.
    public var unaccounted: Int { blisters - accepted - rejected }
    /// Share of accepted blisters, 0...1; nil without a blister.
    public var yield: Double? { blisters > 0 ? Double(accepted) / Double(blisters) : nil }

    /// The reasons that occurred, the most frequent first, equal ones by name.
    var pareto: [ReasonCount] {
        rejectedByReason.filter { $0.count > 0 }
            .sorted { ($1.count, $0.reason) < ($0.count, $1.reason) }
    }
}

/// Blisters of one lane.
public struct LaneCount: Sendable, Equatable {
    /// From 0.
    public var lane: Int
    /// Passed.
    public var accepted: Int
    /// Rejected.
    public var rejected: Int

    /// Makes a count.
    public init(lane: Int, accepted: Int, rejected: Int) {
        self.lane = lane
        self.accepted = accepted
        self.rejected = rejected
    }
}

/// Rejected blisters in which one pocket was found bad.
public struct PocketCount: Sendable, Equatable {
    /// From 0.
    public var pocket: Int
    /// What it was found to be, as in the reject log.
    public var reason: String
    /// Blisters.
    public var count: Int

    /// Makes a count.
    public init(pocket: Int, reason: String, count: Int) {
        self.pocket = pocket
        self.reason = reason
        self.count = count
    }
}
