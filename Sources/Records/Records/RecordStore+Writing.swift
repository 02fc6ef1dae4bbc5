internal import Blister
internal import GRDB

/// A blister as its row, ready to be stored.
struct BlisterRow: Sendable {
    var batch: Int
    var identity: BlisterIdentity
    var decidedAt: String
    var verdict: Verdict
    var latencyMilliseconds: Double
    var evidence: String?
    /// nil when it was dropped on overflow.
    var resultJSON: String?
    /// See the schema.
    var challenge: Int?
}

/// An overruled verdict, ready to be stored.
struct AmendmentRow: Sendable {
    var batch: Int
    var identity: BlisterIdentity
    var reason: RejectReason
    var amendedAt: String
}

/// A batch as its row.
struct BatchRow: Sendable, Equatable {
    enum State: String, Sendable { case open, ended, interrupted }

    var id: Int
    var state: State
    var isAutomatic: Bool
    var label: BatchLabel
    var startedAt: String
    var endedAt: String?
    var endedBy: String?
    var recipe: String
    var model: String
    var account: BatchAccount
}

/// What one transaction stores.
struct RecordTransaction: Sendable {
    var batches: [BatchRow] = []
    var blisters: [BlisterRow] = []
    var amendments: [AmendmentRow] = []
    var cuts: [CutRow] = []
    var challenges: [ChallengeRecord] = []

    var isEmpty: Bool {
        batches.isEmpty && blisters.isEmpty && amendments.isEmpty && cuts.isEmpty
            && challenges.isEmpty
    }
}

extension RecordStore {
    /// Stores everything or nothing.
    ///
    /// - Parameters:
    ///   - transaction: what to store.
    ///   - acceptedDetailsMax: full results of accepted blisters to keep, newest first.
    /// - Returns: how many blisters of each batch got a row.
    /// - Throws: what SQLite says.
    @discardableResult
    func write(_ transaction: RecordTransaction, acceptedDetailsMax: Int) throws -> [Int: Int] {
        try pool.write { database in
            for batch in transaction.batches { try batch.upsert(database) }
            var newDetails = 0
            var newRows: [Int: Int] = [:]
            for blister in transaction.blisters where try blister.insert(database) {
                newRows[blister.batch, default: 0] += 1
                guard let result = blister.resultJSON else { continue }
                try blister.insertDetail(result, database)
                if blister.verdict == .accept { newDetails += 1 }
            }
            for amendment in transaction.amendments { try amendment.apply(database) }
            for cut in transaction.cuts { try cut.insert(database) }
            for challenge in transaction.challenges { try challenge.upsert(database) }
            if newDetails > 0 {
                try Self.dropDetails(database, keeping: acceptedDetailsMax)
            }
            return newRows
        }
    }

    private static func dropDetails(_ database: Database, keeping count: Int) throws {
        // The newest to go is found by one walk along the partial index of accepts.
        try database.cachedStatement(
            sql: """
                DELETE FROM detail WHERE is_accept AND blister <= (
                    SELECT blister FROM detail WHERE is_accept
                    ORDER BY blister DESC LIMIT 1 OFFSET ?)
                """
        ).execute(arguments: [count])
    }

    /// Largest batch number; 0 without one.
    func latestBatch() throws -> Int {
        try pool.read { try Int.fetchOne($0, sql: "SELECT max(id) FROM batch") ?? 0 }
    }

    func interruptOpenBatches(at now: Timestamp) throws {
        try pool.write { database in
            try database.execute(
                sql: """
                    UPDATE batch SET state = 'interrupted', ended_at = coalesce(
                        (SELECT decided_at FROM blister WHERE batch = batch.id
                         ORDER BY blister.id DESC LIMIT 1), ?)
                    WHERE state = 'open'
                    """,
                arguments: [now.text]
            )
            try database.execute(
                sql: """
                    UPDATE challenge SET outcome = 'interrupted', ended_at = ?
                    WHERE outcome = 'running'
                    """,
                arguments: [now.text]
            )
        }
    }

    func note(incident kind: String, detail: String, at now: Timestamp) throws {
        try pool.write { database in
            try database.execute(
                sql: "INSERT INTO incident (at, kind, detail) VALUES (?, ?, ?)",
                arguments: [now.text, kind, detail]
            )
        }
    }
}

