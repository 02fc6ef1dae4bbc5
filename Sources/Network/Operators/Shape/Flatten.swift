internal import Graphs
internal import Tensors

/// Joins the axes before `axis` into one, and the others into another.
enum Flatten: Operator {
    static let name = "Flatten"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let input = try NodeInputs(node, inputs).required(0)
        guard let shape = input.shape else {
            return [ValueFact(input.elementType, Dimension.unknowns(2))]
        }
        return [ValueFact(input.elementType, try flattened(shape, node))]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let input = try NodeInputs(node, inputs).required(0)
        let shape = try flattened(input.shape.map { .known($0) }, node)
        return [input.reshaped(shape.compactMap(\.extent))]
    }

    private static func flattened(
        _ shape: [Dimension],
        _ node: Node
    ) throws(ModelError) -> [Dimension] {
        let axis = try node.int("axis") ?? 1
        guard axis >= -shape.count, axis <= shape.count else {
            throw node.error(.inputs("axis \(axis) of a tensor of rank \(shape.count)"))
        }
        let place = axis < 0 ? axis + shape.count : axis
        return [
            try Dimension.product(Array(shape[..<place]), node),
            try Dimension.product(Array(shape[place...]), node),
        ]
    }
}
