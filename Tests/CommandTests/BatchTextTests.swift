import Foundation
import Testing

/// A batch whose print is verified, started at the running daemon.
struct BatchTextTests {
    private static func start(
        _ ground: Ground,
        lot: String,
        expiry: String,
        _ more: [String] = []
    ) throws -> Program.Outcome {
        try Program.blisterctl.run(
            [
                "batch", "start", "--socket", "control.sock", "--product", "P", "--operator", "O",
                "--lot", lot, "--expiry", expiry,
            ] + more,
            in: ground
        )
    }

    private static func faults(_ ground: Ground) throws -> [String] {
        let status = try Program.blisterctl.run(
            ["batch", "status", "--json", "--socket", "control.sock"],
            in: ground
        )
        let object = try JSONSerialization.jsonObject(with: Data(status.output.utf8))
        return try #require((object as? [String: Any])?["faults"] as? [String])
    }

    @Test func `a batch is started only with texts that can be printed, and ends with them`() throws
    {
        let ground = try Ground()
        try ground.replaceReplayByAbsentCamera()
        try ground.replace(
            "\nlimits:",
            by: "\nprint: {template: 'LOT {lot} EXP {expiry:MM/yyyy}', "
                + "lot_pattern: '[0-9]K[0-9]{4}'}\nlimits:",
            in: "recipe.yaml"
        )
        let daemon = try Running(
            .blisterd,
            ["run", "--config", "station.yaml"],
            in: ground,
            terminatedAfter: 30
        )
        while daemon.isRunning, !daemon.complaint.contains("running") {
            Thread.sleep(forTimeInterval: 0.05)
        }
        let year = Calendar(identifier: .gregorian).component(.year, from: Date())
        let soon = "\(year + 1)-08"
        for (lot, expiry, words) in [
            ("7K24", soon, "not of the form"), ("7K2415", "\(year)-13", "is no date"),
            ("7K2415", "\(year - 1)-12", "is over"),
            ("7K2415", "\(year + 12)-01", "10 years ahead"),
        ] {
            let refused = try Self.start(ground, lot: lot, expiry: expiry)
            #expect(refused.status == 2, "\(lot) \(expiry)")
            #expect(refused.complaintLines.count == 1)
            #expect(refused.complaint.contains(words), "\(refused.complaint)")
        }
        #expect(try Self.faults(ground).contains { $0.contains("batch start") })
        let old = try Self.start(ground, lot: "7K2414", expiry: "\(year - 1)-12", ["--force"])
        #expect(old.status == 0, "\(old.complaint)")
        let begun = try Self.start(ground, lot: "7K2415", expiry: soon)
        #expect(begun.status == 0, "\(begun.complaint)")
        #expect(begun.output.contains("7K2415"))
        Thread.sleep(forTimeInterval: 0.3)
        #expect(try !Self.faults(ground).contains { $0.contains("batch start") })
        _ = try Program.blisterctl.run(
            ["batch", "end", "--operator", "O", "--socket", "control.sock"],
            in: ground
        )
        Thread.sleep(forTimeInterval: 0.3)
        #expect(try Self.faults(ground).contains { $0.contains("batch start") })
        #expect(try daemon.outcome().status == 0)
    }
}
