import Engine
import Foundation
import Graphs
import KernelShapes
import Kernels
import ONNXFiles
import Tensors
import Testing

@testable import SelfTests

/// A sealed model holds; anything else about it that matters does not.
struct ModelSelfTestTests {
    /// Pictures into scores and the class of the best, by products of both kinds.
    static func classifier() -> Model {
        var stream = SelfTestInput(seed: 5)
        let constants = [
            "kernel": stream.tensor(.float32, [6, 2, 3, 3]),
            "matrix": stream.tensor(.float32, [150, 7]),
        ]
        .compactMapValues(\.self)
        let nodes = [
            Node(
                name: "a",
                operation: "Conv",
                opset: 17,
                inputs: ["in", "kernel"],
                outputs: ["picture"],
                attributes: ["group": .int(2)]
            ),
            Node(
                name: "b",
                operation: "Flatten",
                opset: 17,
                inputs: ["picture"],
                outputs: ["flat"]
            ),
            Node(
                name: "c",
                operation: "MatMul",
                opset: 17,
                inputs: ["flat", "matrix"],
                outputs: ["scores"]
            ),
            Node(
                name: "d",
                operation: "ArgMax",
                opset: 17,
                inputs: ["scores"],
                outputs: ["class"],
                attributes: ["axis": .int(1)]
            ),
        ]
        let fact = ValueFact(.float32, [.named("batch"), .known(4), .known(7), .known(7)])
        return Model(
            graph: Graph(
                inputs: [GraphPort(name: "in", fact: fact)],
                outputs: [
                    GraphPort(name: "scores", fact: ValueFact(.float32, nil)),
                    GraphPort(name: "class", fact: ValueFact(.int64, nil)),
                ],
                constants: constants,
                nodes: nodes
            ),
            opsets: ["": 17],
            metadata: ["blisterd.task": "pocket"]
        )
    }

    static func sealed() throws -> Model {
        var model = classifier()
        let seal = try ModelSelfTest.seal(model, pool: ThreadPool(threadCount: 1))
        model.metadata[seal.key] = seal.text
        return model
    }

    private static func prove(
        _ model: Model,
        threads: Int = 1,
        level: ProcessorLevel = .detected
    ) throws -> ModelSelfTest.Proof {
        try ModelSelfTest(model)
            .run(Plan(model), pool: ThreadPool(threadCount: threads), level: level)
    }

    private static var levels: [ProcessorLevel] {
        ProcessorLevel.allCases.filter { $0 <= .detected }
    }

    private static func edited(
        _ edit: (inout SelfTestSeal) -> Void
    ) throws -> Model {
        var model = try sealed()
        var seal = try #require(SelfTestSeal(model.metadata[SelfTestSeal.key] ?? ""))
        edit(&seal)
        model.metadata[SelfTestSeal.key] = seal.text
        return model
    }

    @Test(arguments: levels, [1, 3])
    func `a sealed model reproduces its bits`(level: ProcessorLevel, threads: Int) throws {
        #expect(try Self.prove(Self.sealed(), threads: threads, level: level) == .bits)
    }

    @Test func `a seal is the same whenever it is made`() throws {
        #expect(try Self.sealed() == Self.sealed())
    }

