/// What the panel shows and does: the station, or a test's stand-in.
///
/// The first group is asked up to four times a second on the panel's own thread, one call at a time,
/// and must answer from values at hand. The second group runs on background threads, two calls at a
/// time, and may read files or wait. No call may wait for an inspecting thread.
public protocol PanelHost: Sendable {
    /// The station now.
    func state() -> PanelState
    /// The blister judged last; nil before the first.
    func lastBlister() -> PanelBlister?
    /// The blister rejected last; nil before the first.
    func lastReject() -> PanelBlister?
    /// The trend charts; empty where trends are off.
    func trends() -> [PanelTrend]
    /// Figures for Prometheus.
    func metrics() -> [PanelMetric]

    /// Does what `person` asks for; the panel has already checked the role.
    func perform(_ action: PanelAction, by person: PanelPerson) -> PanelReply
    /// Rejects and their pictures, newest first.
    func evidence(_ query: PanelEvidenceQuery) -> PanelEvidencePage
    /// A stored blister; nil where the store has none of that name.
    func blister(_ id: String) -> PanelBlister?
    /// A stored picture; nil where there is none.
    func picture(_ kind: PanelPicture.Kind, of id: String) -> PanelPicture?
    /// The model library.
    func models() -> [PanelModel]
    /// Lines of the audit trail, newest first: at most `count`, those before number `before` where
    /// that is given.
    func audit(before: Int?, count: Int) -> [PanelAuditLine]
    /// Takes down who came, went and was refused; belongs into the audit trail.
    func record(_ event: PanelEvent)
}

/// Who asks, as it belongs into the audit trail.
public struct PanelPerson: Sendable, Equatable, Codable {
    /// Name of the user.
    public var name: String
    /// Role at login.
    public var role: PanelRole

    /// Makes a person.
    public init(name: String, role: PanelRole) {
        self.name = name
        self.role = role
    }
}

/// Whether an action was carried out.
public struct PanelReply: Sendable, Equatable, Codable {
    /// Whether it was.
    public var done: Bool
    /// One sentence for a person; the reason when it was not.
    public var message: String

    /// Makes a reply.
    public init(done: Bool, message: String) {
        self.done = done
        self.message = message
    }
}

/// What happened at the panel's door.
public enum PanelEvent: Sendable, Equatable {
    case login(PanelPerson, address: String)
    case logout(PanelPerson)
    /// A wrong name or password.
    case loginRefused(name: String, address: String)
    /// A user came, went, or has another role or password since the panel runs.
    case account(PanelAccountChange)
    /// Too many wrong ones: `subject` waits so long.
    case lockedOut(subject: String, seconds: Int)
}
