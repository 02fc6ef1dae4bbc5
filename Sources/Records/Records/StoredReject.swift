public import Blister
internal import GRDB

/// A reject as the store has it, for people who look at evidence.
public struct StoredReject: Sendable, Equatable {
    /// Position in the store: later rejects have larger ones.
    public let row: Int
    /// `BATCH-CYCLE-LANE`.
    public let blisterID: String
    /// ISO 8601.
    public let decidedAt: String
    /// From 0.
    public let lane: Int
    /// All reasons, the gravest first.
    public let reasons: [String]
    /// Marked picture below the evidence folder; nil where none was kept.
    public let evidence: String?
    /// The result with the contract's keys; nil where it was not kept.
    public let resultLine: String?
}

extension RecordStoreReader {
    /// Rejects, newest first.
    ///
    /// - Parameters:
    ///   - row: Only those before this position; nil for the newest.
    ///   - count: No more than these.
    ///   - reason: Only those of this gravest reason; nil for all.
    /// - Returns: What there is.
    /// - Throws: What SQLite says.
    public func rejects(
        before row: Int? = nil,
        count: Int,
        reason: String? = nil
    ) throws -> [StoredReject] {
        try reader.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT blister.*, detail.result FROM blister
                    LEFT JOIN detail ON detail.blister = blister.id
                    WHERE verdict = 'reject' AND blister.id < ? AND (? IS NULL OR reason = ?)
                    ORDER BY blister.id DESC LIMIT ?
                    """,
                arguments: [row ?? Int.max, reason, reason, count]
            ).map { StoredReject($0) }
        }
    }

    /// One reject; nil where the blister was accepted, or never stored.
    ///
    /// - Parameters:
    ///   - batch: Its batch.
    ///   - identity: Its cycle and lane.
    /// - Returns: The reject.
    /// - Throws: What SQLite says.
    public func reject(batch: Int, identity: BlisterIdentity) throws -> StoredReject? {
        try reader.read { database in
            try Row.fetchOne(
                database,
                sql: """
                    SELECT blister.*, detail.result FROM blister
                    LEFT JOIN detail ON detail.blister = blister.id
                    WHERE verdict = 'reject' AND batch = ? AND cycle = ? AND lane = ?
                    """,
                arguments: [batch, identity.cycle, identity.lane]
            ).map { StoredReject($0) }
        }
    }
}

extension StoredReject {
    init(_ record: Row) {
        let identity = BlisterIdentity(cycle: record["cycle"], lane: record["lane"])
        let reasons: String = record["reasons"]
        row = record["id"]
        blisterID = BlisterID.text(batch: record["batch"], identity: identity)
        decidedAt = record["decided_at"]
        lane = identity.lane
        self.reasons = reasons.split(separator: ",").map(String.init)
        evidence = record["evidence"]
        resultLine = record["result"]
    }
}
