import Foundation
import Testing

/// From a label on the panel to a classifier that learnt from it, on the sample station's rejects.
@Suite(.serialized)
struct LabelExportTests {
    /// A sample station whose batch is over.
    private static func judged() throws -> Ground {
        let ground = try Ground()
        try ground.replace("paced: true", by: "paced: false", in: "station.yaml")
        let daemon = try Program.blisterd.run(["run", "--config", "station.yaml"], in: ground)
        #expect(daemon.status == 0, "\(daemon.complaint)")
        return ground
    }

    /// As the panel writes it.
    private static func line(_ cycle: Int, _ label: String, by person: String = "Ann") -> String {
        let style = Date.ISO8601FormatStyle(
            timeZoneSeparator: .colon,
            includingFractionalSeconds: true,
            timeZone: .gmt
        )
        // Milliseconds are cut off, not rounded, in what it must not be earlier than.
        let time = Date.now.addingTimeInterval(0.001).formatted(style)
        return #"{"blister":"1-\#(cycle)-0","label":"\#(label)","person":"\#(person)","#
            + #""time":"\#(time)"}"#
    }

    private static func export(
        _ ground: Ground,
        _ more: [String] = [],
        out: String = "labelled"
    ) throws -> Program.Outcome {
        let command = ["labels", "export", "--config", "station.yaml", "--out", out]
        return try Program.blisterctl.run(command + more, in: ground)
    }

