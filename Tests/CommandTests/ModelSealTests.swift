import Foundation
import SmallModels
import Testing

/// Models from seal to station: what is not proved does not go live.
@Suite(.serialized)
struct ModelSealTests {
    /// A model that states nothing that it must compute.
    private static func open() throws -> [UInt8] {
        try SmallModel().with { $0.isSealed = false }.bytes()
    }

    private static func ground(sealed: Bool) throws -> Ground {
        let ground = try Ground()
        try ground.makeFolder("models")
        try Data(open()).write(to: ground.url("models/small.onnx"))
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
        #expect(try Data(contentsOf: ground.url("models/small.onnx")) == Data(Self.open()))
        let made = try Data(contentsOf: ground.url("models/other.onnx"))
        #expect(try made.starts(with: Self.open()) && made.count > Self.open().count)
    }

    /// The lowest bit of the first weight, 20 / 64.
    private static func flipWeight(_ ground: Ground) throws {
        var data = try Data(contentsOf: ground.url("models/small.onnx"))
        let weight = try #require(data.range(of: Data([0, 0, 0xa0, 0x3e])))
        data[weight.lowerBound] ^= 1
        try data.write(to: ground.url("models/small.onnx"))
    }

    private static func run(_ ground: Ground) throws -> Program.Outcome {
        let text = try ground.text("station.yaml")
        if !text.contains("models:") {
            try ground.write("models: models\n" + text, to: "station.yaml")
            try ground.replace("paced: true", by: "paced: false", in: "station.yaml")
        }
        return try Program.blisterd.run(["run", "--config", "station.yaml"], in: ground)
    }

    private static let fault = "begins: there is no sound model"

    @Test func `a station takes a sealed model into use before it runs`() throws {
        let ground = try Self.ground(sealed: true)
        let run = try Self.run(ground)
        #expect(run.status == 0, "\(run.complaint)")
        #expect(run.complaint.contains("model pocket: "), "\(run.complaint)")
        #expect(!run.complaint.contains(Self.fault), "\(run.complaint)")
        // And does so again from its library.
        let again = try Self.run(ground)
        #expect(again.complaint.contains("is live"), "\(again.complaint)")
        #expect(!again.complaint.contains(Self.fault), "\(again.complaint)")
    }

    @Test func `a station whose model is not sealed is not ready`() throws {
        let run = try Self.run(Self.ground(sealed: false))
        #expect(run.complaint.contains("it has no self-test"), "\(run.complaint)")
        #expect(run.complaint.contains(Self.fault), "\(run.complaint)")
    }

    @Test func `a station whose new model has a flipped bit is not ready`() throws {
        let ground = try Self.ground(sealed: true)
        try Self.flipWeight(ground)
        let run = try Self.run(ground)
        #expect(run.complaint.contains("its weights are not those it was sealed with"))
        #expect(run.complaint.contains(Self.fault), "\(run.complaint)")
    }

    @Test func `a station whose live model was changed is not ready`() throws {
        let ground = try Self.ground(sealed: true)
        _ = try Self.run(ground)
        let names = try ground.contents().filter { $0.hasPrefix("models/installed/pocket-") }
        let name = try #require(names.first?.split(separator: " ").first.map(String.init))
        try ground.truncate(name, to: 0.9)
        let run = try Self.run(ground)
        #expect(run.complaint.contains("is not the file that was accepted"), "\(run.complaint)")
        #expect(run.complaint.contains(Self.fault), "\(run.complaint)")
    }

    @Test func `a station without the models it names is not ready`() throws {
        let ground = try Ground()
        let run = try Self.run(ground)
        #expect(run.complaint.contains("models: there is no such folder"), "\(run.complaint)")
        #expect(run.complaint.contains(Self.fault), "\(run.complaint)")
    }
}
