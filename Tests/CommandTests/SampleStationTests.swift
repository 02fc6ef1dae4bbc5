import Foundation
import Testing

/// The built programs on the sample station, as `make run` uses them.
@Suite(.serialized)
struct SampleStationTests {
    @Test func `every blister of the recording is accounted for, and every reject is in the log`()
        throws
    {
        let ground = try Ground()
        try ground.replace("paced: true", by: "paced: false", in: "station.yaml")
        let daemon = try Program.blisterd.run(["run", "--config", "station.yaml"], in: ground)
        #expect(daemon.status == 0, "\(daemon.complaint)")
        let truth = try ground.text("set/truth.jsonl").split(separator: "\n")

        let report = try Program.blisterctl.run(
            ["batch", "report", "--records", "records", "--json"],
            in: ground
        )
        #expect(report.status == 0, "\(report.complaint)")
        let account = try Self.object(report.output)
        let rejected = try #require(account["rejected"] as? Int)
        #expect(account["blisters"] as? Int == truth.count)
        #expect(account["accepted"] as? Int == truth.count - rejected)
        #expect(account["adds_up"] as? Bool == true)
        #expect(account["unaccounted"] as? Int == 0)

        let nowhere = try Program.blisterctl.run(
            ["batch", "report", "--records", "records", "--out", "nowhere/report.html"],
            in: ground
        )
        #expect(nowhere.status == 2 && nowhere.complaintLines.count == 1)
        #expect(nowhere.complaint.contains("nowhere/report.html: "), "\(nowhere.complaint)")
        #expect(nowhere.complaint.contains("; name a file"), "\(nowhere.complaint)")

        let tail = try Program.blisterctl.run(
            ["tail", "--once", "--json", "--lines", "100", "--log", "records/reject.log"],
            in: ground
        )
        #expect(tail.status == 0)
        let lines = tail.output.split(separator: "\n")
        #expect(lines.count == rejected)
        for line in lines {
            let reject = try Self.object(String(line))
            guard let picture = reject["evidence"] as? String else { continue }
            let path = ground.url("records/evidence/\(picture)").path()
            #expect(FileManager.default.fileExists(atPath: path), "\(line)")
        }
    }

    @Test func `records that cannot be written do not stop inspection`() throws {
        let ground = try Ground()
        try ground.replace("paced: true", by: "paced: false", in: "station.yaml")
        // A file where the folder should be refuses everybody, root included.
        try ground.replace("folder: records", by: "folder: layout.yaml/records", in: "station.yaml")
        let daemon = try Program.blisterd.run(["run", "--config", "station.yaml"], in: ground)
        #expect(daemon.status == 0)
        #expect(daemon.complaint.contains("inspection goes on"), "\(daemon.complaint)")
        #expect(daemon.complaint.contains("14 blisters"), "\(daemon.complaint)")
    }

    @Test func `a camera that is not there is waited for until SIGTERM`() throws {
        let ground = try Ground()
        try ground.replaceReplayByAbsentCamera()
        let daemon = try Running(
            .blisterd,
            ["run", "--config", "station.yaml"],
            in: ground,
            terminatedAfter: 10
        )
        while daemon.isRunning, !daemon.complaint.contains("running") {
            Thread.sleep(forTimeInterval: 0.05)
        }
        let status = try Program.blisterctl.run(
            ["batch", "status", "--json", "--socket", "control.sock"],
            in: ground
        )
        #expect(status.status == 0, "\(status.complaint)")
        #expect(try Self.object(status.output)["ready"] as? Bool == false)
        let outcome = try daemon.outcome()
        #expect(outcome.status == 0, "\(outcome.complaint)")
    }

