internal import GRDB

extension RecordStoreReader {
    /// Most spans of time that a batch is divided into.
    public static let spanCountMax = 120
    /// Most full results of rejects that pockets are counted from.
    public static let pocketResultCountMax = 100_000

    /// How the blisters of batch `number` spread over lanes, time and pockets.
    ///
    /// The store counts; memory does not grow with the batch.
    public func breakdown(batch number: Int) throws -> BatchBreakdown {
        try reader.read { database in
            var breakdown = BatchBreakdown()
            guard let range = try Self.seconds(of: number, database) else { return breakdown }
            breakdown.durationSeconds = range.last - range.first
            breakdown.spanSeconds = Self.spanSeconds(duration: breakdown.durationSeconds)
            try Self.countRows(of: number, from: range.first, into: &breakdown, database)
            try Self.countPockets(of: number, into: &breakdown, database)
            return breakdown
        }
    }

    /// First and last blister, seconds since 1970; nil without one.
    private static func seconds(
        of batch: Int,
        _ database: Database
    ) throws -> (first: Int, last: Int)? {
        let ends = try Row.fetchOne(
            database,
            sql: "SELECT min(id) AS first, max(id) AS last FROM blister WHERE batch = ?",
            arguments: [batch]
        )
        guard let ends, let first = ends["first"] as Int?, let last = ends["last"] as Int? else {
            return nil
        }
        func seconds(_ id: Int) throws -> Int {
            try Int.fetchOne(
                database,
                sql: "SELECT CAST(strftime('%s', decided_at) AS INTEGER) FROM blister WHERE id = ?",
                arguments: [id]
            ) ?? 0
        }
        let start = try seconds(first)
        return (start, max(start, try seconds(last)))
    }

    /// The shortest of a few round lengths that needs no more than ``spanCountMax`` spans.
    static func spanSeconds(duration: Int) -> Int {
        let minutes = [1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 720, 1440]
        let round = minutes.map { $0 * 60 }.first { duration / $0 < spanCountMax }
        return round ?? duration / (spanCountMax - 1) + 1
    }

    private static func countRows(
        of batch: Int,
        from start: Int,
        into breakdown: inout BatchBreakdown,
        _ database: Database
    ) throws {
        // A clock that jumped must not make more spans: what lies outside goes to the ends.
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT lane, verdict, max(0, min(?,
                    (CAST(strftime('%s', decided_at) AS INTEGER) - ?) / ?)) AS span,
                    count(*) AS n, sum(amended IS NOT NULL) AS amended,
                    sum(verdict = 'reject' AND evidence IS NOT NULL) AS pictures,
                    total(latency_ms) AS latency, max(latency_ms) AS latency_max
                FROM blister WHERE batch = ? GROUP BY lane, verdict, span
                """,
            arguments: [spanCountMax - 1, start, breakdown.spanSeconds, batch]
        )
        var lanes: [Int: BatchBreakdown.Lane] = [:]
        var spans: [Int: BatchBreakdown.Span] = [:]
        var (count, latency) = (0, 0.0)
        while let row = try rows.next() {
            let (lane, span, n): (Int, Int, Int) = (row["lane"], row["span"], row["n"])
            let isAccept = row["verdict"] as String == "accept"
            let (accepted, rejected) = isAccept ? (n, 0) : (0, n)
            let startSeconds = span * breakdown.spanSeconds
            lanes[lane, default: .init(lane: lane, accepted: 0, rejected: 0)].accepted += accepted
            lanes[lane, default: .init(lane: lane, accepted: 0, rejected: 0)].rejected += rejected
            let empty = BatchBreakdown.Span(startSeconds: startSeconds, accepted: 0, rejected: 0)
            spans[span, default: empty].accepted += accepted
            spans[span, default: empty].rejected += rejected
            breakdown.amended += row["amended"] as Int
            breakdown.pictures += row["pictures"] as Int
            breakdown.latencyMillisecondsMax = max(
                breakdown.latencyMillisecondsMax,
                row["latency_max"] as Double
            )
            count += n
            latency += row["latency"] as Double
        }
        breakdown.lanes = lanes.values.sorted { $0.lane < $1.lane }
        breakdown.spans = spans.values.sorted { $0.startSeconds < $1.startSeconds }
        breakdown.latencyMillisecondsMean = count > 0 ? latency / Double(count) : 0
    }

    private static func countPockets(
        of batch: Int,
        into breakdown: inout BatchBreakdown,
        _ database: Database
    ) throws {
        let chosen = """
            WITH chosen AS (
                SELECT detail.result AS result FROM blister
                JOIN detail ON detail.blister = blister.id
                WHERE blister.batch = ? AND blister.verdict = 'reject' LIMIT ?)
            """
        breakdown.pocketResultCount =
            try Int.fetchOne(
                database,
                sql: chosen + " SELECT count(*) FROM chosen",
                arguments: [batch, pocketResultCountMax]
            ) ?? 0
        let rows = try Row.fetchAll(
            database,
            sql: chosen + """
                 SELECT json_extract(pocket.value, '$.index') AS place,
                    json_extract(pocket.value, '$.class') AS class, count(*) AS n
                FROM chosen, json_each(chosen.result, '$.pockets') AS pocket
                WHERE json_extract(pocket.value, '$.class') <> 'good'
                GROUP BY place, class ORDER BY place, class
                """,
            arguments: [batch, pocketResultCountMax]
        )
        breakdown.pockets = rows.map {
            .init(index: $0["place"], classification: $0["class"], count: $0["n"])
        }
    }
}
