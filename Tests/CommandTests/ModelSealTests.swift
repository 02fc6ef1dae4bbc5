import Foundation
import Testing

/// Models from seal to station: what is not proved does not go live.
@Suite(.serialized)
struct ModelSealTests {
    private static func ground(sealed: Bool) throws -> Ground {
        let ground = try Ground()
        try ground.makeFolder("models")
        try Data(SmallModel.bytes).write(to: ground.url("models/small.onnx"))
        guard sealed else { return ground }
        let seal = try Program.blisterctl.run(["model", "seal", "models/small.onnx"], in: ground)
        #expect(seal.status == 0, "\(seal.complaint)")
        return ground
    }

    private static func check(_ ground: Ground) throws -> Program.Outcome {
        try Program.blisterctl.run(["model", "check", "models/small.onnx", "--json"], in: ground)
    }

    @Test func `a model says whether it is sealed, and whether the seal holds`() throws {
        let open = try Self.check(Self.ground(sealed: false))
        #expect(open.status == 0 && open.output.contains("\"self_test\":\"none\""))
        let ground = try Self.ground(sealed: true)
        let sealed = try Self.check(ground)
        #expect(sealed.status == 0 && sealed.output.contains("\"self_test\":\"bits\""))
        try Self.flipWeight(ground)
        let flipped = try Self.check(ground)
        #expect(flipped.status == 1 && flipped.output.contains("\"self_test\":\"fails\""))
    }

    @Test func `a seal can go to another file, and the first one stays as it is`() throws {
        let ground = try Self.ground(sealed: false)
        let seal = try Program.blisterctl.run(
            ["model", "seal", "models/small.onnx", "--out", "models/other.onnx"],
            in: ground
        )
        #expect(seal.status == 0)
        #expect(try Data(contentsOf: ground.url("models/small.onnx")) == Data(SmallModel.bytes))
        let made = try Data(contentsOf: ground.url("models/other.onnx"))
        #expect(made.starts(with: SmallModel.bytes) && made.count > SmallModel.bytes.count)
    }

    /// The lowest bit of the first weight, 0x…bf of -0.5.
    private static func flipWeight(_ ground: Ground) throws {
        var data = try Data(contentsOf: ground.url("models/small.onnx"))
        let weight = try #require(data.range(of: Data([0, 0, 0, 0xbf])))
        data[weight.lowerBound] ^= 1
        try data.write(to: ground.url("models/small.onnx"))
    }

    private static func run(_ ground: Ground) throws -> Program.Outcome {
        try ground.replace("paced: true", by: "paced: false", in: "station.yaml")
        let text = try ground.text("station.yaml")
        try ground.write("models: models\n" + text, to: "station.yaml")
        return try Program.blisterd.run(["run", "--config", "station.yaml"], in: ground)
    }

    private static let fault = "a model fails its self-test"

    @Test func `a station proves its models before it runs`() throws {
        let run = try Self.run(Self.ground(sealed: true))
        #expect(run.status == 0, "\(run.complaint)")
        #expect(run.complaint.contains("models/small.onnx: self-test holds"), "\(run.complaint)")
        #expect(!run.complaint.contains(Self.fault), "\(run.complaint)")
    }

    @Test func `a station whose model is not sealed is not ready`() throws {
        let run = try Self.run(Self.ground(sealed: false))
        #expect(run.complaint.contains("models/small.onnx: it has no self-test"))
        #expect(run.complaint.contains("begins: \(Self.fault)"), "\(run.complaint)")
    }

    @Test func `a station whose model has a flipped bit is not ready`() throws {
        let ground = try Self.ground(sealed: true)
        try Self.flipWeight(ground)
        let run = try Self.run(ground)
        #expect(run.complaint.contains("its weights are not those it was sealed with"))
        #expect(run.complaint.contains("begins: \(Self.fault)"), "\(run.complaint)")
    }

    @Test func `a station without the models it names is not ready`() throws {
        let ground = try Ground()
        let run = try Self.run(ground)
        #expect(run.complaint.contains("models: there is no such folder"), "\(run.complaint)")
        #expect(run.complaint.contains("begins: \(Self.fault)"), "\(run.complaint)")
    }
}
