import Foundation
import Linux
import SmallModels
import Synchronization
import Testing

@testable import ModelLibraries

/// Files that appear in the folder while a station runs.
@Suite(.serialized)
struct WatchTests {
    /// What was reported, in words.
    final class Reports: Sendable {
        let lines = Mutex<[String]>([])

        func take(_ event: LibraryEvent) {
            let line =
                switch event {
                case .live(let change): "live \(change.model.digest.prefix(6))"
                case .alreadyLive(let name): "already \(name)"
                case .refused(let examination):
                    "refused \(examination.name) \(examination.failure?.check ?? "")"
                case .rejected(let examination, _): "rejected \(examination.name)"
                case .noneRejected: "none rejected"
                case .broken(let role, _): "broken \(role)"
                case .withdrawn(let role, _): "withdrawn \(role)"
                case .unusable(let reason): "unusable \(reason)"
                }
            lines.withLock { $0.append(line) }
        }

        func has(_ start: String) -> Bool {
            lines.withLock { $0.contains { $0.hasPrefix(start) } }
        }
    }

    private static func watch(_ bench: Bench, _ reports: Reports) throws -> LibraryWatch {
        LibraryWatch(
            try bench.library(),
            quietSeconds: 1,
            onLive: bench.handler,
            report: reports.take
        )
    }

    /// Waits for `condition`, half a minute at most.
    private static func wait(_ condition: () throws -> Bool) rethrows {
        let end = Date.now.addingTimeInterval(30)
        while try !condition(), Date.now < end { Thread.sleep(forTimeInterval: 0.02) }
        #expect(try condition())
    }

    @Test func `a dropped model goes live, and a bad one is moved aside with its reason`() throws {
        let bench = try Bench()
        let reports = Reports()
        let watch = try Self.watch(bench, reports)
        try watch.start()
        defer { watch.stop() }
        #expect(!watch.isServing)
        try bench.write(SmallModel(), to: "models/new.onnx")
        Self.wait { watch.isServing }
        try Self.wait { try bench.live() != nil && !bench.names().contains("new.onnx") }
        #expect(bench.changes.count == 1)
        try bench.write(SmallModel().with { $0.isSealed = false }, to: "models/bad.onnx")
        Self.wait { reports.has("rejected bad.onnx") }
        #expect(bench.names("rejected") == ["bad.onnx", "bad.onnx.rejected.txt"])
        let text = try bench.text("rejected/bad.onnx.rejected.txt")
        #expect(text.contains("Failed check: self-test") && text.contains("model seal"), "\(text)")
        #expect(watch.isServing && bench.changes.count == 1)
        #expect(try bench.audit() == ["dropped", "refused"])
        try FileManager.default.removeItem(atPath: "\(bench.models)/rejected/bad.onnx")
        Self.wait { reports.has("none rejected") }
    }

    @Test func `a file that is still being copied is not rejected`() throws {
        let bench = try Bench()
        let reports = Reports()
        let watch = try Self.watch(bench, reports)
        try watch.start()
        defer { watch.stop() }
        let bytes = try SmallModel().bytes()
        // A copy that stutters: opened, a part written and closed, several times.
        let path = "\(bench.models)/slow.onnx"
        for part in 1...6 {
            try Data(bytes.prefix(bytes.count * part / 6)).write(to: URL(filePath: path))
            Thread.sleep(forTimeInterval: 0.4)
        }
        Self.wait { watch.isServing }
        #expect(!reports.has("rejected"))
        #expect(bench.names("rejected").isEmpty)
        Self.wait { !bench.names().contains("slow.onnx") }
        #expect(try bench.audit() == ["dropped"])
    }

    @Test func `two files at once are taken in the order in which they came`() throws {
        let bench = try Bench()
        let reports = Reports()
        let watch = try Self.watch(bench, reports)
        try watch.start()
        defer { watch.stop() }
        try bench.write(SmallModel(), to: "models/first.onnx")
        try bench.write(SmallModel().with { $0.isSealed = false }, to: "models/bad.onnx")
        let second = SmallModel().with { $0.gain = 21 }
        try bench.write(second, to: "models/also.onnx")
        Self.wait { bench.changes.count == 2 && reports.has("rejected bad.onnx") }
        let entries = try bench.library().ledger().entries
        #expect(entries.map(\.file) == ["first.onnx", "also.onnx"])
        #expect(entries[1].oldDigest == entries[0].newDigest)
        #expect(try bench.live() == watch.running[LedgerTests.role])
    }

    @Test func `a station starts with what lies there, and follows what others change`() throws {
        let bench = try Bench()
        try bench.write(SmallModel(), to: "models/old.onnx")
        let reports = Reports()
        let watch = try Self.watch(bench, reports)
        try watch.start()
        defer { watch.stop() }
        #expect(watch.isServing)
        try bench.write(SmallModel().with { $0.gain = 21 }, to: "new.onnx")
        // As blisterctl would, beside the station.
        _ = try bench.library()
            .install(bench.path("new.onnx"), as: .installed, by: "me", onLive: { _ in })
        let new = try bench.live()
        Self.wait { watch.running[LedgerTests.role] == new }
        _ = try bench.library().rollBack(LedgerTests.role, by: "me")
        let old = try bench.live()
        #expect(old != new)
        Self.wait { watch.running[LedgerTests.role] == old }
        // What the station cannot take from others is undone.
        bench.refuse("no room")
        _ = try bench.library()
            .install(bench.path("new.onnx"), as: .installed, by: "me", onLive: { _ in })
        Self.wait { reports.has("withdrawn") }
        try Self.wait { try bench.live() == old }
    }

    @Test func `a station whose live model is damaged does not serve until it is rolled back`()
        throws
    {
        let bench = try Bench()
        for gain in [Float(20), 21] {
            try bench.write(SmallModel().with { $0.gain = gain }, to: "m.onnx")
            try bench.install("m.onnx")
        }
        let library = try bench.library()
        let live = try #require(try bench.live())
        try Data("other".utf8).write(
            to: URL(filePath: library.path(of: LedgerTests.role, digest: live))
        )
        let reports = Reports()
        let watch = try Self.watch(bench, reports)
        try watch.start()
        defer { watch.stop() }
        #expect(!watch.isServing && reports.has("broken pocket"))
        _ = try library.rollBack(LedgerTests.role, by: "me")
        Self.wait { watch.isServing }
    }
}
