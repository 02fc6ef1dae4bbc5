import Foundation
import GRDB
import Synchronization
import Testing

/// The daemon killed at random moments under load: what it has acknowledged is in the store.
///
/// Acknowledged is what anybody outside can have read: a whole line of the reject log, and the count
/// `stored` of `batch status`. `BLISTERD_KILL_ROUNDS` sets the rounds, 5 without it.
@Suite(.serialized)
struct KillTests {
    private static let rounds =
        ProcessInfo.processInfo.environment["BLISTERD_KILL_ROUNDS"].flatMap { Int($0) } ?? 5

    /// A daemon without a wrapper, so that SIGKILL hits it and nothing else.
    private final class Victim {
        private let process = Process()
        private let complaintFile: URL

        init(_ ground: Ground) throws {
            complaintFile = try ground.scratch().appending(path: "complaint")
            try Data().write(to: complaintFile)
            process.executableURL = URL(filePath: try Program.blisterd.path())
            process.arguments = ["run", "--config", "station.yaml"]
            process.currentDirectoryURL = ground.folder
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = FileHandle.nullDevice
            process.standardError = try FileHandle(forWritingTo: complaintFile)
            try process.run()
        }

        deinit { kill() }

        var complaint: String {
            String(
                decoding: FileManager.default.contents(atPath: complaintFile.path()) ?? Data(),
                as: UTF8.self
            )
        }

        /// Waits until the daemon inspects; false where it does not within a minute.
        func waitUntilRunning() -> Bool {
            for _ in 0..<1200 {
                if complaint.contains("inspecting threads") { return true }
                guard process.isRunning else { return false }
                Thread.sleep(forTimeInterval: 0.05)
            }
            return false
        }

        func kill() {
            guard process.isRunning else { return }
            Glibc.kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
    }

    /// The highest count of stored blisters that was told, and of which batch; asked until the end.
    private final class Listener: Sendable {
        private let heard = Mutex<(batch: Int, stored: Int)>((0, 0))
        private let isOver = Atomic<Bool>(false)
        private let hasEnded = DispatchSemaphore(value: 0)

        init(_ ground: Ground) {
            let folder = ground.folder
            let path = try? Program.blisterctl.path()
            Thread { [self] in
                while !isOver.load(ordering: .acquiring) { ask(folder, path) }
                hasEnded.signal()
            }.start()
        }

        private func ask(_ folder: URL, _ path: String?) {
            let process = Process()
            let pipe = Pipe()
            process.executableURL = URL(filePath: path ?? "")
            process.arguments = ["batch", "status", "--json", "--socket", "control.sock"]
            process.currentDirectoryURL = folder
            process.standardOutput = pipe
            process.standardError = FileHandle.nullDevice
            guard (try? process.run()) != nil else { return }
            let output = pipe.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            let object = try? JSONSerialization.jsonObject(with: output) as? [String: Any]
            guard let counters = object?["counters"] as? [String: Int],
                let stored = counters["stored"], let batch = counters["batch"]
            else { return }
            heard.withLock { heard in
                if batch > heard.batch || stored > heard.stored { heard = (batch, stored) }
            }
        }

        /// Ends asking; what was told up to now.
        func end() -> (batch: Int, stored: Int) {
            isOver.store(true, ordering: .releasing)
            hasEnded.wait()
            return heard.withLock { $0 }
        }
    }

    @Test func `what was acknowledged before SIGKILL is in the store, which is sound and adds up`()
        throws
    {
        let ground = try Ground()
        try Self.lengthen(ground)
        // Every cut of every round must still be there.
        try ground.replace("evidence_mb: 50", by: "evidence_mb: 20000", in: "station.yaml")
        let seed = UInt64.random(in: 0..<1 << 32)
        var random = KillMoments(seed: seed)
        var acknowledged = (lines: 0, rows: 0)
        for round in 1...Self.rounds {
            let name = "seed \(seed), round \(round)"
            let victim = try Victim(ground)
            try #require(victim.waitUntilRunning(), "\(name): \(victim.complaint)")
            let listener = Listener(ground)
            Thread.sleep(forTimeInterval: random.next(in: 0..<3))
            victim.kill()
            let told = listener.end()
            try Self.check(ground, told, round: round, name, &acknowledged)
        }
        // The next start closes the last one as well; it may get the number of a daemon that was killed
        // before its first transaction.
        let path = ground.url("records/records.sqlite").path()
        let batches = try DatabaseQueue(path: path).read { database in
            try Int.fetchOne(database, sql: "SELECT max(id) FROM batch") ?? 0
        }
        let last = try Victim(ground)
        try #require(last.waitUntilRunning(), "\(last.complaint)")
        for batch in 0..<batches { try Self.checkReport(ground, batch: batch + 1, "seed \(seed)") }
        #expect(acknowledged.rows > 0 && acknowledged.lines > 0, "seed \(seed): no load")
        print(
            "seed \(seed): \(Self.rounds) kills, \(acknowledged.lines) lines and "
                + "\(acknowledged.rows) counted rows acknowledged, all stored"
        )
    }

