internal import Graphs
internal import Tensors

/// Repeats a tensor to the shape it has together with the wanted one.
enum Expand: Operator {
    static let name = "Expand"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let inputs = NodeInputs(node, inputs)
        let input = try inputs.required(0)
        let target = try inputs.required(1)
        guard let wanted = try inputs.constants.integers(1) else {
            guard let shape = input.shape,
                let wanted = try Dimension.unknowns(target.shape?.first, node)
            else {
                return [ValueFact(input.elementType, nil)]
            }
            let rank = max(wanted.count, shape.count)
            return [ValueFact(input.elementType, Dimension.unknowns(rank))]
        }
        try Extents.count(of: wanted, node)
        let shape = try Broadcast.shape(of: [input.shape, wanted.map { .known($0) }], node)
        return [ValueFact(input.elementType, shape)]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let inputs = NodeInputs(node, inputs)
        let input = try inputs.required(0)
        guard let wanted = try inputs.integers(1) else {
            throw node.error(.inputs("input 1 is missing"))
        }
        let broadcast = try Broadcast([input.shape, wanted], node)
        let view = StridedView(shape: broadcast.shape, strides: broadcast.strides(of: 0))
        return [try input.seen(through: view)]
    }
}
