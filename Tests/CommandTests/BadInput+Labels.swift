import Foundation
import GRDB

/// Bad input of making crops out of labelled evidence.
extension BadInput {
    private static let export = [
        "labels", "export", "--config", "station.yaml", "--out", "labelled",
    ]
    private static let label =
        #"{"blister":"1-5-0","label":"good","person":"Ann","time":"2026-03-01T15:00:00.000+00:00"}"#

    /// What the store says of blister 1-5-0.
    private enum Cut {
        case none
        /// The store names a sidecar that is not there.
        case gone
        /// Judged by a product model of this digest.
        case judged(by: String)
    }

    /// Writes records with one reject, and these labels of it; nil: nobody labelled anything.
    private static func write(_ ground: Ground, _ cut: Cut, labels: String?) throws {
        try ground.makeFolder("records/evidence")
        if let labels { try ground.write(labels, to: "records/labels.jsonl") }
        var row: (sidecar: String, digest: String)?
        switch cut {
        case .none: break
        case .gone: row = ("1-5-0-cut.json", String(repeating: "0", count: 64))
        case .judged(let model):
            let picture = "records/evidence/1-5-0-cut.png"
            try ground.writePicture(to: picture, columns: 8, rows: 8, grey: 90)
            let sidecar = """
                {"cut":1,"blister_id":"1-5-0","decided_at":"2026-03-01T14:00:00.000+00:00",
                "picture":"1-5-0-cut.png","picture_sha256":"\(try digest(ground, picture))",
                "expected_origin_columns":0,"expected_origin_rows":0,"mm_per_column":0.1,
                "mm_per_row":0.1,"step_offset_mm":0,"first_row":0,"judged_by":{"recipe":"00",
                "model":"\(model)","lights":1,"processor":"p","build":"b"},
                "result":"{}","result_sha256":"00"}
                """
            try ground.write(sidecar, to: "records/evidence/1-5-0-cut.json")
            row = ("1-5-0-cut.json", try digest(ground, "records/evidence/1-5-0-cut.json"))
        }
        let store = try DatabaseQueue(path: ground.url("records/records.sqlite").path())
        try store.write { database in
            try database.execute(
                sql: """
                    CREATE TABLE blister (batch, cycle, lane, verdict, reasons);
                    CREATE TABLE cut (batch, cycle, lane, sidecar, sha256);
                    INSERT INTO blister VALUES (1, 5, 0, 'reject', 'missing');
                    """
            )
            guard let row else { return }
            try database.execute(
                sql: "INSERT INTO cut VALUES (1, 5, 0, ?, ?)",
                arguments: [row.sidecar, row.digest]
            )
        }
        try store.close()
    }

    private static func digest(_ ground: Ground, _ name: String) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/sha256sum")
        process.arguments = [ground.url(name).path()]
        process.standardOutput = output
        try process.run()
        process.waitUntilExit()
        let text = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(),
            as: UTF8.self
        )
        return String(text.prefix(64))
    }

    static let labels = [
        BadInput(
            "labels: no station",
            .blisterctl,
            ["labels", "export", "--records", "records", "--out", "labelled"],
            names: ["--config", "--recipe"]
        ) { _ in },
        BadInput(
            "labels: no store",
            .blisterctl,
            export,
            names: ["records/records.sqlite", "records folder"]
        ) { _ in },
        BadInput(
            "labels: nobody labelled anything",
            .blisterctl,
            export,
            names: ["records/labels.jsonl", "panel"]
        ) { try write($0, .none, labels: nil) },
        BadInput(
            "labels: no line is a label",
            .blisterctl,
            export,
            names: ["records/labels.jsonl", "line 1 'smashed' is no label", "panel"]
        ) {
            try write($0, .gone, labels: label.replacing("good", with: "smashed") + "\n{\n")
        },
        BadInput(
            "labels: no such blister",
            .blisterctl,
            export,
            names: ["records/labels.jsonl", "1 x the store has no such blister"]
        ) { try write($0, .none, labels: label.replacing("1-5-0", with: "1-4711-0")) },
        BadInput(
            "labels: cut that was not kept",
            .blisterctl,
            export,
            names: ["records/labels.jsonl", "1 x no cut of it was kept", "cuts_lost"]
        ) { try write($0, .none, labels: label) },
        BadInput(
            "labels: evidence that is gone",
            .blisterctl,
            export,
            names: ["records/labels.jsonl", "1 x its cut is gone", "evidence_mb"]
        ) { try write($0, .gone, labels: label) },
        BadInput(
            "labels: another recipe than judged the blister",
            .blisterctl,
            export,
            names: ["records/labels.jsonl", "another product model", "--recipe"]
        ) { try write($0, .judged(by: "00"), labels: label) },
        BadInput(
            "labels: recipe that is none",
            .blisterctl,
            export + ["--recipe", "layout.yaml"],
            names: ["layout.yaml"]
        ) { try write($0, .gone, labels: label) },
        BadInput(
            "labels: folder that is in use",
            .blisterctl,
            ["labels", "export", "--config", "station.yaml", "--out", "set/"],
            names: ["set: is there already", "--out"]
        ) { try write($0, .gone, labels: label) },
        BadInput(
            "labels: acceptance set that is not sealed",
            .blisterctl,
            export + ["--acceptance", "judges"],
            names: ["judges", "acceptance.yaml", "--seal"]
        ) {
            try write($0, .gone, labels: label)
            try $0.makeFolder("judges/good")
        },
    ]
}
