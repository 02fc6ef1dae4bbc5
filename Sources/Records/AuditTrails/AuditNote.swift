/// What is to be written down: an entry without its place in the trail.
public struct AuditNote: Sendable, Equatable {
    /// Longest text of one member, in bytes of UTF-8; what is beyond is cut off with a mark.
    public static let textByteCountMax = 8192

    /// What happened.
    public var event: AuditEvent
    /// Who did it: a person's name, or `daemon`.
    public var who: String
    /// What it happened to; nil where the event says it all.
    public var subject: String?
    /// The old value.
    public var before: String?
    /// The new value.
    public var after: String?
    /// Why.
    public var reason: String?

    /// Makes a note.
    public init(
        _ event: AuditEvent,
        who: String = "daemon",
        subject: String? = nil,
        before: String? = nil,
        after: String? = nil,
        reason: String? = nil
    ) {
        self.event = event
        self.who = who
        self.subject = subject
        self.before = before
        self.after = after
        self.reason = reason
    }
}
