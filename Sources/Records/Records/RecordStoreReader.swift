public import Blister
internal import GRDB

/// Questions to the store that change nothing, asked beside a running daemon.
///
/// Thread-safe.
public struct RecordStoreReader: Sendable {
    let reader: any DatabaseReader

    /// The account of one batch, by default the latest.
    public func report(batch number: Int? = nil) throws -> BatchReport {
        try reader.read { database in
            let latest = try Int.fetchOne(database, sql: "SELECT max(id) FROM batch")
            guard let latest else { throw RecordStoreError.empty }
            let wanted = number ?? latest
            let row = try Row.fetchOne(
                database,
                sql: "SELECT * FROM batch WHERE id = ?",
                arguments: [wanted]
            )
            guard let row else { throw RecordStoreError.noBatch(wanted) }
            var report = BatchReport(row: row)
            let rejects = try Row.fetchAll(
                database,
                sql: "SELECT reason, count FROM batch_reject WHERE batch = ?",
                arguments: [wanted]
            )
            for reject in rejects {
                guard let reason = RejectReason(rawValue: reject["reason"]) else { continue }
                report.account[reason] = reject["count"]
            }
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT verdict, challenge IS NOT NULL AS is_apart, count(*) AS n FROM blister
                    WHERE batch = ? GROUP BY verdict, is_apart
                    """,
                arguments: [wanted]
            )
            report.challenges = try ChallengeRecord.all(database, batch: wanted)
            for row in rows {
                let isApart: Bool = row["is_apart"]
                guard !isApart else {
                    let count: Int = row["n"]
                    report.challengeRows += count
                    continue
                }
                let verdict: String = row["verdict"]
                if verdict == "accept" {
                    report.acceptedRows = row["n"]
                } else {
                    report.rejectedRows = row["n"]
                }
            }
            return report
        }
    }

    /// The stored result of one blister as JSON; nil when it was dropped or never stored.
    public func resultJSON(batch: Int, identity: BlisterIdentity) throws -> String? {
        try reader.read { database in
            try String.fetchOne(
                database,
                sql: """
                    SELECT result FROM detail JOIN blister ON detail.blister = blister.id
                    WHERE batch = ? AND cycle = ? AND lane = ?
                    """,
                arguments: [batch, identity.cycle, identity.lane]
            )
        }
    }
}

extension BatchReport {
    init(row: Row) {
        var account = BatchAccount()
        account.blisters = row["blisters"]
        account.accepted = row["accepted"]
        account.rowsLost = row["rows_lost"]
        account.detailsLost = row["details_lost"]
        account.picturesLost = row["pictures_lost"]
        account.linesLost = row["lines_lost"]
        account.cutsLost = row["cuts_lost"]
        account.unconfirmed = row["unconfirmed"]
        account.challengeBlisters = row["challenge_blisters"]
        account.challengeAccepted = row["challenge_accepted"]
        account.challengeRejected = row["challenge_rejected"]
        self.init(
            number: row["id"],
            state: row["state"],
            isAutomatic: row["is_automatic"],
            label: BatchLabel(
                product: row["product"],
                lot: row["lot"],
                expiry: row["expiry"],
                startedBy: row["started_by"]
            ),
            startedAt: row["started_at"],
            endedAt: row["ended_at"],
            endedBy: row["ended_by"],
            recipe: row["recipe"],
            model: row["model"],
            account: account,
            acceptedRows: 0,
            rejectedRows: 0
        )
    }
}
