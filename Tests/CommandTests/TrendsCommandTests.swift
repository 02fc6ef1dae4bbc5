import Foundation
import Testing

/// Limits of charts found anew at the running daemon.
struct TrendsCommandTests {
    private static func ask(_ ground: Ground, _ command: [String]) throws -> Program.Outcome {
        try Program.blisterctl.run(["trends"] + command + ["--config", "station.yaml"], in: ground)
    }

    private static func running(_ ground: Ground) throws -> Running {
        try ground.replaceReplayByAbsentCamera()
        let daemon = try Running(
            .blisterd,
            ["run", "--config", "station.yaml"],
            in: ground,
            terminatedAfter: 20
        )
        while daemon.isRunning, !daemon.complaint.contains("running") {
            Thread.sleep(forTimeInterval: 0.05)
        }
        return daemon
    }

    @Test func `new limits are entered with the old ones, the name and the reason`() throws {
        let ground = try Ground()
        let daemon = try Self.running(ground)
        let named = try Self.ask(ground, ["list"])
        #expect(named.status == 0 && named.output.contains("camera_focus, lane 0"))
        let baseline = ["baseline", "--operator", "Ann", "--reason", "lens cleaned"]
        let unknown = try Self.ask(ground, baseline + ["--series", "focus"])
        #expect(unknown.status == 2 && unknown.complaintLines.count == 1)
        #expect(unknown.complaint.contains("blisterctl trends list"), "\(unknown.complaint)")
        let one = try Self.ask(ground, baseline + ["--series", "camera_focus, lane 0"])
        #expect(one.status == 0 && one.output.contains("camera_focus, lane 0: limits"))
        let all = try Self.ask(ground, baseline + ["--all"])
        #expect(all.status == 0 && all.output.contains("3 charts"), "\(all.output)")
        #expect(try daemon.outcome().status == 0)
        let trail = try FileManager.default.contentsOfDirectory(
            atPath: ground.url("records/audit").path()
        )
        let text = try trail.filter { $0.hasSuffix(".jsonl") }
            .map { try ground.text("records/audit/\($0)") }.joined()
        let entries = text.split(separator: "\n").filter { $0.contains("\"baseline\"") }
        #expect(entries.count == 2, "\(text)")
        for entry in entries {
            for words in ["\"Ann (uid \(getuid()))\"", "\"lens cleaned\"", "not found yet"] {
                #expect(entry.contains(words), "\(entry)")
            }
        }
        #expect(entries.first?.contains("\"camera_focus, lane 0\"") == true)
        let verified = try Program.blisterctl.run(
            ["audit", "verify", "--config", "station.yaml"],
            in: ground
        )
        #expect(verified.status == 0, "\(verified.complaint)")
    }
}
