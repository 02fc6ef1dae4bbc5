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
    /// Subgraphs around the one that is read.
    private var depth = 0
    /// Nodes of all graphs up to now.
    private var nodeCount = 0

    init(
        limits: ImportLimits,
        opsets: OpsetImport,
        tensors: TensorImport,
        cuts: [Int: CutConstant]
    ) {
        self.limits = limits
        self.opsets = opsets
        self.tensors = tensors
        self.cuts = cuts
    }

    /// The graph in `message`, its nodes as they come; constants are taken out of `message`.
    mutating func graph(_ message: inout Onnx_GraphProto) throws(ModelError) -> Graph {
        nodeCount += message.node.count
        guard nodeCount <= limits.nodeCountMax else {
            let text = "\(nodeCount) nodes are over \(limits.nodeCountMax)"
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
        return Graph(
            inputs: try ports(inputs, "input"),
            outputs: try ports(message.output, "output"),
            constants: constants,
            nodes: try nodes(message)
        )
    }

    /// The graph in `bytes`, a part of `node`, which captures what it does not make.
    mutating func subgraph(_ bytes: Data, of node: Node) throws(ModelError) -> Subgraph {
        guard depth < limits.depthMax else {
            throw node.error(.tooLarge("subgraphs are over \(limits.depthMax) deep"))
        }
        depth += 1
        defer { depth -= 1 }
        var message: Onnx_GraphProto = try MessageFile.decoded(bytes, as: .graph, limits: limits)
        var graph = try graph(&message)
        let captures = graph.captures
        // For its order they are there from the start.
        let inputs = graph.inputs
        graph.inputs += captures.map { GraphPort(name: $0, fact: ValueFact(.float32, nil)) }
        graph = try Graph.sorted(graph)
        graph.inputs = inputs
        return Subgraph(graph: graph, captures: captures)
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
            let cut = depth == 0 ? cuts[index] : nil
            let tensor = try tensors.tensor(initializer, cut: cut, for: subject)
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
