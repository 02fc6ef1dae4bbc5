import Blister
import Foundation
import GRDB
import Testing

@testable import BatchReports
@testable import Records

/// What the store's records come to in a report.
@Suite struct StoreTests {
    private static let reasons: [RejectReason] = [.missing, .broken, .print, .unseen]

    /// Blisters of a seeded batch: two lanes, one blister a second, every 13th rejected.
    private static func blisters(batch: Int, count: Int) -> [BlisterRow] {
        (0..<count).map { index in
            let rejects: [RejectReason] = index % 13 == 5 ? [reasons[index / 13 % 4]] : []
            let time = Timestamp(milliseconds: 1_772_000_000_000 + Int64(index) * 1000)
            let identity = BlisterIdentity(cycle: index / 2, lane: index % 2)
            let pocket = PocketResult(
                index: index % 3,
                classification: rejects.first?.rawValue ?? "good",
                confidence: 0.9,
                anomaly: 0,
                checks: []
            )
            let result = InspectionResult(
                identity: identity,
                verdict: Verdict(reasons: rejects),
                pockets: [pocket],
                checks: [],
                latencyMilliseconds: 4
            )
            return BlisterRow(
                batch: batch,
                identity: identity,
                decidedAt: time.text(offsetSeconds: 3600),
                verdict: Verdict(reasons: rejects),
                latencyMilliseconds: index == 40 ? 31.5 : 4,
                evidence: rejects.isEmpty ? nil : "2026-02-25/\(index).jpg",
                resultJSON: result.jsonLine(blisterID: "b", model: "m", recipe: "r")
            )
        }
    }

    private static func row(_ number: Int, _ account: BatchAccount) -> BatchRow {
        BatchRow(
            id: number,
            state: .ended,
            isAutomatic: false,
            label: BatchLabel(product: "Mint", lot: "L-\(number)", expiry: "2028", startedBy: "A"),
            startedAt: "2026-02-25T07:13:20.000+01:00",
            endedAt: "2026-02-25T09:00:00.000+01:00",
            endedBy: "B",
            recipe: "mint",
            model: "m1",
            account: account
        )
    }

    private func store(
        _ count: Int,
        challenges: [ChallengeRecord] = [],
        spoil: (inout BatchAccount) -> Void = { _ in }
    ) throws
        -> RecordStoreReader
    {
        let store = try RecordStore.inMemory()
        var transaction = RecordTransaction()
        for batch in 1...2 {
            let rows = Self.blisters(batch: batch, count: count)
            var account = BatchAccount()
            account.blisters = count
            for row in rows {
                if let reason = row.verdict.reasons.first {
                    account[reason] += 1
                } else {
                    account.accepted += 1
                }
            }
            if batch == 2 { spoil(&account) }
            transaction.batches.append(Self.row(batch, account))
            transaction.blisters += rows
        }
        transaction.challenges = challenges
        try store.write(transaction, acceptedDetailsMax: 100)
        return RecordStoreReader(reader: store.pool)
    }

    @Test func `challenge tests of the batch are reported in their order`() throws {
        func item(
            _ id: String?,
            _ confirmation: ChallengeRecord.Confirmation
        ) -> ChallengeRecord.Item {
            var item = ChallengeRecord.Item(name: "empty pocket", wanted: [.missing])
            item.blisterID = id
            item.confirmation = confirmation
            return item
        }
        func record(
            _ number: Int,
            _ outcome: ChallengeRecord.Outcome,
            _ items: [ChallengeRecord.Item]
        )
            -> ChallengeRecord
        {
            ChallengeRecord(
                batch: 2,
                number: number,
                outcome: outcome,
                startedAt: "2026-02-25T07:0\(number):00.000+01:00",
                startedBy: "A",
                items: items
            )
        }
        let store = try store(
            30,
            challenges: [
                record(1, .failed, [item("2-1-0", .confirmed), item(nil, .notAsked)]),
                record(2, .passed, [item("2-7-0", .confirmed), item("2-8-0", .confirmed)]),
                record(3, .interrupted, [item(nil, .notAsked), item(nil, .notAsked)]),
            ]
        )
        let tests = try content(store).challenges
        #expect(tests.map(\.outcome) == [.failed, .passed, .unfinished])
        #expect(tests.map(\.presented) == [2, 2, 2] && tests.map(\.rejected) == [1, 2, 0])
        #expect(tests.map(\.confirmed) == [1, 2, nil])
        #expect(tests[1].startedAt.contains("07:02") && tests[1].startedBy == "A")
    }

    private func content(
        _ store: RecordStoreReader,
        evidence: String = "/"
    ) throws
        -> BatchReportContent
    {
        try BatchReportContent(
            store: store,
            batch: nil,
            evidenceFolder: evidence,
            station: "S",
            software: "blisterd"
        )
    }