    @Test func `a seal is the same on many threads at once`() async throws {
        let texts = await withTaskGroup(of: Set<String>.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    let seals = (0..<20).map { _ in
                        (try? Self.sealed().metadata[SelfTestSeal.key]) ?? "none"
                    }
                    return Set(seals)
                }
            }
            return await group.reduce(into: Set()) { $0.formUnion($1) }
        }
        #expect(texts.count == 1)
    }

    @Test func `a level without a digest is held to numbers`() throws {
        let model = try Self.edited { $0.digests = [:] }
        for level in Self.levels { #expect(try Self.prove(model, level: level) == .numbers) }
    }

    @Test func `a model without a seal does not pass`() throws {
        let model = Self.classifier()
        #expect(throws: SelfTestFault.unsealed) { try ModelSelfTest(model) }
    }

    @Test(arguments: ["", "{}", "[1", "{\"version\":2}"])
    func `a seal that cannot be read does not pass`(text: String) throws {
        var model = Self.classifier()
        model.metadata[SelfTestSeal.key] = text
        #expect(throws: SelfTestFault.damagedSeal) { try ModelSelfTest(model) }
    }

    @Test(arguments: [(0, 0), (0, 31), (53, 12), (107, 22)])
    func `any flipped bit of a weight is found`(element: Int, bit: Int) throws {
        var model = try Self.sealed()
        let kernel = try #require(model.graph.constants["kernel"])
        var values: [Float] = try #require(kernel.values())
        values[element] = Float(bitPattern: values[element].bitPattern ^ 1 << UInt32(bit))
        model.graph.constants["kernel"] = Tensor(values, shape: kernel.shape)
        #expect(throws: SelfTestFault.otherWeights) { try Self.prove(model) }
    }

    @Test func `another digest does not pass`() throws {
        let model = try Self.edited { seal in
            for way in seal.digests.keys { seal.digests[way] = String(repeating: "0", count: 64) }
        }
        do {
            _ = try Self.prove(model)
            Issue.record("it passed")
        } catch let fault as SelfTestFault {
            guard case .otherBits = fault else { throw fault }
        }
    }

    @Test(arguments: [0, 1, 2, 3])
    func `other numbers do not pass, whatever the digest says`(change: Int) throws {
        let model = try Self.edited { seal in
            switch change {
            case 0: seal.outputs[0].samples[3] += seal.outputs[0].largest * 2e-4
            case 1: seal.outputs[0].largest *= 1.001
            case 2: seal.outputs[0].shape = [7, 1]
            default: seal.outputs[1].samples[0] += 1
            }
        }
        do {
            _ = try Self.prove(model)
            Issue.record("it passed")
        } catch let fault as SelfTestFault {
            guard case .otherNumbers = fault else { throw fault }
        }
    }

    @Test func `rounding passes where there is no digest`() throws {
        let model = try Self.edited { seal in
            seal.digests = [:]
            seal.outputs[0].samples[3] += seal.outputs[0].largest * 0.5e-4
        }
        #expect(try Self.prove(model) == .numbers)
    }

    @Test func `another graph on the same weights does not pass`() throws {
        var model = try Self.sealed()
        model.graph.nodes[3].attributes["select_last_index"] = .int(1)
        #expect(try Self.prove(model) == .bits)
        model.graph.nodes[0].attributes["pads"] = .ints([0, 0, 0, 0])
        #expect(try Self.prove(model) == .bits)
        model.graph.nodes[2].inputs = ["scaled", "matrix"]
        model.graph.nodes.insert(
            Node(
                name: "e",
                operation: "Neg",
                opset: 17,
                inputs: ["flat"],
                outputs: ["scaled"]
            ),
            at: 2
        )
        #expect(throws: SelfTestFault.self) { try Self.prove(model) }
    }

    @Test func `inputs are the documented stream`() throws {
        var stream = SelfTestInput(seed: 0)
        let first = stream.tensor(.float32, [2])?.values(of: Float.self)
        // SplitMix64 from 0 begins e220a8397b1dcdaf 6e789e6aa1b965f4.
        let drawn = [0xe220a8, 0x6e789e] as [Float]
        #expect(first == drawn.map { $0 / 8_388_608 - 1 })
        #expect(stream.tensor(.string, [1]) == nil)
    }

    @Test func `a seal in a file changes nothing else, and replaces an older one`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "model.onnx").path(percentEncoded: false)
        let model = Self.classifier()
        let bytes = try ModelFile.bytes(model)
        try Data(bytes).write(to: URL(filePath: path))
        for text in ["first", "second"] {
            let made = try ModelFile.bytes(of: path, settingMetadata: "blisterd.x", to: text)
            #expect(made.starts(with: bytes))
            try Data(made).write(to: URL(filePath: path))
            var wanted = model
            wanted.metadata["blisterd.x"] = text
            #expect(try ModelFile.read(path) == wanted)
        }
    }

    @Test(arguments: levels)
    func `the kernels of every level pass their own test`(level: ProcessorLevel) throws {
        #expect(KernelSelfTest.refusal(pool: try ThreadPool(threadCount: 2), level: level) == nil)
    }
}
