import AuditTrails
import Blister
import Foundation
import Inspection
import Linux
import Logging
import Records
import Testing

@testable import Station

/// What a station tells its audit trail.
struct StationAuditTests {
    private static let sample = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Samples/line-1")

    /// One run of a station without a camera: its recorder and its trail.
    private static func run(
        _ folder: URL,
        _ product: TaughtProduct,
        _ body: (Recorder, StationAudit) throws -> Void
    ) throws {
        var configuration = try StationConfiguration(
            path: sample.appending(path: "station.yaml").path()
        )
        configuration.records.folder = folder.path()
        configuration.records.rejectLogPath = folder.appending(path: "reject.log").path()
        configuration.records.auditKeyPath = folder.appending(path: "key.pem").path()
        let log = Logger(label: "audit") { _ in SwiftLogNoOpLogHandler() }
        let recorder = Recorder(
            settings: configuration.recorderSettings,
            context: InspectionContext(recipe: "mint", model: "", layout: nil)
        )
        let audit = StationAudit(configuration: configuration, recorder: recorder, log: log)
        try audit.start(product)
        try recorder.start(ThreadPlan(name: "records"))
        try body(recorder, audit)
        recorder.stop()
        audit.stop(reason: "the test is over")
    }

    private static func feed(_ recorder: Recorder, _ cycles: Range<Int>) {
        for cycle in cycles {
            let identity = BlisterIdentity(cycle: cycle, lane: 0)
            var result = InspectionResult.unjudged(identity, reason: .unseen)
            if cycle % 3 > 0 { result.verdict = .accept }
            recorder.expect(identity)
            recorder.record(BlisterRecord(result: result, picture: nil, pixelsPerMillimetre: 0))
        }
    }

    private static func entries(_ folder: URL) throws -> [AuditEntry] {
        let files = try AuditVerifier.files(at: folder.appending(path: "audit").path())
        let report = try AuditVerifier(
            keys: [AuditKey.publicKey(beside: folder.appending(path: "key.pem").path())],
            formerKeys: AuditKey.formerKeys(beside: folder.appending(path: "key.pem").path())
        ).verify(files)
        #expect(report.isGood, "\(report.findings)")
        return try files.flatMap { file in
            try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
                .compactMap { AuditEntry(line: Array($0.utf8)) }
        }
    }