    @Test func `a batch adds up when a line without an end is stopped`() throws {
        let ground = try Ground()
        try ground.replace(
            "replay:\n  folder: set\n  paced: true\n",
            by: "simulated: {seed: 5, product: scored-white, lanes: 1}\n",
            in: "station.yaml"
        )
        let daemon = try Running(
            .blisterd,
            ["run", "--config", "station.yaml"],
            in: ground,
            terminatedAfter: 15
        ).outcome()
        #expect(daemon.status == 0, "\(daemon.complaint)")
        let report = try Program.blisterctl.run(
            ["batch", "report", "--records", "records", "--json"],
            in: ground
        )
        let account = try Self.object(report.output)
        // The twin has a million cycles to give; 15 seconds hold a few dozen.
        let blisters = try #require(account["blisters"] as? Int)
        #expect(blisters < 1_000, "\(account)")
        #expect(account["adds_up"] as? Bool == true, "\(account)")
        #expect(account["unaccounted"] as? Int == 0, "\(account)")
    }

    @Test func `inspect prints one object per blister and nothing else`() throws {
        let ground = try Ground()
        let outcome = try Program.blisterctl.run(
            ["inspect", "--recipe", "recipe.yaml", "--replay", "set", "--json"],
            in: ground
        )
        #expect(outcome.status == 1, "\(outcome.complaint)")
        let objects = try outcome.output.split(separator: "\n").map { try Self.object(String($0)) }
        #expect(objects.compactMap { $0["cycle"] as? Int } == Array(0..<14))
        let rejects = objects.filter { $0["verdict"] as? String == "reject" }
        #expect(rejects.allSatisfy { !(($0["reasons"] as? [String])?.isEmpty ?? true) })
        #expect(!rejects.isEmpty && rejects.count < 14)
    }

    @Test func `doctor finds nothing broken in the sample station`() throws {
        let ground = try Ground()
        let outcome = try Program.blisterctl.run(
            ["doctor", "--config", "station.yaml"],
            in: ground
        )
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.complaint)")
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.allSatisfy { $0.hasPrefix("ok: ") || $0.hasPrefix("warn: ") })
        #expect(lines.contains { $0.hasPrefix("ok: recipe scored-white") })
    }

    @Test func `doctor warns of a panel that nobody can use, a silent broker and a torn trail`()
        throws
    {
        let ground = try Ground()
        let text = try ground.text("station.yaml")
        // Port 9 is nobody's: the broker refuses at once.
        try ground.write(
            text + "panel: {port: 18999}\nfleet: {broker: 127.0.0.1, port: 9, group: g}\n",
            to: "station.yaml"
        )
        try FileManager.default.createDirectory(
            at: ground.url("records/audit"),
            withIntermediateDirectories: true
        )
        try ground.write("{}\n", to: "records/audit/audit-000000000001.jsonl")
        let outcome = try Program.blisterctl.run(
            ["doctor", "--config", "station.yaml"],
            in: ground
        )
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.complaint)")
        let warnings = outcome.output.split(separator: "\n").filter { $0.hasPrefix("warn: ") }
        for wanted in ["panel 127.0.0.1:18999: nobody", "broker 127.0.0.1:9", "audit trail"] {
            let line = try #require(warnings.first { $0.contains(wanted) }, "\(outcome.output)")
            #expect(line.contains("; "), "\(line)")
        }
    }

    @Test(arguments: [
        ("recipe.yaml", "sha256: ", "sha256: 0"), ("station.yaml", "workers: 2", "workers: 0"),
        ("recipe.yaml", "lanes: 1", "lanes: 3"),
    ])
    func `doctor names what is broken and its cure`(
        file: String,
        old: String,
        new: String
    ) throws {
        let ground = try Ground()
        try ground.replace(old, by: new, in: file)
        let outcome = try Program.blisterctl.run(
            ["doctor", "--json", "--config", "station.yaml"],
            in: ground
        )
        #expect(outcome.status == 1)
        let failures = try outcome.output.split(separator: "\n")
            .map { try Self.object(String($0)) }
            .filter { $0["grade"] as? String == "fail" }
        let failure = try #require(failures.first)
        #expect((failure["what"] as? String)?.contains(file) == true, "\(failure)")
        #expect((failure["cure"] as? String)?.isEmpty == false, "\(failure)")
    }

    private static func object(_ line: String) throws -> [String: Any] {
        let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
        return try #require(value as? [String: Any])
    }
}
