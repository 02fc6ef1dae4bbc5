import AuditTrails
import Blister
import Foundation
import Inspection
import Linux
import Logging
import Panel
import ProcessControl
import Records
import Synchronization
import Testing

@testable import Station

/// What people see of a station: alarms, charts, the latest blisters, labels.
struct OperationTests {
    private static func folder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "operation-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    private static let layout = Layout(
        width: 30,
        length: 20,
        lanes: 1,
        lanePitch: 30,
        pitch: 22,
        pockets: [
            Pocket(centre: Point(x: 8, y: 10), shape: .circle(diameterMillimetres: 8)),
            Pocket(centre: Point(x: 22, y: 10), shape: .circle(diameterMillimetres: 8)),
        ]
    )

    /// Blister `cycle` with two pockets, whose areas go up and down; every tenth lacks a product.
    private static func record(_ cycle: Int) -> BlisterRecord {
        let isBad = cycle % 10 == 9
        let pockets = (0..<2).map { index in
            let area = isBad && index == 1 ? 0 : 50 + Double((cycle * 7 + index * 3) % 11) / 10
            return PocketResult(
                index: index,
                classification: area == 0 ? "missing" : "good",
                confidence: 1,
                anomaly: 0,
                checks: [
                    Check(
                        name: "area",
                        value: area,
                        lowerLimit: 45,
                        upperLimit: 56,
                        unit: "mm2",
                        reason: .missing
                    )
                ]
            )
        }
        let result = InspectionResult(
            identity: BlisterIdentity(cycle: cycle, lane: 0),
            verdict: Verdict(reasons: isBad ? [.missing] : []),
            pockets: pockets,
            checks: [],
            latencyMilliseconds: Double(cycle % 20)
        )
        return BlisterRecord(result: result, picture: nil, pixelsPerMillimetre: 0)
    }

    /// Files the blisters; the batch as it stood at the end.
    @discardableResult
    private static func feed(
        _ observers: [any RecordObserver],
        _ cycles: Range<Int>,
        in folder: URL
    ) throws -> BatchStatus? {
        let recorder = Recorder(
            settings: RecorderSettings(
                folder: folder,
                rejectLogPath: folder.appending(path: "reject.log").path(),
                evidenceByteCountMax: 1_000_000,
                freeByteCountMin: 0
            ),
            context: InspectionContext(recipe: "mint", model: "", layout: layout),
            observers: observers
        )
        try recorder.start(ThreadPlan(name: "records"))
        for cycle in cycles {
            recorder.expect(BlisterIdentity(cycle: cycle, lane: 0))
            recorder.record(record(cycle))
        }
        defer { recorder.stop() }
        return recorder.batch
    }

    @Test func `an alarm stays until it is over and somebody has acknowledged it`() {
        let book = AlarmBook()
        let now = Timestamp.now
        let first = book.raise("fault cameraGone", "the camera is gone", isAlarm: true, at: now)
        #expect(first != nil)
        #expect(book.raise("fault cameraGone", "still gone", isAlarm: true, at: now) == nil)
        #expect(book.entries.map(\.sentence) == ["still gone"])
        #expect(book.end("fault cameraGone", at: now)?.id == first?.id)
        #expect(book.entries.count == 1)
        #expect(book.acknowledge(first?.id ?? "", by: "Ann")?.acknowledgedBy == "Ann")
        #expect(book.entries.isEmpty)
        #expect(book.acknowledge("7", by: "Ann") == nil)
        let second = book.raise("fault cameraGone", "gone again", isAlarm: true, at: now)
        #expect(second?.id != first?.id)
        _ = book.acknowledge(second?.id ?? "", by: "Ann")
        #expect(book.entries.count == 1)
        book.end("fault cameraGone", at: now)
        #expect(book.entries.isEmpty)
    }

    @Test func `beyond its bound the book forgets what is over first`() {
        let book = AlarmBook()
        for number in 0..<AlarmBook.countMax {
            book.raise("cause \(number)", "", isAlarm: false, at: .now)
        }
        book.end("cause 100", at: .now)
        book.raise("another", "", isAlarm: true, at: .now)
        #expect(book.entries.count == AlarmBook.countMax)
        #expect(!book.entries.contains { $0.cause == "cause 100" })
        #expect(book.entries.contains { $0.cause == "cause 0" })
    }

    @Test func `charts find their limits once, and keep them for the same recipe`() throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let trends = try StationTrends(folder: folder.path(), recipe: "a", lanes: 1)
        try Self.feed([trends], 0..<300, in: folder)
        let board = try #require(trends.board)
        #expect(board.keys(lane: 0).map(\.pocket) == [0, 1])
        let key = TrendKey(feature: "area", pocket: 1, lane: 0)
        let limits = try #require(board.snapshot(of: key)?.locationLimits)
        #expect(limits.lower > 45 && limits.upper < 56 && limits.lower < limits.upper)
        // An empty pocket belongs to a reject, which is no product to measure.
        let lowest = try #require(board.snapshot(of: key)?.points.map(\.location).min())
        #expect(lowest >= 50)
        try trends.keep()

        let again = try StationTrends(folder: folder.path(), recipe: "a", lanes: 1)
        let other = try StationTrends(folder: folder.path(), recipe: "b", lanes: 1)
        try Self.feed([again, other], 300..<306, in: folder)
        #expect(again.board?.baselines()[key] == board.baselines()[key])
        #expect(other.board?.baselines().isEmpty == true)
    }

    @Test func `charts are kept with a batch and read for its report`() throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let trends = try StationTrends(folder: folder.path(), recipe: "a", lanes: 1)
        try Self.feed([trends], 0..<300, in: folder)
        let watch = TrendWatch(trends, lanes: 1, alarms: AlarmBook(), notice: { _, _ in })
        watch.keep(batch: 7, records: folder.path())
        let kept = KeptCharts.read(records: folder.path(), batch: 7)
        #expect(kept == watch.shown && kept.count == 3)
        #expect(kept.dropFirst().allSatisfy { $0.unit == "mm2" && !$0.points.isEmpty })
        #expect(KeptCharts.read(records: folder.path(), batch: 8).isEmpty)
    }

    @Test func `the latest blisters are told with pace and latencies`() throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let blisters = LatestBlisters()
        try Self.feed([blisters], 0..<200, in: folder)
        let latest = blisters.now
        #expect(latest.blister?.blisterID == "1-199-0" && latest.reject?.blisterID == "1-199-0")
        #expect(latest.filedCount == 200 && latest.latencyCounts.reduce(0, +) == 200)
        #expect(latest.latencyQuantiles?.median == 10 && latest.latencyQuantiles?.p999 == 19)
        #expect(latest.perMinute(at: .now) > 1000)
        #expect(
            latest.perMinute(at: Timestamp(milliseconds: Timestamp.now.milliseconds + 61_000)) == 0
        )
        let drawn = try PanelBlister(#require(latest.reject), label: nil)
        #expect(drawn.sentence == "pocket 1: missing: area 0 mm2, limit 45")
        #expect(drawn.pockets.map(\.isGood) == [true, false])
        #expect(drawn.pockets[1].x == 22 && drawn.pockets[1].shape == .circle)
    }

    @Test func `labels outlive the program, and the last one counts`() throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let book = LabelBook(folder: folder.path())
        #expect(try book.set(.missing, of: "3-1-0", by: "Ann") == nil)
        #expect(try book.set(.good, of: "3-1-0", by: "Bob") == .missing)
        #expect(try book.set(.good, of: "4-1-0", by: "Bob") == nil)
        let again = LabelBook(folder: folder.path())
        #expect(again["3-1-0"] == .good && again["9-9-9"] == nil)
        #expect(again.falseRejects(batch: 3) == 1)
        let none = LabelBook(folder: "/proc/none")
        #expect(throws: (any Error).self) { try none.set(.good, of: "1-1-0", by: "Ann") }
        #expect(none["1-1-0"] == nil)
    }

    /// A station's operation with 1,000 blisters filed, and the batch they are in.
    private static func operation(
        in folder: URL,
        rule: TrendRule? = nil
    ) throws -> (StationOperation, BatchStatus) {
        let sample = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Samples/line-1/station.yaml")
        var configuration = try StationConfiguration(path: sample.path())
        configuration.records.folder = folder.path()
        let log = Logger(label: "operation") { _ in SwiftLogNoOpLogHandler() }
        let operation = try StationOperation(configuration, lanes: 1, rule: rule, log: log)
        let batch = try #require(try Self.feed(operation.observers, 0..<1000, in: folder))
        return (operation, batch)
    }

    @Test func `the bands of a recipe go before the usual ones`() throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let bands = TrendRule.FalseRejectBands(rebaseline: 0.0005, halt: 0.004, recalibrate: 0.005)
        let rule = TrendRule(falseRejectBands: bands)
        let (operation, batch) = try Self.operation(in: folder, rule: rule)
        for (count, due) in [(3, "rebaseline"), (9, "halt"), (15, "recalibrate")] {
            for cycle in 0..<count {
                _ = try operation.labels.set(.good, of: "1-\(cycle * 10 + 9)-0", by: "Ann")
            }
            operation.judgeFalseRejects(batch)
            let sentence = operation.alarms.entries.first?.sentence
            #expect(sentence?.hasSuffix(due) == true, "\(count): \(sentence ?? "none")")
        }
    }

    @Test func `false rejects warn by their band once they are surely in it`() throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let (operation, batch) = try Self.operation(in: folder)
        let entered = Mutex<[String]>([])
        operation.enterTrends { note in entered.withLock { $0.append(note.after ?? "") } }
        func label(_ count: Int) throws {
            for cycle in 0..<count {
                _ = try operation.labels.set(.good, of: "1-\(cycle * 10 + 9)-0", by: "Ann")
            }
            operation.judgeFalseRejects(batch)
        }
        try label(7)
        #expect(operation.alarms.entries.isEmpty)
        try label(15)
        #expect(operation.alarms.entries.first?.sentence.hasSuffix("rebaseline") == true)
        try label(40)
        #expect(operation.alarms.entries.first?.sentence.hasSuffix("halt") == true)
        #expect(operation.alarms.entries.count == 1)
        for cycle in 0..<40 {
            _ = try operation.labels.set(.missing, of: "1-\(cycle * 10 + 9)-0", by: "Bob")
        }
        operation.judgeFalseRejects(batch)
        #expect(operation.alarms.entries.first?.ended != nil)
        // The audit trail has each step, once.
        let ends = ["over 0.93 %: rebaseline", "over 3.03 %: halt", "over 3.03 %: halt (over)"]
        let notes = entered.withLock { $0 }
        #expect(
            notes.count == ends.count && zip(notes, ends).allSatisfy { $0.hasSuffix($1) },
            "\(notes)"
        )
    }
}
