internal import Blister
internal import Records

/// A challenge test as the daemon tells it.
public struct ChallengeReply: Codable, Sendable, Equatable {
    /// One known-bad blister.
    public struct Item: Codable, Sendable, Equatable {
        /// What people call it.
        public var name: String
        /// Reasons of which one must be given.
        public var wanted: [String]
        /// The blister that was taken for it.
        public var blisterID: String?
        /// For what that blister was rejected.
        public var found: [String]
        /// `not_asked`, `awaited`, `confirmed` or `absent`.
        public var confirmation: String
        /// Whether it is done.
        public var pass: Bool

        private enum CodingKeys: String, CodingKey {
            case name, wanted, found, confirmation, pass
            case blisterID = "blister_id"
        }
    }

    /// `due`, `running`, `passed`, `failed` or `interrupted`.
    public var outcome: String
    /// Its batch; nil while none has begun.
    public var batch: Int?
    /// From 1 in each batch; nil while none has begun.
    public var number: Int?
    /// The kit.
    public var kit: [Item]

    /// Tells `record`; nil: none has begun.
    init(_ record: ChallengeRecord?, isDue: Bool, kit: [ChallengeRecord.Item]) {
        outcome = record?.outcome.rawValue ?? (isDue ? "due" : "passed")
        batch = record?.batch
        number = record?.number
        self.kit = (record?.items ?? kit).map { item in
            Item(
                name: item.name,
                wanted: item.wanted.map(\.rawValue),
                blisterID: item.blisterID,
                found: item.found.map(\.rawValue),
                confirmation: item.confirmation.rawValue,
                pass: item.passes
            )
        }
    }
}
