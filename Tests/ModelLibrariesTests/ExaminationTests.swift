import AcceptanceSets
import Foundation
import Signatures
import SmallModels
import Testing
import VisionModels

@testable import ModelLibraries

/// Every check refuses what it is for, and says what, against what, and what to do.
struct ExaminationTests {
    private static func refusal(
        _ model: SmallModel,
        _ demands: ModelDemands = .patient()
    ) throws -> ModelFinding? {
        let bench = try Bench()
        try bench.write(model, to: "new.onnx")
        let finding = try bench.install("new.onnx", demands)
        #expect(bench.changes.isEmpty == (finding != nil))
        if let finding { #expect(!finding.value.isEmpty && !finding.limit.isEmpty, "\(finding)") }
        return finding
    }

    @Test func `a sound model passes everything`() throws {
        #expect(try Self.refusal(SmallModel()) == nil)
    }

    @Test func `a damaged file fails the format`() throws {
        let bench = try Bench()
        let bytes = try SmallModel().bytes()
        for count in [0, 1, 40, bytes.count / 2] {
            try bench.write(Array(bytes.prefix(count)), to: "new.onnx")
            let finding = try bench.install("new.onnx")
            #expect(finding?.passes == false, "\(count) bytes")
        }
        try bench.write(Array("no model".utf8), to: "new.onnx")
        #expect(try bench.install("new.onnx")?.check == "format")
    }

    @Test func `an operator that nobody knows is named`() throws {
        // Nobody can seal such a model either.
        let model = SmallModel().with {
            $0.operation = "Guess"
            $0.isSealed = false
        }
        let finding = try Self.refusal(model)
        #expect(finding?.check == "operators" && finding?.value.contains("Guess") == true)
    }

    @Test func `metadata that does not fit the network is refused`() throws {
        let other = SmallModel().with { $0.width = 12 }
        #expect(try Self.refusal(other)?.check == "card")
        let classes = SmallModel().with { $0.card.classes = ["good", "missing", "broken"] }
        #expect(try Self.refusal(classes)?.check == "card")
        let none = SmallModel().with { $0.card.classes = ["fine", "missing"] }
        #expect(try Self.refusal(none)?.value.contains("blisterd.classes") == true)
    }

    @Test func `a model of another product or of other channels is refused`() throws {
        let demands = ModelDemands.patient(product: "scored-white", channels: 1)
        let other = SmallModel().with { $0.card.facts["product"] = "capsule" }
        let finding = try Self.refusal(other, demands)
        #expect(finding?.check == "recipe" && finding?.limit.contains("scored-white") == true)
        let own = SmallModel().with { $0.card.facts["product"] = "scored-white" }
        #expect(try Self.refusal(own, demands) == nil)
        let colour = SmallModel().with { $0.card.facts["taught_channels"] = "3" }
        #expect(try Self.refusal(colour, demands)?.check == "recipe")
    }

    @Test func `an unsealed model and a flipped weight fail the self-test`() throws {
        let unsealed = try Self.refusal(SmallModel().with { $0.isSealed = false })
        #expect(unsealed?.check == "self-test" && unsealed?.cure?.contains("seal") == true)
        let bench = try Bench()
        var data = Data(try SmallModel().bytes())
        let weight = Data(
            (0..<4).map { UInt8(truncatingIfNeeded: Float(20.0 / 64).bitPattern >> (8 * $0)) }
        )
        let place = try #require(data.range(of: weight))
        data[place.lowerBound] ^= 1
        try bench.write([UInt8](data), to: "new.onnx")
        let flipped = try bench.install("new.onnx")
        #expect(flipped?.check == "self-test" && flipped?.value.contains("weights") == true)
    }

    @Test func `a model too slow for the line is refused with its time`() throws {
        let slow = SmallModel().with { $0.extraLayers = 4 }
        let finding = try Self.refusal(slow, ModelDemands(latencyMillisecondsMax: 0.0001))
        #expect(finding?.check == "latency" && finding?.value.contains("p99.9") == true)
    }

    @Test func `signatures count as the station says`() throws {
        let key = SigningKey()
        let bench = try Bench()
        let path = try bench.write(SmallModel(), to: "new.onnx")
        let strict = ModelDemands.patient(keys: [key.verifyingKey], requiresSignature: true)
        #expect(try bench.install("new.onnx", strict)?.check == "signature")
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        try bench.write(SigningKey().signature(over: bytes), to: "new.onnx.sig")
        #expect(try bench.install("new.onnx", strict)?.check == "signature")
        var signature = key.signature(over: bytes)
        signature[3] ^= 1
        try bench.write(signature, to: "new.onnx.sig")
        #expect(try bench.install("new.onnx", strict)?.check == "signature")
        try bench.write(key.signature(over: bytes), to: "new.onnx.sig")
        // Another model under a good signature.
        try bench.write(SmallModel().with { $0.gain = 21 }, to: "new.onnx")
        #expect(try bench.install("new.onnx", strict)?.check == "signature")
        try bench.write(SmallModel(), to: "new.onnx")
        #expect(try bench.install("new.onnx", strict) == nil)
        let entry = try #require(try bench.library().ledger().entries.last)
        #expect(entry.signedBy == key.verifyingKey.description)
        #expect(bench.names("installed").count == 2)
    }

    @Test func `a model that exceeds the limits of the acceptance set is refused with counts`()
        throws
    {
        let bench = try Bench()
        let folder = try bench.writeAcceptanceSet()
        _ = try AcceptanceSet.seal(
            folder: folder,
            limits: AcceptanceLimits(falseRejectShareMax: 0),
            task: nil,
            by: "test"
        )
        let demands = ModelDemands.patient(acceptanceFolder: folder)
        try bench.write(SmallModel().with { $0.isUpsideDown = true }, to: "bad.onnx")
        let finding = try #require(try bench.install("bad.onnx", demands))
        #expect(finding.check == "acceptance")
        #expect(finding.value.contains("6 of 6 missing escape"), "\(finding)")
        #expect(finding.value.contains("6 of 6 good are rejected"), "\(finding)")
        try bench.write(SmallModel(), to: "good.onnx")
        #expect(try bench.install("good.onnx", demands) == nil)
        let set = try AcceptanceSet(folder: folder)
        #expect(try bench.library().ledger().entries.last?.acceptance == set.digest)
        // An unsealed or changed set lets nothing through.
        try bench.write(Array("x".utf8), to: "acceptance/good/0.png")
        try bench.write(SmallModel().with { $0.gain = 22 }, to: "next.onnx")
        let changed = try bench.install("next.onnx", demands)
        #expect(changed?.check == "acceptance" && changed?.value.contains("0.png") == true)
    }
}
