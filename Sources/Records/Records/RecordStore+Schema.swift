internal import GRDB

// batch     one row per batch. state: open, ended, interrupted. Times are ISO 8601. `blisters` is
//           what capture announced; accepted + sum(batch_reject.count) must equal it.
// batch_reject  rejected blisters by gravest reason.
// blister   one row per blister: `reason` the gravest, `reasons` all, comma separated; `amended`
//           is set where a verdict was overruled at the reject station.
// detail    the full result as JSON with the keys of `inspect --json`; kept for every reject, for
//           accepts the latest only.
// incident  what befell the store itself.
// cut       where the cut that inspection looked at lies, and the SHA-256 of its sidecar.
// challenge, challenge_item  challenge tests of a batch, counted from 1, and what became of each
//           known-bad blister. blister.challenge: null in production, 0 while a challenge is due,
//           else the number of the challenge; such blisters are rejected whatever their verdict,
//           and counted in challenge_* of the batch only.
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
        migrator.registerMigration("2 challenges, cuts") { database in
            try database.execute(sql: Self.challengesAndCuts)
        }
        return migrator
    }

    private static let challengesAndCuts = """
        ALTER TABLE batch ADD COLUMN challenge_blisters INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE batch ADD COLUMN challenge_accepted INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE batch ADD COLUMN challenge_rejected INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE batch ADD COLUMN unconfirmed INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE batch ADD COLUMN cuts_lost INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE blister ADD COLUMN challenge INTEGER;
        CREATE TABLE cut (
            batch INTEGER NOT NULL REFERENCES batch(id),
            cycle INTEGER NOT NULL,
            lane INTEGER NOT NULL,
            sidecar TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            PRIMARY KEY (batch, cycle, lane)
        ) WITHOUT ROWID;
        CREATE TABLE challenge (
            batch INTEGER NOT NULL REFERENCES batch(id),
            number INTEGER NOT NULL,
            outcome TEXT NOT NULL
                CHECK (outcome IN ('running', 'passed', 'failed', 'interrupted')),
            started_at TEXT NOT NULL,
            started_by TEXT NOT NULL,
            ended_at TEXT,
            ended_by TEXT,
            PRIMARY KEY (batch, number)
        ) WITHOUT ROWID;
        CREATE TABLE challenge_item (
            batch INTEGER NOT NULL,
            number INTEGER NOT NULL,
            position INTEGER NOT NULL,
            name TEXT NOT NULL,
            wanted TEXT NOT NULL,
            found TEXT NOT NULL,
            blister_id TEXT,
            confirmation TEXT NOT NULL,
            passed INTEGER NOT NULL,
            PRIMARY KEY (batch, number, position),
            FOREIGN KEY (batch, number) REFERENCES challenge(batch, number)
        ) WITHOUT ROWID;
        """
}