    /// Makes the recording 40 times as long, and ten times as fast: 50 blisters a second. Those that
    /// inspection cannot take get their verdict all the same, as unseen.
    private static func lengthen(_ ground: Ground) throws {
        // 35 whole chunks are 14 pitches.
        let (chunks, rows, loops) = (35, 35 * 256, 40)
        func name(_ chunk: Int) -> String {
            "set/chunk-\(String(1_000_000 + chunk).dropFirst()).jpg"
        }
        for chunk in chunks..<chunks * loops {
            try? FileManager.default.removeItem(at: ground.url(name(chunk)))
            try FileManager.default.linkItem(
                at: ground.url(name(chunk % chunks)),
                to: ground.url(name(chunk))
            )
        }
        let triggers = (0..<loops).flatMap { loop in
            (0..<14).map { "\(loop * rows + 64 + 640 * $0)" }
        }
        let text = try ground.text("set/replay.yaml")
        let kept = text.split(separator: "\n").filter { line in
            !line.hasPrefix("cycle_rows") && !line.hasPrefix("row_rate_hz")
        }
        let list = triggers.dropLast().joined(separator: ", ")
        let lines = kept + ["row_rate_hz: 32000", "cycle_rows: [\(list)]"]
        try ground.write(lines.joined(separator: "\n") + "\n", to: "set/replay.yaml")
    }

    private static func check(
        _ ground: Ground,
        _ told: (batch: Int, stored: Int),
        round: Int,
        _ name: String,
        _ acknowledged: inout (lines: Int, rows: Int)
    ) throws {
        // What follows the last line end was never a line.
        let log = (try? ground.text("records/reject.log")) ?? ""
        let whole = log.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        let store = try DatabaseQueue(path: ground.url("records/records.sqlite").path())
        try store.read { database in
            let answer = try String.fetchOne(database, sql: "PRAGMA integrity_check")
            #expect(answer == "ok", "\(name)")
            let rows = try Row.fetchAll(
                database,
                sql: "SELECT batch || '-' || cycle || '-' || lane AS id, reasons FROM blister"
            )
            let reasons = Dictionary(
                uniqueKeysWithValues: rows.map { ($0["id"] as String, $0["reasons"] as String) }
            )
            for line in whole {
                let fields = line.split(separator: " ").map(String.init)
                func field(_ key: String) -> String? {
                    fields.first { $0.hasPrefix(key + "=") }
                        .map { String($0.dropFirst(key.count + 1)) }
                }
                let id = field("blister_id") ?? "?"
                let stored = reasons[id]?.split(separator: ",").map(String.init) ?? []
                #expect(stored.contains(field("reason") ?? "?"), "\(name): \(line)")
            }
            acknowledged.lines = whole.count
            let count = try Int.fetchOne(
                database,
                sql: "SELECT count(*) FROM blister WHERE batch = ?",
                arguments: [told.batch]
            )
            #expect(count ?? 0 >= told.stored, "\(name)")
            #expect(told.batch <= round, "\(name)")
            acknowledged.rows += told.stored
            for sidecar in try String.fetchAll(database, sql: "SELECT sidecar FROM cut") {
                let path = ground.url("records/evidence/\(sidecar)").path()
                #expect(FileManager.default.fileExists(atPath: path), "\(name)")
            }
        }
    }

    /// The batch of a killed daemon, once another has started.
    private static func checkReport(_ ground: Ground, batch: Int, _ name: String) throws {
        let report = try Program.blisterctl.run(
            ["batch", "report", "--records", "records", "--batch", "\(batch)", "--json"],
            in: ground
        )
        #expect(report.status == 0, "\(name): \(report.output)\(report.complaint)")
        #expect(report.output.contains(#""adds_up":true"#), "\(name): \(report.output)")
        #expect(report.output.contains(#""state":"interrupted""#), "\(name)")
    }
}

/// SplitMix64: when to kill, by the seed.
private struct KillMoments {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next(in range: Range<Double>) -> Double {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        mixed ^= mixed >> 31
        return range.lowerBound + Double(mixed >> 11) * 0x1p-53
            * (range.upperBound - range.lowerBound)
    }
}
