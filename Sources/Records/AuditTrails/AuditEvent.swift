/// What an entry of the audit trail is about.
///
/// The raw values are the words of the file; they are never given another meaning.
public enum AuditEvent: String, Sendable, CaseIterable {
    /// The daemon begins to inspect; `after` says with what.
    case start
    /// The daemon ends.
    case stop
    /// A batch begins.
    case batchStart = "batch_start"
    /// A batch ends.
    case batchEnd = "batch_end"
    /// The Merkle root over the stored blisters of a batch.
    case batchRoot = "batch_root"
    /// The station configuration is another one.
    case configuration
    /// The recipe is another one.
    case recipe
    /// The limits of the recipe are others.
    case threshold
    /// The calibration is another one.
    case calibration
    /// A model goes live, is rolled back, or is refused.
    case model
    /// Somebody logs in.
    case login
    /// Somebody logs out.
    case logout
    /// A login is refused.
    case loginRefused = "login_refused"
    /// A user, role or password changes.
    case account
    /// An alarm is acknowledged.
    case acknowledge
    /// A challenge test begins, passes or fails.
    case challenge
    /// A stored blister is inspected again.
    case replay
    /// A picture gets a label.
    case label
    /// A fault begins.
    case fault
    /// A fault is over.
    case faultOver = "fault_over"
    /// A trend's alarm.
    case trend
    /// Limits of a chart are found anew because a person said so, or have been found.
    case baseline
    /// The wall clock jumped, or gained or lost its reference.
    case clockChange = "clock_change"
    /// The end of the trail was torn and has been set aside.
    case repair
    /// Entries could not be kept while the disk refused.
    case entriesLost = "entries_lost"
    /// The key of the trail is another one.
    case key
    /// The trail was exported.
    case export
    /// A signed head of the trail.
    case checkpoint
}