    @Test(arguments: [1, 2, 60, 1_000, 9_001])
    func `what the store counts is what one counts by hand`(count: Int) throws {
        let content = try content(try store(count))
        let rows = Self.blisters(batch: 2, count: count)
        let rejects = rows.filter { $0.verdict != .accept }
        #expect(content.batch.number == 2 && content.batch.lot == "L-2")
        #expect(content.counts.blisters == count && content.counts.unaccounted == 0)
        #expect(content.counts.rejected == rejects.count)
        #expect(content.discrepancies.isEmpty)
        for lane in content.lanes {
            let own = rows.filter { $0.identity.lane == lane.lane }
            #expect(lane.accepted == own.count { $0.verdict == .accept })
            #expect(lane.rejected == own.count { $0.verdict != .accept })
        }
        for pocket in content.pockets {
            let own = rejects.filter {
                ($0.identity.cycle * 2 + $0.identity.lane) % 3 == pocket.pocket
                    && $0.verdict.reasons.first?.rawValue == pocket.reason
            }
            #expect(pocket.count == own.count)
        }
        #expect(content.pockets.reduce(0) { $0 + $1.count } == rejects.count)
        #expect(content.pocketResultCount == rejects.count && content.pictureCount == rejects.count)
        #expect(content.pictures.count == min(24, rejects.count))
        let perThousand = content.series.first { $0.subject == .rejectsPerThousand }
        #expect((1...RecordStoreReader.spanCountMax).contains(perThousand?.points.count ?? 0))
        let rate = content.series.first { $0.subject == .rate }?.points.map(\.value) ?? []
        #expect(rate.dropLast().allSatisfy { abs($0 - 60) < 1e-9 })
    }

    @Test func `spans add up to the batch`() throws {
        let breakdown = try store(9_001).breakdown(batch: 1)
        #expect(breakdown.spanSeconds == 120 && breakdown.durationSeconds == 9_000)
        #expect(breakdown.spans.reduce(0) { $0 + $1.accepted + $1.rejected } == 9_001)
        #expect(breakdown.latencyMillisecondsMax == 31.5)
        for duration in [0, 59, 7_199, 7_200, 500_000, 40_000_000] {
            let length = RecordStoreReader.spanSeconds(duration: duration)
            #expect(duration / length < RecordStoreReader.spanCountMax)
        }
    }

    @Test func `every reason has a picture before any has two`() throws {
        let pictures = try store(1_000).rejectPictures(batch: 1, limit: 6)
        let counts = Dictionary(grouping: pictures, by: \.reason).mapValues(\.count)
        #expect(counts.count == 4 && counts.values.allSatisfy { (1...2).contains($0) })
        #expect(pictures.map(\.time) == pictures.map(\.time).sorted())
    }

    @Test func `discrepancies are those of the account, word for word`() throws {
        let store = try store(60) { account in
            account.blisters += 4
            account.accepted -= 1
            account[.broken] += 2
            account.rowsLost = 3
            account.detailsLost = 5
            account.picturesLost = 7
            account.linesLost = 11
        }
        let report = try store.report()
        let composer = ReportComposer(content: try content(store), language: .english)
        let sentences = composer.content.discrepancies.map(composer.sentence)
        #expect(sentences == report.discrepancies && sentences.count == 7)
    }

    @Test func `pictures come from the evidence folder and nowhere else`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "report-\(UUID())")
        let day = folder.appending(path: "evidence/2026-02-25")
        try FileManager.default.createDirectory(at: day, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let picture = try SampleBatch.picture()
        try Data(picture).write(to: day.appending(path: "5.jpg"))
        try Data(picture).write(to: folder.appending(path: "secret.jpg"))
        let store = try RecordStore.inMemory()
        var rows = Self.blisters(batch: 1, count: 60)
        rows[18].evidence = "../secret.jpg"
        rows[31].evidence = folder.appending(path: "secret.jpg").path()
        try store.write(
            RecordTransaction(batches: [Self.row(1, BatchAccount())], blisters: rows),
            acceptedDetailsMax: 0
        )
        let content = try content(
            RecordStoreReader(reader: store.pool),
            evidence: folder.appending(path: "evidence").path()
        )
        #expect(content.pictures.map { $0.jpeg == picture } == [true, false, false, false, false])
        #expect(content.pictures.dropFirst().allSatisfy { $0.jpeg.isEmpty })
    }

    @Test func `incidents of the time of the batch are reported`() throws {
        let store = try RecordStore.inMemory()
        try store.write(
            RecordTransaction(batches: [Self.row(1, BatchAccount())]),
            acceptedDetailsMax: 0
        )
        let inside = Timestamp(milliseconds: 1_772_001_000_000)
        try store.note(incident: "store_damaged", detail: "x", at: inside)
        try store.note(incident: "before", detail: "y", at: Timestamp(milliseconds: 1_000))
        let later = Timestamp(milliseconds: 1_872_001_000_000)
        try store.note(incident: "after", detail: "z", at: later)
        let content = try content(RecordStoreReader(reader: store.pool))
        #expect(content.alarms.map(\.name) == ["store_damaged: x"])
    }
}
