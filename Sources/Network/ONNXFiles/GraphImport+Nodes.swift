internal import Foundation
internal import Graphs
internal import ONNXMessages

extension GraphImport {
    /// The nodes of `message` in its order.
    mutating func nodes(_ message: Onnx_GraphProto) throws(ModelError) -> [Node] {
        var nodes: [Node] = []
        nodes.reserveCapacity(message.node.count)
        for node in message.node { nodes.append(try self.node(node)) }
        return nodes
    }

    private mutating func node(_ message: Onnx_NodeProto) throws(ModelError) -> Node {
        let firstOutput = message.output.first { !$0.isEmpty }
        let name = message.name.isEmpty ? firstOutput ?? "" : message.name
        guard !message.opType.isEmpty, firstOutput != nil else {
            let missing = message.opType.isEmpty ? "operator" : "output"
            throw ModelError(
                node: "\(message.opType) \(name)",
                reason: .damaged("the node has no \(missing)")
            )
        }
        let (domain, opset) = try opsets.opset(of: message, named: name)
        var node = Node(
            name: name,
            operation: message.opType,
            domain: domain,
            opset: opset,
            inputs: message.input,
            outputs: message.output
        )
        node.attributes = try attributes(message.attribute, of: node)
        return node.capturing()
    }

    private mutating func attributes(
        _ messages: [Onnx_AttributeProto],
        of node: Node
    ) throws(ModelError) -> [String: Attribute] {
        guard messages.count <= limits.attributeCountMax else {
            let text = "\(messages.count) attributes are over \(limits.attributeCountMax)"
            throw node.error(.tooLarge(text))
        }
        var attributes: [String: Attribute] = [:]
        for message in messages {
            let value = try attribute(message, of: node)
            guard attributes.updateValue(value, forKey: message.name) == nil else {
                throw node.error(.attribute("\(message.name) is there twice"))
            }
        }
        return attributes
    }

    private mutating func attribute(
        _ message: Onnx_AttributeProto,
        of node: Node
    ) throws(ModelError) -> Attribute {
        guard message.refAttrName.isEmpty else {
            throw node.error(.attribute("\(message.name) stands for one of a function"))
        }
        switch message.type {
        case .float: return .float(message.f)
        case .int: return .int(Int(message.i))
        case .string:
            let text = String(validating: message.s, as: UTF8.self)
            return text.map { .string($0) } ?? .other("bytes that are not text")
        case .tensor:
            let subject = "\(node.operation) \(node.name) \(message.name)"
            return .tensor(try tensors.tensor(message.t, for: subject))
        case .floats: return .floats(message.floats)
        case .ints: return .ints(message.ints.map { Int($0) })
        case .strings:
            let texts = message.strings.compactMap { String(validating: $0, as: UTF8.self) }
            guard texts.count == message.strings.count else {
                return .other("bytes that are not text")
            }
            return .strings(texts)
        case .graph: return .graph(try subgraph(message.g, of: node))
        case .graphs: return .other("subgraphs")
        case .tensors: return .other("a list of tensors")
        case .sparseTensor, .sparseTensors: return .other("a sparse tensor")
        case .typeProto, .typeProtos: return .other("a type")
        case .undefined: throw node.error(.attribute("\(message.name) has no kind"))
        case .UNRECOGNIZED(let kind):
            throw node.error(.attribute("\(message.name) is of unknown kind \(kind)"))
        }
    }
}
