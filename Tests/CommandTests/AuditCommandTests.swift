import Foundation
import Testing

/// The trail of the sample station, verified and exported by the built programs.
@Suite(.serialized)
struct AuditCommandTests {
    /// Runs the sample station to its end; what it logged lies in `journal`.
    private static func ground() throws -> Ground {
        let ground = try Ground()
        try ground.replace("paced: true", by: "paced: false", in: "station.yaml")
        try run(ground)
        return ground
    }

    private static func run(_ ground: Ground) throws {
        let daemon = try Program.blisterd.run(["run", "--config", "station.yaml"], in: ground)
        try #require(daemon.status == 0, "\(daemon.complaint)")
        let before = (try? ground.text("journal")) ?? ""
        try ground.write(before + daemon.complaint, to: "journal")
    }

    private static func verify(
        _ ground: Ground,
        _ arguments: [String]
    ) throws -> (status: Int32, object: [String: Any], kinds: [String]) {
        let outcome = try Program.blisterctl.run(
            ["audit", "verify", "--json"] + arguments,
            in: ground
        )
        let value = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
        let object = try #require(value as? [String: Any], "\(outcome.complaint)")
        let findings = try #require(object["findings"] as? [[String: Any]])
        return (outcome.status, object, findings.compactMap { $0["kind"] as? String })
    }

    private static let trail = "records/audit/audit-000000000001.jsonl"

    @Test func `the daemon's trail is good, and holds what happened and the root of its batch`()
        throws
    {
        let ground = try Self.ground()
        let good = try Self.verify(
            ground,
            ["--config", "station.yaml", "--against", "journal"]
        )
        #expect(good.status == 0, "\(good.object)")
        #expect(good.object["batches"] as? Int == 1)
        #expect((good.object["known_checkpoints"] as? Int ?? 0) >= 2)
        let events = try ground.text(Self.trail).split(separator: "\n").compactMap { line in
            (try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])?["event"]
                as? String
        }
        #expect(events.first == "start" && events.last == "checkpoint")
        for event in ["threshold", "batch_start", "batch_end", "batch_root", "stop"] {
            #expect(events.contains(event), "\(event): \(events)")
        }
        let words = try Program.blisterctl.run(
            ["audit", "verify", "--config", "station.yaml"],
            in: ground
        )
        #expect(words.output.hasPrefix("good: \(events.count) entries, 1 to \(events.count)"))
    }

    @Test func `each tampering ends with status 1 and its name`() throws {
        let ground = try Self.ground()
        let whole = try ground.text(Self.trail)
        let lines = whole.split(separator: "\n").map(String.init)
        func kinds(_ lines: [String]) throws -> [String] {
            try ground.write(lines.joined(separator: "\n") + "\n", to: Self.trail)
            let (status, _, kinds) = try Self.verify(
                ground,
                ["records/audit", "--against", "journal"]
            )
            #expect(status == 1)
            return kinds
        }
        var changed = lines
        changed[0] = changed[0].replacing("daemon", with: "nobody")
        #expect(try kinds(changed) == ["changed_bytes"])
        #expect(try kinds([lines[0]] + lines[2...]) == ["removed_lines"])
        changed = lines
        changed.swapAt(1, 2)
        #expect(try kinds(changed) == ["reordered_lines"])
        #expect(try kinds(Array(lines.dropLast(2))).contains("truncated_tail"))
        try ground.write(String(whole.dropLast(5)), to: Self.trail)
        #expect(try Self.verify(ground, ["records/audit"]).kinds.contains("torn_tail"))
        try ground.write(whole, to: Self.trail)
        #expect(try Self.verify(ground, ["records/audit"]).status == 0)
        // Another station's trail under this one's name.
        let other = try Self.ground()
        let rewritten = try Self.verify(
            other,
            ["records/audit", "--against", ground.url("journal").path()]
        )
        #expect(rewritten.status == 1 && Set(rewritten.kinds) == ["wrong_signature"])
    }

    @Test func `a start tells what is another than before, and a store that was exchanged shows`()
        throws
    {
        let ground = try Self.ground()
        try ground.replace("false_reject_target: ", by: "false_reject_target:  ", in: "recipe.yaml")
        try ground.remove("records/records.sqlite")
        try Self.run(ground)
        let text = try ground.text(Self.trail)
        #expect(text.contains("\"event\":\"recipe\""))
        #expect(text.components(separatedBy: "\"event\":\"threshold\"").count == 2)
        let report = try Self.verify(ground, ["--config", "station.yaml"])
        #expect(report.status == 1 && report.kinds == ["other_blisters"])
        #expect(try Self.verify(ground, ["records/audit"]).status == 0)
    }

    @Test func `an export verifies without the station, whole or in part`() throws {
        let ground = try Self.ground()
        func export(_ arguments: [String]) throws {
            let outcome = try Program.blisterctl.run(
                ["audit", "export", "--config", "station.yaml"] + arguments,
                in: ground
            )
            #expect(outcome.status == 0, "\(outcome.complaint)")
        }
        try export(["--out", "copy"])
        try export(["--out", "part", "--from", "2020-01-01", "--to", "2099-01-01T00:00:00Z"])
        let original = try ground.text(Self.trail)
        #expect(try ground.text("copy/audit-000000000001.jsonl") == original)
        #expect(try ground.text("part/audit-000000000001.jsonl") == original)
        #expect(try ground.contents().allSatisfy { !$0.hasPrefix("copy/station.pem ") })
        let page = try ground.text("copy/audit.html")
        #expect(page.contains("<td>batch_end</td>") && page.contains("blisterd-checkpoint"))
        try ground.remove("records")
        #expect(try Self.verify(ground, ["copy"]).status == 0)
        #expect(try Self.verify(ground, ["copy", "--against", "copy/checkpoint.txt"]).status == 0)
        // A part that begins behind the first checkpoint.
        let lines = original.split(separator: "\n")
        let checkpoint = try #require(lines.firstIndex { $0.contains("\"checkpoint\"") })
        try ground.write(
            lines[(checkpoint + 1)...].joined(separator: "\n") + "\n",
            to: "part/audit-000000000001.jsonl"
        )
        #expect(try Self.verify(ground, ["part"]).kinds == ["missing_beginning"])
        #expect(try Self.verify(ground, ["part", "--part"]).status == 0)
    }
}
