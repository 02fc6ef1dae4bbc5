import DamagedModels
import Foundation
import Graphs
import ONNXFiles
import ONNXMessages
import SwiftProtobuf
import Tensors
import Testing

struct ModelFileTests {
    @Test func `a model comes in with its graph, its operator sets and what is said about it`()
        throws
    {
        let model = try read(SampleModels.convolution())
        #expect(model.opsets == ["": 17, "com.example": 3])
        #expect(model.metadata == ["classes": "round,oval"])
        #expect(model.producer == "sample 1")
        let weights = Tensor((0..<18).map { Float($0) / 4 }, shape: [2, 1, 3, 3])
        #expect(model.graph.constants == ["weights": weights])
        let conv = try #require(model.graph.nodes.first)
        #expect(conv.name == "sums")
        #expect(conv.opset == 17)
        #expect(
            conv.attributes == [
                "kernel_shape": .ints([3, 3]), "auto_pad": .string("VALID"), "group": .int(1),
            ]
        )
    }

    @Test func `an initialiser that is also named as an input is no input`() throws {
        let graph = try read(SampleModels.convolution()).graph
        #expect(graph.inputs.map(\.name) == ["x"])
        #expect(
            graph.inputs[0].fact
                == ValueFact(.float32, [.named("batch"), .known(1), .known(8), .known(8)])
        )
    }

    @Test func `what is written reads the same`() throws {
        var message = SampleModels.typed()
        message.graph.node[1].attribute.removeLast()
        for message in [SampleModels.convolution(), message, SampleModels.shuffled()] {
            let model = try read(message)
            #expect(try ModelFile.model(ModelFile.bytes(model)) == model)
        }
    }

    @Test func `a subgraph is read and written, with what it captures`() throws {
        var message = SampleModels.typed()
        var inner = Onnx_GraphProto()
        var node = Onnx_NodeProto()
        (node.opType, node.input, node.output) = ("Add", ["own", "around"], ["sum"])
        inner.node = [node]
        var port = Onnx_ValueInfoProto()
        (port.name, port.type.tensorType.elemType) = ("own", 1)
        inner.input = [port]
        port.name = "sum"
        inner.output = [port]
        let place = try #require(
            message.graph.node[1].attribute.firstIndex { $0.name == "body" }
        )
        message.graph.node[1].attribute[place].g = try inner.serializedData()
        port.name = "around"
        message.graph.input.append(port)
        let model = try read(message)
        let found = model.graph.nodes[1]
        #expect(try found.subgraph("body").captures == ["around"])
        #expect(found.inputs.last == "around")
        #expect(found.inputs.count == message.graph.node[1].input.count + 1)
        #expect(try ModelFile.model(ModelFile.bytes(model)) == model)
    }

    @Test func `large constants that stay in their file are read all the same`() throws {
        var message = SampleModels.convolution()
        var kinds: [Onnx_TensorProto] = []
        for (name, count) in [("small", 10), ("large", 9000), ("larger", 70_000)] {
            var tensor = Onnx_TensorProto()
            (tensor.name, tensor.dataType, tensor.dims) = (name, 1, [Int64(count)])
            let values = (0..<count).map { Float($0) }
            tensor.rawData = unsafe values.withUnsafeBytes { unsafe Data($0) }
            kinds.append(tensor)
        }
        message.graph.initializer += kinds
        let bytes = try message.serializedData()
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).onnx")
        try bytes.write(to: path)
        defer { try? FileManager.default.removeItem(at: path) }
        let model = try ModelFile.read(path.path(percentEncoded: false))
        #expect(try model == ModelFile.model([UInt8](bytes)))
        #expect(model.graph.constants["larger"]?.values(of: Float.self)?.last == 69_999)
    }

    @Test func `subgraphs in subgraphs cost no stack`() throws {
        // graph 6 in attribute 5 of node 1, a thousand deep.
        var inner: [UInt8] = []
        for _ in 0..<1000 {
            for tag: UInt8 in [0x32, 0x2a, 0x0a] { inner = [tag] + varint(inner.count) + inner }
        }
        let file: [UInt8] = [8, 8, 0x3a] + varint(inner.count) + inner
        #expect(reason(file) == .damaged("the node has no operator"))
    }

    @Test func `nodes of other domains keep domain and version, and ONNX's has one name`() throws {
        var message = SampleModels.typed()
        message.opsetImport[0].domain = "ai.onnx"
        let model = try read(message)
        #expect(model.opsets[""] == 17)
        #expect(model.graph.nodes.map(\.domain) == ["", "com.example"])
        #expect(model.graph.nodes.map(\.opset) == [17, 3])
    }

    @Test(arguments: [0, 23, -1, 1 << 40])
    func `an operator set that is not known is refused`(version: Int64) {
        var message = SampleModels.convolution()
        message.opsetImport[0].version = version
        #expect(throws: ModelError.self) { try read(message) }
    }

    @Test func `a node of a domain without a version is named`() {
        var message = SampleModels.typed()
        message.opsetImport.removeLast()
        #expect(error(message)?.node == "Mystery z")
    }

    @Test func `a call of a function of the model's own is named`() {
        var message = SampleModels.typed()
        var function = Onnx_FunctionProto()
        function.domain = "com.example"
        function.name = "Mystery"
        message.functions = [function]
        #expect(error(message)?.node == "Mystery z")
        #expect(
            error(message)?.reason == .unsupported("Mystery is a function of the model's own")
        )
    }

    @Test func `what is no model is refused`() {
        #expect(reason([]) == .damaged("it is no ONNX file: it has no graph"))
        #expect(reason(Array("not a model at all".utf8))?.isDamage == true)
    }

    @Test func `a file that is cut off is refused, or has lost what stands behind its graph`()
        throws
    {
        let file = try SampleModels.files()[0]
        let graph = try ModelFile.model(file).graph
        let read = (0..<file.count).compactMap { try? ModelFile.model(Array(file.prefix($0))) }
        #expect(read.allSatisfy { $0.graph == graph })
        #expect(read.count == 2)
    }

    @Test func `metadata that is there twice is refused`() {
        var message = SampleModels.convolution()
        message.metadataProps += message.metadataProps
        #expect(error(message)?.reason == .damaged("metadata classes is there twice"))
    }

    @Test func `a file that is missing or no file is refused by name`() throws {
        for path in ["/nonexistent/model.onnx", "/", "/dev/zero"] {
            let error = #expect(throws: ModelError.self) { try ModelFile.read(path) }
            #expect(error?.description.contains(path) == true)
        }
    }
}

extension ModelError.Reason {
    var isDamage: Bool { if case .damaged = self { true } else { false } }
    var isExcess: Bool { if case .tooLarge = self { true } else { false } }
    var isUnsupported: Bool { if case .unsupported = self { true } else { false } }
}

/// Reads a model that is made of messages.
func read(
    _ message: Onnx_ModelProto,
    limits: ImportLimits = .standard
) throws -> Model {
    try ModelFile.model(message.serializedBytes(), limits: limits)
}

/// What is wrong with a model; nil where it reads.
func error(_ message: Onnx_ModelProto, limits: ImportLimits = .standard) -> ModelError? {
    do {
        _ = try read(message, limits: limits)
        return nil
    } catch {
        return error as? ModelError
    }
}

/// What is wrong with a file; nil where it reads.
func reason(_ file: [UInt8]) -> ModelError.Reason? {
    do {
        _ = try ModelFile.model(file)
        return nil
    } catch {
        return error.reason
    }
}

/// A number as protocol buffers write lengths.
func varint(_ value: Int) -> [UInt8] {
    value < 128 ? [UInt8(value)] : [UInt8(value & 127) | 128] + varint(value >> 7)
}
