import Foundation
import Testing

/// The challenge test at the running daemon, without a kit on the line.
struct ChallengeCommandTests {
    private static func ask(
        _ ground: Ground,
        _ command: [String],
        _ more: [String] = []
    ) throws -> Program.Outcome {
        try Program.blisterctl.run(command + ["--socket", "control.sock"] + more, in: ground)
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

    @Test func `a kit that was not seen fails by name, and the store keeps it`() throws {
        let ground = try Ground()
        try ground.replace(
            "\nlimits:",
            by: "\nchallenge: {kit: [{name: empty pocket, reasons: [missing]}]}\nlimits:",
            in: "recipe.yaml"
        )
        let daemon = try Self.running(ground)
        let early = try Self.ask(ground, ["challenge", "end"], ["--operator", "Ann"])
        #expect(early.status == 2 && early.complaint.contains("no challenge runs"))
        let due = try Self.ask(ground, ["challenge", "status"], ["--json"])
        #expect(due.status == 0 && due.output.contains(#""outcome":"due""#), "\(due.output)")
        let batch = try Self.ask(
            ground,
            ["batch", "start"],
            ["--product", "P", "--lot", "L", "--expiry", "2030-01", "--operator", "Ann"]
        )
        #expect(batch.status == 0, "\(batch.complaint)")
        let begun = try Program.blisterctl.run(
            ["challenge", "start", "--config", "station.yaml", "--operator", "Ann"],
            in: ground
        )
        #expect(begun.status == 0, "\(begun.complaint)")
        let twice = try Self.ask(ground, ["challenge", "start"], ["--operator", "Ann"])
        #expect(twice.status == 2 && twice.complaint.contains("runs already"))
        let ended = try Self.ask(ground, ["challenge", "end"], ["--operator", "Bob"])
        #expect(ended.status == 1, "\(ended.complaint)")
        #expect(ended.output.contains("empty pocket: no blister was rejected as missing"))
        let status = try Self.ask(ground, ["batch", "status"], ["--json"])
        #expect(status.output.contains("challenge test is due"), "\(status.output)")
        #expect(try daemon.outcome().status == 0)
        let report = try Program.blisterctl.run(
            ["batch", "report", "--records", "records", "--json"],
            in: ground
        )
        #expect(report.status == 0, "\(report.complaint)")
        for words in [
            #""outcome":"failed""#, #""name":"empty pocket""#,
            #""ended_by":"Bob (uid \#(getuid()))""#,
        ] {
            #expect(report.output.contains(words), "\(report.output)")
        }
    }

    @Test func `a recipe without a challenge demands none`() throws {
        let ground = try Ground()
        let daemon = try Self.running(ground)
        let refused = try Self.ask(ground, ["challenge", "start"], ["--operator", "Ann"])
        #expect(refused.status == 2)
        #expect(refused.complaintLines.count == 1)
        #expect(refused.complaint.contains("add challenge: to it"), "\(refused.complaint)")
        #expect(try daemon.outcome().status == 0)
    }
}
