internal import GRDB

// batch     one row per batch. state: open, ended, interrupted. Times are ISO 8601. `blisters` is
//           what capture announced; accepted + sum(batch_reject.count) must equal it.
// batch_reject  rejected blisters by gravest reason.
// blister   one row per blister: `reason` the gravest, `reasons` all, comma separated; `amended`
//           is set where a verdict was overruled at the reject station.
// detail    the full result as JSON with the keys of `inspect --json`; kept for every reject, for
//           accepts the latest only.
// incident  what befell the store itself.
extension RecordStore {
    static var schema: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 batches, blisters, details, incidents") { database in
            try database.execute(
                sql: """
                    CREATE TABLE batch (
                        id INTEGER PRIMARY KEY,
                        state TEXT NOT NULL CHECK (state IN ('open', 'ended', 'interrupted')),
                        is_automatic INTEGER NOT NULL,
                        product TEXT NOT NULL,
                        lot TEXT NOT NULL,
                        expiry TEXT NOT NULL,
                        started_by TEXT NOT NULL,
                        ended_by TEXT,
                        started_at TEXT NOT NULL,
                        ended_at TEXT,
                        recipe TEXT NOT NULL,
                        model TEXT NOT NULL,
                        blisters INTEGER NOT NULL DEFAULT 0,
                        accepted INTEGER NOT NULL DEFAULT 0,
                        rejected INTEGER NOT NULL DEFAULT 0,
                        rows_lost INTEGER NOT NULL DEFAULT 0,
                        details_lost INTEGER NOT NULL DEFAULT 0,
                        pictures_lost INTEGER NOT NULL DEFAULT 0,
                        lines_lost INTEGER NOT NULL DEFAULT 0
                    );
                    CREATE TABLE batch_reject (
                        batch INTEGER NOT NULL REFERENCES batch(id),
                        reason TEXT NOT NULL,
                        count INTEGER NOT NULL,
                        PRIMARY KEY (batch, reason)
                    ) WITHOUT ROWID;
                    CREATE TABLE blister (
                        id INTEGER PRIMARY KEY,
                        batch INTEGER NOT NULL REFERENCES batch(id),
                        cycle INTEGER NOT NULL,
                        lane INTEGER NOT NULL,
                        decided_at TEXT NOT NULL,
                        verdict TEXT NOT NULL CHECK (verdict IN ('accept', 'reject')),
                        reason TEXT,
                        reasons TEXT NOT NULL,
                        latency_ms REAL NOT NULL,
                        evidence TEXT,
                        amended TEXT,
                        UNIQUE (batch, cycle, lane)
                    );
                    CREATE TABLE detail (
                        blister INTEGER PRIMARY KEY REFERENCES blister(id),
                        is_accept INTEGER NOT NULL,
                        result TEXT NOT NULL
                    );
                    CREATE INDEX detail_accept ON detail(blister) WHERE is_accept;
                    CREATE TABLE incident (
                        id INTEGER PRIMARY KEY,
                        at TEXT NOT NULL,
                        kind TEXT NOT NULL,
                        detail TEXT NOT NULL
                    );
                    """
            )
        }
        return migrator
    }
}
