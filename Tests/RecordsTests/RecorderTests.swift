import Blister
import Foundation
import GRDB
import Linux
import Testing

@testable import Records

@Suite struct RecorderTests {
    private func run(
        _ settings: RecorderSettings,
        _ body: (Recorder) throws -> Void
    ) throws {
        let recorder = Recorder(settings: settings, context: Fixture.context)
        try recorder.start(ThreadPlan(name: "records"))
        defer { recorder.stop() }
        try body(recorder)
    }

    private func wait(_ condition: () -> Bool) -> Bool {
        for _ in 0..<10_000 {
            if condition() { return true }
            MonotonicClock.sleep(untilNanoseconds: MonotonicClock.nowNanoseconds + 1_000_000)
        }
        return false
    }

    private func feed(_ recorder: Recorder, cycles: Range<Int>, rejectEvery step: Int = 10) {
        for cycle in cycles {
            recorder.expect(BlisterIdentity(cycle: cycle, lane: 0))
            let reasons: [RejectReason] = cycle % step == 0 ? [.missing] : []
            recorder.record(Fixture.record(cycle: cycle, reasons: reasons, hasPicture: true))
        }
    }

    @Test func `a batch adds up, in the store, the log and the evidence`() throws {
        let folder = try TemporaryFolder()
        let settings = Fixture.settings(folder.url)
        try run(settings) { recorder in
            let label = BatchLabel(product: "Mint", lot: "L7", expiry: "12/29", startedBy: "Ann")
            #expect(recorder.startBatch(label).account == BatchAccount())
            feed(recorder, cycles: 0..<100)
            recorder.amend(BlisterIdentity(cycle: 5, lane: 0), reason: .late)
            recorder.amend(BlisterIdentity(cycle: 10, lane: 0), reason: .late)
            #expect(recorder.batch?.account.accepted == 89)
            #expect(recorder.endBatch(by: "Bob")?.account.unaccounted == 0)
        }
        let reader = try RecordStore.openForReading(folder: folder.url)
        let report = try reader.report()
        #expect(report.addsUp && report.discrepancies.isEmpty, "\(report.text)")
        #expect(report.state == "ended" && report.endedBy == "Bob")
        #expect(report.account.accepted == 89)
        #expect(report.account[.missing] == 10)
        #expect(report.account[.late] == 1)
        let lines = Fixture.lines(settings.rejectLogPath).compactMap { RejectLine(parsing: $0) }
        #expect(lines.count == 11)
        #expect(lines.filter { $0.reason == .late }.map(\.blisterID) == ["1-5-0"])
        for line in lines where line.reason == .missing {
            let path = try #require(line.evidence)
            let file = settings.evidenceFolder.appending(path: path).path()
            #expect(FileManager.default.fileExists(atPath: file))
        }
        let json = try reader.resultJSON(batch: 1, identity: BlisterIdentity(cycle: 10, lane: 0))
        #expect(json?.contains(#""blister_id":"1-10-0""#) == true)
    }

    @Test func `without a batch the daemon starts one of its own`() throws {
        let folder = try TemporaryFolder()
        try run(Fixture.settings(folder.url)) { recorder in
            #expect(recorder.batch == nil)
            feed(recorder, cycles: 0..<3)
            #expect(recorder.batch?.isAutomatic == true)
        }
        let report = try RecordStore.openForReading(folder: folder.url).report()
        #expect(report.isAutomatic && report.addsUp && report.account.blisters == 3)
    }

    @Test func `a lost blister is named in the report`() throws {
        let folder = try TemporaryFolder()
        try run(Fixture.settings(folder.url)) { recorder in
            feed(recorder, cycles: 0..<5)
            recorder.expect(BlisterIdentity(cycle: 5, lane: 0))
        }
        let report = try RecordStore.openForReading(folder: folder.url).report()
        #expect(!report.addsUp)
        #expect(report.discrepancies == ["1 of 6 blisters have no verdict"])
        let object = try JSONSerialization.jsonObject(with: Data(report.json.utf8))
        let keys = try #require(object as? [String: Any])
        #expect(keys["unaccounted"] as? Int == 1)
        #expect(keys["adds_up"] as? Bool == false)
    }

