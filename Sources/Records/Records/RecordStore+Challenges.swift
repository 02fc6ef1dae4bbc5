internal import Blister
internal import GRDB

extension ChallengeRecord {
    /// Stores what is known of the challenge, over what was stored of it before.
    func upsert(_ database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO challenge
                (batch, number, outcome, started_at, started_by, ended_at, ended_by)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (batch, number) DO UPDATE SET outcome = excluded.outcome,
                    ended_at = excluded.ended_at, ended_by = excluded.ended_by
                """,
            arguments: [batch, number, outcome.rawValue, startedAt, startedBy, endedAt, endedBy]
        )
        for (position, item) in items.enumerated() {
            try database.execute(
                sql: """
                    INSERT INTO challenge_item (batch, number, position, name, wanted, found,
                        blister_id, confirmation, passed)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (batch, number, position) DO UPDATE SET found = excluded.found,
                        blister_id = excluded.blister_id, confirmation = excluded.confirmation,
                        passed = excluded.passed
                    """,
                arguments: [
                    batch, number, position, item.name, Self.text(item.wanted),
                    Self.text(item.found), item.blisterID, item.confirmation.rawValue, item.passes,
                ]
            )
        }
    }

    /// The challenges of one batch, in their order.
    static func all(_ database: Database, batch: Int) throws -> [ChallengeRecord] {
        let rows = try Row.fetchAll(
            database,
            sql: "SELECT * FROM challenge WHERE batch = ? ORDER BY number",
            arguments: [batch]
        )
        return try rows.map { row in
            var record = ChallengeRecord(row: row)
            let items = try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM challenge_item WHERE batch = ? AND number = ? ORDER BY position
                    """,
                arguments: [batch, record.number]
            )
            record.items = items.map { Item(row: $0) }
            return record
        }
    }

    private init(row: Row) {
        self.init(
            batch: row["batch"],
            number: row["number"],
            outcome: Outcome(rawValue: row["outcome"]) ?? .interrupted,
            startedAt: row["started_at"],
            startedBy: row["started_by"],
            endedAt: row["ended_at"],
            endedBy: row["ended_by"],
            items: []
        )
    }

    static func text(_ reasons: [RejectReason]) -> String {
        reasons.map(\.rawValue).joined(separator: ",")
    }
}

extension ChallengeRecord.Item {
    init(row: Row) {
        func reasons(_ column: String) -> [RejectReason] {
            let text: String = row[column]
            return text.split(separator: ",").compactMap { RejectReason(rawValue: String($0)) }
        }
        self.init(name: row["name"], wanted: reasons("wanted"))
        found = reasons("found")
        blisterID = row["blister_id"]
        confirmation = ChallengeRecord.Confirmation(rawValue: row["confirmation"]) ?? .absent
    }
}

extension RecordStoreReader {
    /// The challenges of one batch, in their order.
    ///
    /// - Throws: what SQLite says.
    public func challenges(batch: Int) throws -> [ChallengeRecord] {
        try reader.read { try ChallengeRecord.all($0, batch: batch) }
    }
}
