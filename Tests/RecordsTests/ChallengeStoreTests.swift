import Blister
import Foundation
import GRDB
import Imaging
import Linux
import Testing

@testable import Records

/// Challenges in the store, and blisters that are set apart for them.
@Suite struct ChallengeStoreTests {
    private static var context: InspectionContext {
        InspectionContext(
            recipe: "mint",
            model: "",
            layout: Fixture.layout,
            provenance: Provenance(
                recipe: "r",
                model: "m",
                network: nil,
                calibration: nil,
                lights: 1,
                processor: "p",
                build: "b"
            ),
            demandsChallenge: true
        )
    }

    @Test func `blisters of a challenge are marked, and never counted in the batch`() throws {
        let folder = try TemporaryFolder()
        let settings = Fixture.settings(folder.url)
        let recorder = Recorder(settings: settings, context: Self.context)
        try recorder.start(ThreadPlan(name: "records"))
        let label = BatchLabel(product: "Mint", lot: "L7", expiry: "12/29", startedBy: "Ann")
        _ = recorder.startBatch(label)
        func run(_ cycle: Int, _ reasons: [RejectReason] = []) -> Int? {
            let mark = recorder.expect(BlisterIdentity(cycle: cycle, lane: 0))
            recorder.record(Fixture.record(cycle: cycle, reasons: reasons, hasPicture: true))
            return mark
        }
        #expect(run(0) == .some(0))
        #expect(recorder.beginChallenge(opensBatch: false)?.number == 1)
        #expect(run(1, [.missing]) == 1)
        var item = ChallengeRecord.Item(name: "empty", wanted: [.missing, .broken])
        item.blisterID = "1-1-0"
        item.found = [.missing]
        item.confirmation = .confirmed
        var record = ChallengeRecord(
            batch: 1,
            number: 1,
            outcome: .running,
            startedAt: "t",
            startedBy: "Ann",
            items: [ChallengeRecord.Item(name: "empty", wanted: [.missing, .broken])]
        )
        recorder.file(record)
        record.items = [item]
        record.outcome = .passed
        record.endedAt = "u"
        record.endedBy = "Bob"
        recorder.endChallenge(isPassed: true)
        recorder.file(record)
        #expect(run(2) == nil)
        #expect(run(3, [.hair]) == nil)
        recorder.countUnconfirmed(BlisterIdentity(cycle: 3, lane: 0))
        _ = recorder.endBatch(by: "Bob")
        recorder.stop()
        let reader = try RecordStore.openForReading(folder: folder.url)
        let report = try reader.report()
        #expect(report.addsUp, "\(report.text)")
        #expect(report.account.blisters == 2 && report.account.accepted == 1)
        #expect(report.account[.hair] == 1 && report.account[.missing] == 0)
        #expect(report.account.challengeBlisters == 2 && report.account.challengeRejected == 1)
        #expect(report.account.unconfirmed == 1)
        #expect(report.challenges == [record])
        #expect(report.text.contains("apart     2 of challenges"))
        let lines = Fixture.lines(settings.rejectLogPath).compactMap { RejectLine(parsing: $0) }
        #expect(lines.map(\.isChallenge) == [true, false])
    }

    @Test func `a challenge that runs when the daemon dies is interrupted`() throws {
        let folder = try TemporaryFolder()
        let store = try RecordStore.open(folder: folder.url).store
        var transaction = RecordTransaction()
        transaction.batches = [
            BatchRow(
                id: 1,
                state: .open,
                isAutomatic: true,
                label: BatchLabel(product: "p", lot: "l", expiry: "e", startedBy: "s"),
                startedAt: "t",
                recipe: "r",
                model: "",
                account: BatchAccount()
            )
        ]
        transaction.challenges = [
            ChallengeRecord(
                batch: 1,
                number: 1,
                outcome: .running,
                startedAt: "t",
                startedBy: "Ann",
                items: []
            )
        ]
        try store.write(transaction, acceptedDetailsMax: 1)
        let reader = try RecordStore.openForReading(folder: folder.url)
        #expect(try reader.challenges(batch: 1).map(\.outcome) == [.running])
        _ = try RecordStore.open(folder: folder.url)
        #expect(try reader.challenges(batch: 1).map(\.outcome) == [.interrupted])
    }

    @Test func `a store of the first version opens with its blisters`() throws {
        let folder = try TemporaryFolder()
        let file = folder.url.appending(path: RecordStore.fileName)
        do {
            let pool = try DatabasePool(path: file.path())
            try RecordStore.schema.migrate(pool, upTo: "1 batches, blisters, details, incidents")
            try pool.write { database in
                try database.execute(
                    sql: """
                        INSERT INTO batch (id, state, is_automatic, product, lot, expiry, started_by,
                            started_at, recipe, model, blisters, accepted)
                        VALUES (7, 'ended', 0, 'p', 'l', 'e', 's', 't', 'r', '', 1, 1);
                        INSERT INTO blister (batch, cycle, lane, decided_at, verdict, reasons,
                            latency_ms) VALUES (7, 0, 0, 't', 'accept', '', 1);
                        """
                )
            }
        }
        let opened = try RecordStore.open(folder: folder.url)
        #expect(opened.opening == .existing)
        let report = try RecordStore.openForReading(folder: folder.url).report(batch: 7)
        #expect(report.addsUp && report.account.accepted == 1 && report.challenges.isEmpty)
    }

    @Test func `cuts beyond their room are dropped first, and counted`() throws {
        var ledger = RecordLedger(firstNumber: 1, context: Self.context)
        let now = Timestamp(milliseconds: 0)
        let image = Image(width: 2000, height: 2000, channels: 1, filledWith: 9)
        for cycle in 0..<20 {
            var record = Fixture.record(cycle: cycle, reasons: [.missing], hasPicture: true)
            record.inspected = InspectedCut(
                cut: BlisterCut(
                    identity: record.result.identity,
                    image: image,
                    expectedOrigin: Point(x: 0, y: 0),
                    millimetresPerColumn: 0.1,
                    millimetresPerRow: 0.1,
                    capturedNanoseconds: 0,
                    encoderTicks: nil,
                    firstRow: 0,
                    isIncomplete: false
                ),
                verdict: record.result.verdict
            )
            ledger.expect(record.result.identity, at: now)
            ledger.record(record, at: now)
        }
        let kept = RecordLedger.cutByteCountMax / (2000 * 2000)
        #expect(ledger.batches[0].account.cutsLost == 20 - kept)
        #expect(ledger.batches[0].account.picturesLost == 0)
        let jobs = ledger.take()
        let cuts = jobs.count { job in
            if case .blister(let blister) = job { blister.record?.inspected != nil } else { false }
        }
        #expect(cuts == kept)
    }
}
