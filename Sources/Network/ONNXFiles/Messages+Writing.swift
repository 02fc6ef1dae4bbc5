internal import Foundation
internal import Graphs
internal import ONNXMessages
internal import SwiftProtobuf
internal import Tensors

extension MessageFile {
    /// The bytes of `message`, the same for the same message.
    static func encoded(_ message: some Message) throws(ModelError) -> [UInt8] {
        do {
            return try message.serializedBytes()
        } catch {
            throw ModelError(node: "", reason: .tooLarge("it is over 2 GiB as an ONNX file"))
        }
    }
}

extension Onnx_TensorProto {
    init(_ tensor: Tensor, name: String) {
        self.init()
        self.name = name
        dims = tensor.shape.map { Int64($0) }
        dataType = Int32(tensor.elementType.onnxType.rawValue)
        if case .string(let texts) = tensor.elements {
            stringData = texts.map { Data($0.utf8) }
        } else if let bytes = tensor.littleEndianBytes {
            rawData = Data(bytes)
        }
    }
}

extension Onnx_ValueInfoProto {
    init(_ port: GraphPort) {
        self.init()
        name = port.name
        type.tensorType.elemType = Int32(port.fact.elementType.onnxType.rawValue)
        guard let shape = port.fact.shape else { return }
        type.tensorType.shape.dim = shape.map { extent in
            var dimension = Onnx_TensorShapeProto.Dimension()
            switch extent {
            case .known(let value): dimension.dimValue = Int64(value)
            case .named(let name): dimension.dimParam = name
            case .unknown: break
            }
            return dimension
        }
    }
}

extension Onnx_NodeProto {
    init(_ node: Node) throws(ModelError) {
        self.init()
        name = node.name
        opType = node.operation
        domain = node.domain
        // What subgraphs capture is no input in the file.
        var captureCount = 0
        for case .graph(let subgraph) in node.attributes.values {
            captureCount = subgraph.captures.count
        }
        input = node.inputs.dropLast(captureCount)
        output = node.outputs
        for (name, value) in node.attributes.sorted(by: { $0.key < $1.key }) {
            guard var message = Onnx_AttributeProto(value, name: name) else {
                throw node.error(.attribute("\(name) cannot be written"))
            }
            if case .graph(let subgraph) = value {
                message.g = Data(try MessageFile.encoded(Onnx_GraphProto(subgraph.graph)))
            }
            attribute.append(message)
        }
    }
}

extension Onnx_AttributeProto {
    /// Nil for a kind that is not kept.
    init?(_ value: Attribute, name: String) {
        self.init()
        self.name = name
        switch value {
        case .float(let value): (type, f) = (.float, value)
        case .int(let value): (type, i) = (.int, Int64(value))
        case .string(let text): (type, s) = (.string, Data(text.utf8))
        case .tensor(let tensor): (type, t) = (.tensor, Onnx_TensorProto(tensor, name: ""))
        case .floats(let values): (type, floats) = (.floats, values)
        case .ints(let values): (type, ints) = (.ints, values.map { Int64($0) })
        case .strings(let texts): (type, strings) = (.strings, texts.map { Data($0.utf8) })
        case .graph: type = .graph
        case .other: return nil
        }
    }
}

extension Onnx_ModelProto {
    init(_ model: Model) throws(ModelError) {
        self.init()
        let opset = model.opsets[""] ?? 1
        // The oldest version of the format that may hold the operator set.
        irVersion = opset > 20 ? 10 : opset > 18 ? 9 : 8
        producerName = model.producer
        for (domain, version) in model.opsets.sorted(by: { $0.key < $1.key }) {
            var set = Onnx_OperatorSetIdProto()
            (set.domain, set.version) = (domain, Int64(version))
            opsetImport.append(set)
        }
        for (key, value) in model.metadata.sorted(by: { $0.key < $1.key }) {
            var pair = Onnx_StringStringEntryProto()
            (pair.key, pair.value) = (key, value)
            metadataProps.append(pair)
        }
        graph = try Onnx_GraphProto(model.graph)
    }
}

extension Onnx_GraphProto {
    init(_ graph: Graph) throws(ModelError) {
        self.init()
        name = "graph"
        input = graph.inputs.map { Onnx_ValueInfoProto($0) }
        output = graph.outputs.map { Onnx_ValueInfoProto($0) }
        initializer = graph.constants.sorted { $0.key < $1.key }.map { name, tensor in
            Onnx_TensorProto(tensor, name: name)
        }
        node = try graph.nodes.map { node throws(ModelError) in try Onnx_NodeProto(node) }
    }
}
