internal import Graphs
internal import Tensors

/// Repeats a tensor along every axis.
enum Tile: Operator {
    static let name = "Tile"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let inputs = NodeInputs(node, inputs)
        let input = try inputs.required(0)
        guard let shape = input.shape else { return [ValueFact(input.elementType, nil)] }
        if inputs.isVariable(1) || inputs.isVariable(2) {
            return [ValueFact(input.elementType, Dimension.unknowns(shape.count))]
        }
        let repeats = try repeats(node, inputs.constants, rank: shape.count)
        var result: [Dimension] = []
        for (extent, count) in zip(shape, repeats) {
            result.append(try Dimension.product([extent, .known(count)], node))
        }
        return [ValueFact(input.elementType, result)]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let inputs = NodeInputs(node, inputs)
        let input = try inputs.required(0)
        let repeats = try repeats(node, inputs, rank: input.shape.count)
        var shape: [Int] = []
        for (extent, count) in zip(input.shape, repeats) {
            shape.append(try Extents.count(of: [extent, count], node))
        }
        try Extents.count(of: shape, node)
        // Every axis as two, of which the outer repeats.
        let strides = Extents.strides(of: input.shape)
        let view = StridedView(
            shape: shape.indices.flatMap { [repeats[$0], input.shape[$0]] },
            strides: shape.indices.flatMap { [0, strides[$0]] }
        )
        return [try input.seen(through: view).reshaped(shape)]
    }

    private static func repeats(
        _ node: Node,
        _ inputs: NodeInputs<Tensor>,
        rank: Int
    ) throws(ModelError) -> [Int] {
        guard var repeats = try inputs.integers(1) else {
            throw node.error(.inputs("input 1 is missing"))
        }
        if node.opset < 6 {
            guard let axis = try inputs.integer(2), repeats.count == 1 else {
                throw node.error(.inputs("tiles and axis must be one number each"))
            }
            let count = repeats[0]
            repeats = [Int](repeating: 1, count: rank)
            repeats[try Axes.normalised(axis, rank: rank, node)] = count
        }
        guard repeats.count == rank else {
            throw node.error(.inputs("\(repeats.count) repeats for a tensor of rank \(rank)"))
        }
        try Extents.count(of: repeats, node)
        return repeats
    }
}