extension BlisterRow {
    /// Inserts the row; a blister that has one keeps it.
    ///
    /// - Returns: whether it was added.
    func insert(_ database: Database) throws -> Bool {
        let reasons = verdict.reasons.map(\.rawValue)
        try database.cachedStatement(
            sql: """
                INSERT OR IGNORE INTO blister
                (batch, cycle, lane, decided_at, verdict, reason, reasons, latency_ms, evidence,
                    challenge)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(
            arguments: [
                batch, identity.cycle, identity.lane, decidedAt, verdict.name, reasons.first,
                reasons.joined(separator: ","), latencyMilliseconds, evidence,
                challenge,
            ]
        )
        return database.changesCount == 1
    }

    /// Adds the full result of the row that was just inserted.
    func insertDetail(_ result: String, _ database: Database) throws {
        try database.cachedStatement(
            sql: "INSERT INTO detail (blister, is_accept, result) VALUES (?, ?, ?)"
        ).execute(arguments: [database.lastInsertedRowID, verdict == .accept, result])
    }
}

extension AmendmentRow {
    func apply(_ database: Database) throws {
        let known = try String.fetchOne(
            database,
            sql: "SELECT reasons FROM blister WHERE batch = ? AND cycle = ? AND lane = ?",
            arguments: [batch, identity.cycle, identity.lane]
        )
        guard let known else { return }
        let earlier = known.split(separator: ",").compactMap { RejectReason(rawValue: String($0)) }
        let verdict = Verdict(reasons: earlier + [reason])
        try database.execute(
            sql: """
                UPDATE blister SET verdict = 'reject', reason = ?, reasons = ?, amended = ?
                WHERE batch = ? AND cycle = ? AND lane = ?
                """,
            arguments: [
                verdict.reasons.first?.rawValue,
                verdict.reasons.map(\.rawValue).joined(separator: ","), amendedAt,
                batch, identity.cycle, identity.lane,
            ]
        )
        // From now on a reject: kept like every other.
        try database.execute(
            sql: """
                UPDATE detail SET is_accept = 0 WHERE blister =
                    (SELECT id FROM blister WHERE batch = ? AND cycle = ? AND lane = ?)
                """,
            arguments: [batch, identity.cycle, identity.lane]
        )
    }
}

extension CutRow {
    func insert(_ database: Database) throws {
        try database.cachedStatement(
            sql: """
                INSERT OR IGNORE INTO cut (batch, cycle, lane, sidecar, sha256)
                SELECT ?1, ?2, ?3, ?4, ?5 WHERE EXISTS (SELECT 1 FROM batch WHERE id = ?1)
                """
        ).execute(arguments: [batch, identity.cycle, identity.lane, sidecar, digest])
    }
}

extension BatchRow {
    func upsert(_ database: Database) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO batch (id, state, is_automatic, product, lot, expiry, started_by,
                    ended_by, started_at, ended_at, recipe, model, blisters, accepted, rejected,
                    rows_lost, details_lost, pictures_lost, lines_lost, cuts_lost, unconfirmed,
                    challenge_blisters, challenge_accepted, challenge_rejected)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET state = excluded.state,
                    ended_by = excluded.ended_by, ended_at = excluded.ended_at,
                    blisters = excluded.blisters, accepted = excluded.accepted,
                    rejected = excluded.rejected, rows_lost = excluded.rows_lost,
                    details_lost = excluded.details_lost,
                    pictures_lost = excluded.pictures_lost, lines_lost = excluded.lines_lost,
                    cuts_lost = excluded.cuts_lost, unconfirmed = excluded.unconfirmed,
                    challenge_blisters = excluded.challenge_blisters,
                    challenge_accepted = excluded.challenge_accepted,
                    challenge_rejected = excluded.challenge_rejected
                """
        ).execute(
            arguments: [
                id, state.rawValue, isAutomatic, label.product, label.lot, label.expiry,
                label.startedBy, endedBy, startedAt, endedAt, recipe, model, account.blisters,
                account.accepted, account.rejected, account.rowsLost, account.detailsLost,
                account.picturesLost, account.linesLost, account.cutsLost, account.unconfirmed,
                account.challengeBlisters, account.challengeAccepted, account.challengeRejected,
            ]
        )
        for reason in RejectReason.allCases where account[reason] > 0 {
            try database.cachedStatement(
                sql: """
                    INSERT INTO batch_reject (batch, reason, count) VALUES (?, ?, ?)
                    ON CONFLICT (batch, reason) DO UPDATE SET count = excluded.count
                    """
            ).execute(arguments: [id, reason.rawValue, account[reason]])
        }
    }
}
