import Foundation
import SmallModels
import Testing

/// The model library by its commands, and by copying a file beside a running daemon.
@Suite(.serialized)
struct ModelLibraryTests {
    private static func ground() throws -> Ground {
        let ground = try Ground()
        try ground.makeFolder("models")
        try write(SmallModel(), "one.onnx", ground)
        try write(SmallModel().with { $0.gain = 21 }, "two.onnx", ground)
        return ground
    }

    private static func write(_ model: SmallModel, _ name: String, _ ground: Ground) throws {
        try Data(try model.bytes()).write(to: ground.url(name))
    }

    @discardableResult
    private static func run(
        _ arguments: [String],
        _ ground: Ground,
        status: Int32 = 0
    ) throws -> String {
        let outcome = try Program.blisterctl.run(arguments, in: ground)
        #expect(outcome.status == status, "\(arguments): \(outcome.output)\(outcome.complaint)")
        return outcome.output
    }

    private static func live(_ ground: Ground) throws -> String? {
        let lines = try run(["model", "list", "--models", "models", "--json"], ground)
        for line in lines.split(separator: "\n") {
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
            if let model = object as? [String: Any], model["state"] as? String == "live" {
                return model["sha256"] as? String
            }
        }
        return nil
    }

    @Test func `models are installed, listed and rolled back`() throws {
        let ground = try Self.ground()
        let library = ["--models", "models"]
        try Self.run(["model", "install", "one.onnx"] + library, ground)
        let one = try Self.live(ground)
        let said = try Self.run(["model", "install", "two.onnx"] + library, ground)
        #expect(said.contains("before: \(try #require(one).prefix(12))"), "\(said)")
        #expect(try Self.live(ground) != one)
        let list = try Self.run(["model", "list"] + library, ground)
        #expect(list.contains("live  pocket") && list.contains("earlier  pocket"), "\(list)")
        try Self.run(["model", "rollback", "--task", "pocket"] + library, ground)
        #expect(try Self.live(ground) == one)
        try Self.write(SmallModel().with { $0.isSealed = false }, "bad.onnx", ground)
        let bad = try Self.run(["model", "install", "bad.onnx"] + library, ground, status: 1)
        #expect(bad.contains("FAILED  self-test"), "\(bad)")
        #expect(try Self.live(ground) == one)
        #expect(try ground.text("models/audit.jsonl").split(separator: "\n").count == 4)
    }

    @Test func `a station that wants signatures takes a model that is signed by its key`() throws {
        let ground = try Self.ground()
        let text = try ground.text("station.yaml")
        try ground.write(
            "models: models\nmodels_signed: required\nmodel_keys: [key.pub]\n" + text,
            to: "station.yaml"
        )
        let station = ["--config", "station.yaml"]
        try Self.run(["model", "key", "key"], ground)
        let facts = try FileManager.default.attributesOfItem(atPath: ground.url("key").path())
        #expect((facts[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        let unsigned = try Self.run(["model", "install", "one.onnx"] + station, ground, status: 1)
        #expect(unsigned.contains("FAILED  signature"), "\(unsigned)")
        try Self.run(["model", "sign", "one.onnx", "--key", "key"], ground)
        try Self.run(["model", "install", "one.onnx"] + station, ground)
        // A signature is not that of another file.
        try FileManager.default.copyItem(
            at: ground.url("one.onnx.sig"),
            to: ground.url("two.onnx.sig")
        )
        let other = try Self.run(["model", "install", "two.onnx"] + station, ground, status: 1)
        #expect(other.contains("FAILED  signature"), "\(other)")
    }

    @Test func `a model that is copied in goes live while the daemon runs`() throws {
        let ground = try Self.ground()
        let text = try ground.text("station.yaml")
        try ground.write("models: models\n" + text, to: "station.yaml")
        try Self.run(["model", "install", "one.onnx", "--models", "models"], ground)
        let old = try Self.live(ground)
        let daemon = try Running(.blisterd, ["run", "--config", "station.yaml"], in: ground)
        while daemon.isRunning, !daemon.complaint.contains("running") {
            Thread.sleep(forTimeInterval: 0.02)
        }
        try FileManager.default.copyItem(
            at: ground.url("two.onnx"),
            to: ground.url("models/two.onnx")
        )
        let outcome = try daemon.outcome()
        #expect(outcome.status == 0, "\(outcome.complaint)")
        #expect(outcome.complaint.contains("is live, before: "), "\(outcome.complaint)")
        #expect(outcome.complaint.contains("14 blisters"), "\(outcome.complaint)")
        #expect(try Self.live(ground) != old)
        #expect(!FileManager.default.fileExists(atPath: ground.url("models/two.onnx").path()))
    }

    @Test func `nothing is learnt from the pictures that judge`() throws {
        let ground = try Ground()
        for kind in ["good", "broken"] {
            try ground.makeFolder("judges/\(kind)")
            try ground.makeFolder("data/\(kind)")
            for index in 0..<3 {
                let grey = UInt8(index * 9 + (kind == "good" ? 100 : 20))
                try ground.writePicture(
                    to: "judges/\(kind)/\(index).pgm",
                    columns: 64,
                    rows: 64,
                    grey: grey
                )
            }
        }
        try ground.writePicture(to: "data/good/own.pgm", columns: 64, rows: 64, grey: 77)
        try FileManager.default.copyItem(
            at: ground.url("judges/broken/1.pgm"),
            to: ground.url("data/good/taken.pgm")
        )
        try Self.run(["model", "acceptance", "judges", "--seal", "--operator", "me"], ground)
        let train = ["train", "--data", "data", "--task", "anomaly", "--out", "new.onnx"]
        let refused = try Program.blisterctl.run(train + ["--acceptance", "judges"], in: ground)
        #expect(refused.status == 2 && refused.complaintLines.count == 1)
        #expect(refused.complaint.contains("data/good/taken.pgm: is broken/1.pgm of the"))
        // By the station that names the set.
        let text = try ground.text("station.yaml")
        try ground.write("acceptance: judges\n" + text, to: "station.yaml")
        let also = try Program.blisterctl.run(train + ["--config", "station.yaml"], in: ground)
        #expect(also.status == 2 && also.complaint.contains("taken.pgm"), "\(also.complaint)")
        // By the recipe.
        try ground.write(text, to: "station.yaml")
        let recipe = try ground.text("recipe.yaml")
        try ground.write("acceptance: judges\n" + recipe, to: "recipe.yaml")
        let own = try Program.blisterctl.run(train + ["--config", "station.yaml"], in: ground)
        #expect(own.status == 2 && own.complaint.contains("taken.pgm"), "\(own.complaint)")
        #expect(!FileManager.default.fileExists(atPath: ground.url("new.onnx").path()))
    }
}
