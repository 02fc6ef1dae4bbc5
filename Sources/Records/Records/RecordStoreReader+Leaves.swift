internal import GRDB

/// A batch that is over, as the store has it.
public struct FinishedBatch: Sendable, Equatable {
    /// Batch number.
    public let number: Int
    /// Whether every announced blister has its verdict in the store.
    public let isComplete: Bool
}

extension RecordStoreReader {
    // Documented in Sources/Records/AuditTrails/README.md: whoever checks a root computes the same.
    private static let leafQuery = """
        SELECT batch || '-' || cycle || '-' || lane || ' ' || decided_at || ' ' || verdict || ' '
            || reasons || ' ' || coalesce(amended, '-') || ' '
            || CASE verdict WHEN 'reject' THEN coalesce(result, '-') ELSE '-' END
        FROM blister LEFT JOIN detail ON detail.blister = blister.id
        WHERE batch = ? ORDER BY blister.id
        """

    /// Hands every stored blister of a batch to `body`, as the bytes of its leaf in the Merkle tree of
    /// the audit trail, in the order in which they were stored.
    ///
    /// - Parameters:
    ///   - number: Batch number.
    ///   - body: Takes one leaf.
    /// - Returns: Whether the store has the batch.
    /// - Throws: What SQLite says.
    public func leaves(batch number: Int, _ body: ([UInt8]) -> Void) throws -> Bool {
        try reader.read { database in
            let isThere = try Bool.fetchOne(
                database,
                sql: "SELECT EXISTS (SELECT 1 FROM batch WHERE id = ?)",
                arguments: [number]
            )
            guard isThere == true else { return false }
            let rows = try String.fetchCursor(
                database,
                sql: Self.leafQuery,
                arguments: [number]
            )
            while let leaf = try rows.next() { body(Array(leaf.utf8)) }
            return true
        }
    }

    /// The batches with larger numbers than `number` that are over, oldest first.
    public func finishedBatches(after number: Int) throws -> [FinishedBatch] {
        try reader.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT id, blisters - accepted - rejected = 0 AS is_settled,
                        (SELECT count(*) FROM blister WHERE batch = batch.id)
                            + rows_lost = blisters + challenge_blisters AS is_stored
                    FROM batch WHERE state != 'open' AND id > ? ORDER BY id
                    """,
                arguments: [number]
            ).map { row in
                FinishedBatch(number: row["id"], isComplete: row["is_settled"] && row["is_stored"])
            }
        }
    }
}