    @Test func `a damaged store is moved aside and said so`() throws {
        let folder = try TemporaryFolder()
        let settings = Fixture.settings(folder.url)
        try run(settings) { feed($0, cycles: 0..<50) }
        let file = folder.url.appending(path: RecordStore.fileName)
        try Data(repeating: 0x5A, count: 40_000).write(to: file)
        try run(settings) { recorder in
            let name = try #require(recorder.health.damagedStore)
            #expect(FileManager.default.fileExists(atPath: folder.url.appending(path: name).path()))
            feed(recorder, cycles: 0..<10)
        }
        let report = try RecordStore.openForReading(folder: folder.url).report()
        #expect(report.addsUp && report.account.blisters == 10)
        #expect(report.number > 1_000_000, "no number is given twice")
    }

    @Test func `an unwritable folder is a fault, loses nothing, and is left by itself`() throws {
        let place = try TemporaryFolder()
        let folder = place.url.appending(path: "records")
        try Data().write(to: folder)
        var settings = Fixture.settings(folder)
        settings.rejectLogPath = place.url.appending(path: "records/reject.log").path()
        try run(settings) { recorder in
            feed(recorder, cycles: 0..<200)
            #expect(recorder.health.storeFault != nil)
            #expect(wait { recorder.health.logFault != nil })
            #expect(recorder.batch?.account.accepted == 180, "counts do not wait for a disk")
            try FileManager.default.removeItem(at: folder)
            #expect(wait { recorder.health.storeFault == nil && recorder.health.logFault == nil })
        }
        let report = try RecordStore.openForReading(folder: folder).report()
        #expect(report.addsUp, "\(report.text)")
        #expect(report.account.picturesLost == 20)
        #expect(Fixture.lines(settings.rejectLogPath).count == 20)
    }

    @Test func `a store killed at any moment opens, and its batch is interrupted`() async throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "records-kill-\(getpid())")
        defer { try? FileManager.default.removeItem(at: folder) }
        await #expect(processExitsWith: .signal(SIGKILL)) {
            // The child finds the folder by its parent's number.
            let folder = FileManager.default.temporaryDirectory
                .appending(path: "records-kill-\(getppid())")
            let recorder = Recorder(
                settings: Fixture.settings(folder),
                context: Fixture.context
            )
            try recorder.start(ThreadPlan(name: "records"))
            var cycle = 0
            while recorder.health.transactions < 3 {
                recorder.expect(BlisterIdentity(cycle: cycle, lane: 0))
                recorder.record(Fixture.record(cycle: cycle))
                cycle += 1
                usleep(100)
            }
            kill(getpid(), SIGKILL)
        }
        let opened = try RecordStore.open(folder: folder)
        #expect(opened.opening == .existing)
        let report = try RecordStore.openForReading(folder: folder).report()
        #expect(report.state == "interrupted")
        #expect(report.endedAt != nil)
        #expect(report.account.accepted > 0)
        #expect(report.account.accepted == report.acceptedRows, "counts and rows are one")
    }
}

@Suite struct RecordStoreTests {
    @Test func `a full disk stores nothing of a transaction, and all of it later`() throws {
        let store = try RecordStore.inMemory()
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
        transaction.blisters = (0..<200).map { cycle in
            BlisterRow(
                batch: 1,
                identity: BlisterIdentity(cycle: cycle, lane: 0),
                decidedAt: "t",
                verdict: .accept,
                latencyMilliseconds: 1,
                resultJSON: String(repeating: "x", count: 4000)
            )
        }
        func rows() throws -> Int {
            try store.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM blister") ?? -1 }
        }
        try store.pool.writeWithoutTransaction { database in
            let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            try database.execute(sql: "PRAGMA max_page_count = \(pages + 20)")
        }
        #expect(throws: DatabaseError.self) {
            try store.write(transaction, acceptedDetailsMax: 100)
        }
        #expect(try rows() == 0)
        try store.pool.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA max_page_count = 1000000")
        }
        try store.write(transaction, acceptedDetailsMax: 100)
        #expect(try rows() == 200)
        let details = try store.pool.read { database in
            try Int.fetchAll(database, sql: "SELECT blister FROM detail ORDER BY blister")
        }
        #expect(details == Array(101...200), "the newest details are kept")
    }
}
