internal import Graphs
internal import Tensors

/// A tensor of the shape in the input that holds one value everywhere.
enum ConstantOfShape: Operator {
    static let name = "ConstantOfShape"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let inputs = NodeInputs(node, inputs)
        let input = try inputs.required(0, { $0 == .int64 })
        let type = try value(node).elementType
        guard let shape = try inputs.constants.integers(0) else {
            return [ValueFact(type, try Dimension.unknowns(input.shape?.first, node))]
        }
        try Extents.count(of: shape, node)
        return [ValueFact(type, shape.map { .known($0) })]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let inputs = NodeInputs(node, inputs)
        let shape = try inputs.required(0, { $0 == .int64 }).integers ?? []
        try Extents.count(of: shape, node)
        let repeated = StridedView(
            shape: shape,
            strides: [Int](repeating: 0, count: shape.count)
        )
        return [try value(node).seen(through: repeated)]
    }

    private static func value(_ node: Node) throws(ModelError) -> Tensor {
        let value = try node.tensor("value") ?? Tensor(scalar: Float(0))
        guard value.count == 1 else { throw node.error(.attribute("value must be one element")) }
        return value
    }
}
