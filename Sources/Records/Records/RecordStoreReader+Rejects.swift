internal import Blister
internal import GRDB

extension RecordStoreReader {
    /// Rejects of batch `number` with a picture: the first of every reason, then the second of every
    /// reason, and so on, no more than `limit`; in the order of their time.
    public func rejectPictures(batch number: Int, limit: Int) throws -> [RejectPictureEntry] {
        try reader.read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM (
                        SELECT id, cycle, lane, decided_at, reason, evidence,
                            row_number() OVER (PARTITION BY reason ORDER BY id) AS place
                        FROM blister
                        WHERE batch = ? AND verdict = 'reject' AND evidence IS NOT NULL
                        ORDER BY place, id LIMIT ?)
                    ORDER BY id
                    """,
                arguments: [number, limit]
            )
            return rows.map { row in
                let identity = BlisterIdentity(cycle: row["cycle"], lane: row["lane"])
                return RejectPictureEntry(
                    blisterID: BlisterID.text(batch: number, identity: identity),
                    time: row["decided_at"],
                    reason: row["reason"] ?? "",
                    evidence: row["evidence"]
                )
            }
        }
    }

    /// What befell the store between two moments in ISO 8601, the oldest first, no more than `limit`;
    /// an open end where `end` is nil.
    public func incidents(from start: String, to end: String?, limit: Int) throws -> [StoreIncident]
    {
        try reader.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT at, kind, detail FROM incident
                    WHERE julianday(at) >= julianday(?)
                        AND (? IS NULL OR julianday(at) <= julianday(?))
                    ORDER BY id LIMIT ?
                    """,
                arguments: [start, end, end, limit]
            ).map { StoreIncident(time: $0["at"], kind: $0["kind"], detail: $0["detail"]) }
        }
    }
}