    /// Rejected pockets of each blister, by what the daemon kept.
    private static func faults(_ ground: Ground) throws -> [String: [Int]] {
        let folder = ground.url("records/evidence")
        var faults: [String: [Int]] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path())
        where name.hasSuffix("-cut.json") {
            let data = try Data(contentsOf: folder.appending(path: name))
            let sidecar = try #require(
                try JSONSerialization.jsonObject(with: data) as? [String: Any]
            )
            let line = Data(try #require(sidecar["result"] as? String).utf8)
            let result = try #require(
                try JSONSerialization.jsonObject(with: line) as? [String: Any]
            )
            let pockets = try #require(result["pockets"] as? [[String: Any]])
            faults[try #require(sidecar["blister_id"] as? String)] =
                pockets.filter { $0["class"] as? String != "good" }
                .compactMap { $0["index"] as? Int }
        }
        return faults
    }

    private static func files(_ ground: Ground, _ folder: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: ground.url(folder).path())
            .filter { $0.contains(".") }.sorted()
    }

    @Test func `labels become crops in folders that train learns from`() throws {
        let ground = try Self.judged()
        let faults = try Self.faults(ground)
        // 5: missing, 6 and 9: double, 11: half out of its pocket, 1: a hair; 2 was accepted.
        let lines = [
            Self.line(5, "missing"), Self.line(9, "good"), "{", Self.line(6, "double"),
            Self.line(9, "double", by: "Bob"), Self.line(11, "good"), Self.line(1, "foreign"),
            Self.line(2, "good"),
        ]
        try ground.write(lines.joined(separator: "\n") + "\n", to: "records/labels.jsonl")
        let outcome = try Self.export(ground)
        #expect(outcome.status == 0 && outcome.complaint.isEmpty, "\(outcome.complaint)")
        func names(_ cycle: Int, _ label: String, _ pockets: [Int]?) -> [String] {
            (pockets ?? []).map { "\(label)/1-\(cycle)-0-p\($0).png" }
        }
        let wanted =
            names(1, "foreign", faults["1-1-0"]) + names(5, "missing", faults["1-5-0"])
            + names(6, "double", faults["1-6-0"])
            + names(9, "double", faults["1-9-0"]) + names(11, "good", Array(0..<10))
        #expect(
            faults["1-5-0"] == [4] && faults["1-1-0"]?.count == 1 && faults["1-6-0"] == [3]
                && faults["1-9-0"] == [6]
        )
        #expect(try Self.files(ground, "labelled") == (wanted + ["crops.jsonl"]).sorted())
        #expect(
            outcome.output.contains(
                "labelled: 10 good, 1 missing, 1 foreign, 2 double; crops of 5 blisters"
            )
        )
        #expect(outcome.output.contains("no cut of it was kept: 1-2-0"), "\(outcome.output)")
        #expect(outcome.output.contains("labels.jsonl:3: is no label, or was cut off; passed over"))
        let crops = try ground.text("labelled/crops.jsonl").split(separator: "\n")
        #expect(crops.count == wanted.count)
        let double = try #require(crops.first { $0.contains(#""double/1-9-0-p6.png""#) })
        #expect(double.contains(#""person":"Bob""#) && double.contains(#""found":"#))

        let report = try Program.blisterctl.run(
            ["batch", "report", "--records", "records", "--out", "report.html"],
            in: ground
        )
        #expect(report.status == 0, "\(report.complaint)")
        // 2 was accepted, but somebody wrote that label into the file.
        #expect(try ground.text("report.html").contains("6, called good: 2"))

        // The same labels, the same bytes; a folder that is there stays as it is.
        let before = try ground.contents()
        let again = try Self.export(ground)
        #expect(again.status == 2 && again.complaint.contains("labelled: is there already"))
        #expect(try ground.contents() == before)
        try ground.makeFolder("empty")
        let json = try Self.export(ground, ["--json", "--neighbours"], out: "empty/")
        #expect(json.status == 0, "\(json.complaint)")
        #expect(json.output.contains(#""crops":{"good":46,"missing":1,"#), "\(json.output)")
        #expect(json.output.contains(#""left_out":[{"blister_id":"1-2-0","reason":"not_kept"}]"#))
        #expect(json.output.contains(#""passed_over":[{"line":3,"#), "\(json.output)")
        for name in wanted {
            #expect(
                try Data(contentsOf: ground.url("labelled/\(name)"))
                    == Data(contentsOf: ground.url("empty/\(name)"))
            )
        }

        let trained = try Program.blisterctl.run(
            [
                "train", "--task", "pocket", "--data", "labelled", "--steps", "2", "--threads", "1",
                "--out", "pocket.onnx",
            ],
            in: ground
        )
        #expect(trained.status == 0, "\(trained.complaint)")
        let check = try Program.blisterctl.run(
            ["model", "check", "pocket.onnx", "--json"],
            in: ground
        )
        #expect(check.status == 0 && check.output.contains("\"self_test\":\"bits\""))
    }

    @Test func `blisters that judge models are never learnt from`() throws {
        let ground = try Self.judged()
        let lines = [(5, "missing"), (6, "double"), (12, "broken"), (11, "good")]
            .map { Self.line($0, $1) }
        try ground.write(lines.joined(separator: "\n"), to: "records/labels.jsonl")
        #expect(try Self.export(ground, ["--neighbours"], out: "judges").status == 0)
        for name in try Self.files(ground, "judges") where name.contains("1-11-0") {
            try ground.remove("judges/\(name)")
        }
        try ground.remove("judges/crops.jsonl")
        let sealed = try Program.blisterctl.run(
            ["model", "acceptance", "judges", "--seal", "--operator", "me"],
            in: ground
        )
        #expect(sealed.status == 0, "\(sealed.complaint)")
        let station = try ground.text("station.yaml")
        try ground.write("acceptance: judges\n" + station, to: "station.yaml")
        let outcome = try Self.export(ground, ["--neighbours", "--json"])
        #expect(outcome.status == 0, "\(outcome.complaint)")
        let judging = ["1-12-0", "1-5-0", "1-6-0"]
            .map { #"{"blister_id":"\#($0)","reason":"acceptance"}"# }
        #expect(
            outcome.output.contains(#""left_out":[\#(judging.joined(separator: ","))]"#),
            "\(outcome.output)"
        )
        #expect(try Self.files(ground, "labelled").count == 11)
        #expect(
            try Self.files(ground, "labelled").allSatisfy {
                $0.contains("1-11-0") || $0 == "crops.jsonl"
            }
        )
        // Nothing left: nothing written.
        try ground.write(Self.line(5, "missing"), to: "records/labels.jsonl")
        let before = try ground.contents()
        let nothing = try Self.export(ground, out: "more")
        #expect(nothing.status == 2 && nothing.complaint.contains("1 x in an acceptance set"))
        #expect(try ground.contents() == before)
    }
}
