internal import Graphs
internal import Tensors

/// Where elements are not zero: a column of indices for each, shape (rank, found).
enum NonZero: Operator {
    static let name = "NonZero"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let input = try NodeInputs(node, inputs).required(0, { $0 != .string })
        let rank = input.shape.map { Dimension.known($0.count) } ?? .unknown
        return [ValueFact(.int64, [rank, .unknown])]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let input = try NodeInputs(node, inputs).required(0, { $0 != .string })
        let flags = try input.converted(to: .bool, node).elements.values(as: Bool.self, node)
        let found = flags.indices.filter { flags[$0] }
        let strides = Extents.strides(of: input.shape)
        let indices = zip(strides, input.shape).flatMap { stride, extent in
            found.map { Int64($0 / stride % extent) }
        }
        return [Tensor(indices, shape: [input.shape.count, found.count])]
    }
}
