/// A challenge test of a batch; its blisters are in no count of the report.
public struct ReportedChallenge: Sendable, Equatable {
    /// Where it stands.
    public enum Outcome: Sendable, Equatable {
        /// Every known-bad blister was rejected for what is wrong with it, and arrived in the chute.
        case passed
        /// One was not.
        case failed
        /// It was not ended: it runs, or batch or daemon ended first.
        case unfinished
    }

    /// ISO 8601.
    public var startedAt: String
    /// Who started it.
    public var startedBy: String
    /// Known-bad blisters of the kit.
    public var presented: Int
    /// Of those, rejected for what is wrong with them.
    public var rejected: Int
    /// Of those, seen in the reject chute; nil where there is no sensor.
    public var confirmed: Int?
    /// Where it stands.
    public var outcome: Outcome

    /// Makes a test.
    public init(
        startedAt: String,
        startedBy: String,
        presented: Int,
        rejected: Int,
        confirmed: Int?,
        outcome: Outcome
    ) {
        self.startedAt = startedAt
        self.startedBy = startedBy
        self.presented = presented
        self.rejected = rejected
        self.confirmed = confirmed
        self.outcome = outcome
    }
}
