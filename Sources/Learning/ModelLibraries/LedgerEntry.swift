/// One change of what is live.
public struct LedgerEntry: Sendable, Equatable, Codable {
    /// What happened.
    public enum Event: String, Sendable, Codable {
        /// A file that was copied into the folder passed.
        case dropped
        /// `blisterctl model install`.
        case installed
        /// `blisterctl model rollback`: the model before is live again.
        case rolledBack = "rolled_back"
        /// The station refused what the entry before made live, which is undone by this one.
        case withdrawn
    }

    /// Place in the ledger, from 1.
    public var number: Int
    /// When, ISO 8601.
    public var time: String
    /// What happened.
    public var event: Event
    /// Task of the model.
    public var task: String
    /// Product that the model is for; nil for any.
    public var product: String?
    /// Who: the user of the process, or the owner of the file that was dropped.
    public var by: String
    /// Name that the file came by.
    public var file: String
    /// SHA-256 of the model that was live before; nil for none.
    public var oldDigest: String?
    /// SHA-256 of the model that is live from now on; nil for none.
    public var newDigest: String?
    /// Key that signed it.
    public var signedBy: String?
    /// Digest of the acceptance set that it passed.
    public var acceptance: String?
    /// Why, where it was withdrawn.
    public var reason: String?

    enum CodingKeys: String, CodingKey {
        case number, time, event, task, product, by, file, reason
        case oldDigest = "old_sha256"
        case newDigest = "new_sha256"
        case signedBy = "signed_by"
        case acceptance = "acceptance_sha256"
    }

    /// Where it happened.
    public var role: ModelRole { ModelRole(task: task, product: product) }
}