    private static func ground() throws -> (folder: URL, product: TaughtProduct) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "audit-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let recipe = sample.appending(path: "recipe.yaml").path()
        return (folder, try TaughtProduct(recipePath: recipe))
    }

    @Test func `batches are told with who, what and their root, amended ones again`() throws {
        let (folder, product) = try Self.ground()
        defer { try? FileManager.default.removeItem(at: folder) }
        try Self.run(folder, product) { recorder, audit in
            let label = BatchLabel(product: "Mint", lot: "L7", expiry: "2029-12", startedBy: "Ann")
            audit.batchStarted(recorder.startBatch(label))
            audit.step(faults: [.cameraGone], batch: recorder.batch)
            audit.step(faults: [], batch: recorder.batch)
            Self.feed(recorder, 0..<20)
            let ended = try #require(recorder.endBatch(by: "Bob"))
            audit.batchEnded(ended, by: "Bob")
        }
        let first = try Self.entries(folder).filter { $0.note.event != .checkpoint }
        #expect(
            first.map(\.note.event) == [
                .start, .threshold, .batchStart, .fault, .faultOver, .batchEnd, .batchRoot, .stop,
            ]
        )
        #expect(first[2].note.who == "Ann")
        #expect(first[2].note.after == "product=Mint lot=L7 expiry=2029-12")
        #expect(first[5].note.who == "Bob" && first[5].note.subject == "1")
        #expect(first[5].note.after?.contains("accepted=13 blisters=20 rejected=7") == true)
        let store = try RecordStore.openForReading(folder: folder)
        var leaves: [[UInt8]] = []
        #expect(try store.leaves(batch: 1) { leaves.append($0) })
        var tree = MerkleTree()
        for leaf in leaves { tree.append(leaf) }
        #expect(leaves.count == 20)
        #expect(BatchRoot(first[6].note) == BatchRoot(batch: 1, tree: tree))

        // The machine brought a blister of that batch on, and it was rejected at its station.
        try Self.run(folder, product) { recorder, audit in
            Self.feed(recorder, 20..<30)
            audit.step(faults: [], batch: recorder.batch)
            recorder.amend(BlisterIdentity(cycle: 22, lane: 0), reason: .late)
        }
        let second = try Self.entries(folder).dropFirst(first.count)
            .filter { $0.note.event != .checkpoint }
        #expect(second.contains { $0.note.event == .batchStart && $0.note.who == "daemon" })
        let root = try #require(second.last { $0.note.event == .batchRoot }?.note)
        #expect(root.subject == "2")
        #expect(try BatchRoot(root) == BatchRoots.root(of: 2, in: store))
        #expect(try BatchRoots.root(of: 1, in: store) == BatchRoot(batch: 1, tree: tree))
        #expect(try BatchRoots.root(of: 3, in: store) == nil)
    }

    @Test func `a start tells what is another than at the start before`() throws {
        var (folder, product) = try Self.ground()
        defer { try? FileManager.default.removeItem(at: folder) }
        try Self.run(folder, product) { _, _ in }
        try Self.run(folder, product) { _, _ in }
        let same = try Self.entries(folder).filter { $0.note.event != .checkpoint }
        #expect(same.map(\.note.event) == [.start, .threshold, .stop, .start, .stop])
        #expect(same[3].note.before == same[0].note.after && same[3].note.reason == nil)
        #expect(same[3].note.after?.contains("calibration=-") == true)

        product.recipe.modelDigest = String(repeating: "a", count: 64)
        product.recipe.blisterLimits[.foilDirt] = nil
        try Self.run(folder, product) { _, _ in }
        let changed = try Self.entries(folder).dropFirst(same.count)
            .filter { ![.checkpoint, .start, .stop].contains($0.note.event) }
        #expect(changed.suffix(2).map(\.note.event) == [.threshold, .model])
        let limits = changed.suffix(2)
        #expect(limits.first?.note.before == same[1].note.after)
        #expect(limits.first?.note.after != same[1].note.after)
        #expect(limits.last?.note.after == product.recipe.modelDigest)
    }

    @Test func `a run that was cut off shows at the next start`() throws {
        let (folder, product) = try Self.ground()
        defer { try? FileManager.default.removeItem(at: folder) }
        try Self.run(folder, product) { _, _ in }
        let file = try AuditVerifier.files(at: folder.appending(path: "audit").path())[0]
        let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
        let kept = lines.prefix { !$0.contains("\"event\":\"stop\"") }
        try Data((kept.joined(separator: "\n") + "\n{\"sequ").utf8).write(to: URL(filePath: file))
        try Self.run(folder, product) { _, _ in }
        let notes = try Self.entries(folder).map(\.note)
        #expect(notes.contains { $0.event == .repair && $0.before?.contains("bytes=6 ") == true })
        #expect(notes.last { $0.event == .start }?.reason == "the run before was cut off")
    }
}

/// When the wall clock was set.
struct ClockWatchTests {
    private static func moment(
        wall: Int64,
        monotonic: Int64,
        _ isSynchronised: Bool = true
    )
        -> AuditMoment
    {
        AuditMoment(
            wallMilliseconds: 1_795_310_000_000 + wall,
            isSynchronised: isSynchronised,
            monotonicNanoseconds: monotonic * 1_000_000
        )
    }

    @Test func `a clock that keeps time, or is steered slowly, is not told`() {
        var watch = ClockWatch()
        for step in 0..<1000 {
            let time = Int64(step) * 50
            // Half a millisecond a second, as NTP steers at most.
            #expect(watch.step(Self.moment(wall: time + time / 2000, monotonic: time)).isEmpty)
        }
    }

    @Test(arguments: [3_600_000, -1500, 1001])
    func `a clock that was set is told once, with both times`(jump: Int64) throws {
        var watch = ClockWatch()
        #expect(watch.step(Self.moment(wall: 0, monotonic: 0)).isEmpty)
        let notes = watch.step(Self.moment(wall: 50 + jump, monotonic: 50))
        #expect(notes.map(\.event) == [.clockChange])
        #expect(notes[0].before == Self.moment(wall: 50, monotonic: 50).text)
        #expect(notes[0].after == Self.moment(wall: 50 + jump, monotonic: 50).text)
        #expect(watch.step(Self.moment(wall: 100 + jump, monotonic: 100)).isEmpty)
    }

    @Test func `a clock that loses its reference is told`() {
        var watch = ClockWatch()
        _ = watch.step(Self.moment(wall: 0, monotonic: 0))
        let notes = watch.step(Self.moment(wall: 50, monotonic: 50, false))
        #expect(notes.map(\.before) == ["synchronised"])
        #expect(notes.map(\.after) == ["not synchronised"])
    }
}
