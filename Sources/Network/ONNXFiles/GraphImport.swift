internal import Foundation
internal import Graphs
internal import ONNXMessages
internal import Tensors

/// A graph out of its message.
struct GraphImport {
    let limits: ImportLimits
    let opsets: OpsetImport
    var tensors: TensorImport
    /// Constants by number whose bytes are left in the file.
    let cuts: [Int: CutConstant]

    /// The graph in `message`, its nodes in running order; constants are taken out of `message`.
    mutating func graph(_ message: inout Onnx_GraphProto) throws(ModelError) -> Graph {
        guard message.node.count <= limits.nodeCountMax else {
            let text = "\(message.node.count) nodes are over \(limits.nodeCountMax)"
            throw ModelError(node: "", reason: .tooLarge(text))
        }
        if let sparse = message.sparseInitializer.first {
            throw ModelError(
                node: "constant \(sparse.values.name)",
                reason: .unsupported("a sparse tensor")
            )
        }
        let constants = try constants(&message)
        let inputs = message.input.filter { constants[$0.name] == nil }
        return try Graph.sorted(
            Graph(
                inputs: try ports(inputs, "input"),
                outputs: try ports(message.output, "output"),
                constants: constants,
                nodes: try nodes(message)
            )
        )
    }

    private mutating func constants(
        _ message: inout Onnx_GraphProto
    ) throws(ModelError) -> [String: Tensor] {
        var constants: [String: Tensor] = [:]
        constants.reserveCapacity(message.initializer.count)
        for index in message.initializer.indices {
            // Its memory serves the next tensor.
            let initializer = exchange(&message.initializer[index], with: Onnx_TensorProto())
            let subject = "constant \(initializer.name)"
            guard !initializer.name.isEmpty else {
                throw ModelError(node: subject, reason: .damaged("it has no name"))
            }
            let tensor = try tensors.tensor(initializer, cut: cuts[index], for: subject)
            guard constants.updateValue(tensor, forKey: initializer.name) == nil else {
                throw ModelError(node: subject, reason: .doubledValue(initializer.name))
            }
        }
        return constants
    }

    private func ports(
        _ messages: [Onnx_ValueInfoProto],
        _ kind: String
    ) throws(ModelError) -> [GraphPort] {
        var names: Set<String> = []
        return try messages.map { message throws(ModelError) in
            let subject = "\(kind) \(message.name)"
            guard !message.name.isEmpty else {
                throw ModelError(node: subject, reason: .damaged("it has no name"))
            }
            guard names.insert(message.name).inserted else {
                throw ModelError(node: subject, reason: .doubledValue(message.name))
            }
            return GraphPort(name: message.name, fact: try fact(message.type, of: subject))
        }
    }

    private func fact(
        _ message: Onnx_TypeProto,
        of subject: String
    ) throws(ModelError) -> ValueFact {
        switch message.value {
        case .tensorType(let type):
            let elementType = try ElementType(type.elemType, of: subject)
            guard type.hasShape else { return ValueFact(elementType, nil) }
            let shape = type.shape.dim.map { dimension -> Graphs.Dimension in
                switch dimension.value {
                // Old exporters write -1 where the extent is open.
                case .dimValue(-1): .unknown
                case .dimValue(let extent): .known(Int(extent))
                case .dimParam(let name) where !name.isEmpty: .named(name)
                case .dimParam, nil: .unknown
                }
            }
            _ = try limits.elementCount(shape.map { $0.extent ?? 1 }, of: subject)
            return ValueFact(elementType, shape)
        case .sequenceType: throw ModelError(node: subject, reason: .unsupported("a sequence"))
        case .mapType: throw ModelError(node: subject, reason: .unsupported("a map"))
        case .optionalType:
            throw ModelError(node: subject, reason: .unsupported("an optional value"))
        case .sparseTensorType:
            throw ModelError(node: subject, reason: .unsupported("a sparse tensor"))
        case .opaqueType: throw ModelError(node: subject, reason: .unsupported("an opaque type"))
        case nil: throw ModelError(node: subject, reason: .damaged("it has no type"))
        }
    }
}
