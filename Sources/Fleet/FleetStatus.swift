/// How reporting goes: for the panel, the log and `/metrics`.
public struct FleetStatus: Sendable, Equatable {
    /// What is being done.
    public enum Condition: String, Sendable, Equatable {
        /// Not begun, or over.
        case stopped
        /// A connection is being made.
        case connecting
        /// The broker is there, the host application is not.
        case waitingForHost = "waiting_for_host"
        /// Born: what is offered goes out.
        case online
        /// No connection; records wait on disk, and it is tried again.
        case offline
    }

    /// What is being done.
    public var condition = Condition.stopped
    /// One sentence for people; has no secrets.
    public var sentence = "reporting has not begun"
    /// What is wrong with the spool's disk; nil when nothing is.
    public var diskSentence: String?
    /// Records on disk that the broker has not acknowledged.
    public var waitingCount: Int64 = 0
    /// Bytes of the spool.
    public var spoolByteCount = 0
    /// Records that were dropped because the spool was full or damaged.
    public var lostCount: Int64 = 0
    /// Records that were refused because the queue was full.
    public var refusedCount: Int64 = 0
    /// Number of the last record that the broker acknowledged, 0 before the first.
    public var acknowledgedNumber: Int64 = 0
    /// Births since the start.
    public var birthCount = 0

    /// Makes the status of a station that has not begun.
    public init() {}

    /// Whether the panel shall warn.
    public var isWarning: Bool {
        condition == .offline || diskSentence != nil || lostCount > 0 || refusedCount > 0
    }
}
