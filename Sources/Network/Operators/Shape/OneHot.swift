internal import Graphs
internal import Tensors

/// A new axis of `depth` places, of which the one that the index names holds the second value,
/// and the others the first.
enum OneHot: Operator {
    static let name = "OneHot"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let inputs = NodeInputs(node, inputs)
        let indices = try inputs.required(0, \.isNumber)
        let type = try inputs.required(2).elementType
        _ = try inputs.required(1, \.isNumber)
        guard var shape = indices.shape else { return [ValueFact(type, nil)] }
        let depth: Dimension =
            inputs.isVariable(1) ? .unknown : .known(try depth(node, inputs.constants))
        shape.insert(depth, at: try axis(node, rank: shape.count + 1))
        return [ValueFact(type, shape)]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let inputs = NodeInputs(node, inputs)
        let indices = try inputs.required(0, \.isNumber)
        let values = try inputs.required(2)
        let depth = try depth(node, inputs)
        let axis = try axis(node, rank: indices.shape.count + 1)
        guard values.count == 2 else { throw node.error(.inputs("values must be two")) }
        var shape = indices.shape
        shape.insert(depth, at: axis)
        let count = try Extents.count(of: shape, node)
        let inner = indices.shape[axis...].reduce(1, *)
        // For every place whether it is the hot one.
        var choice = [Int](repeating: 0, count: count)
        let limits = -Double(depth)..<Double(depth)
        for (place, index) in try indices.doubles(node).enumerated() where limits.contains(index) {
            let hot = Int(index) < 0 ? Int(index) + depth : Int(index)
            choice[(place / inner * depth + hot) * inner + place % inner] = 1
        }
        let elements = try values.elements.accept(Runs(starts: choice, length: 1))
        return [Tensor(elements, shape: shape, as: values.elementType)]
    }

    private static func depth(_ node: Node, _ inputs: NodeInputs<Tensor>) throws(ModelError) -> Int
    {
        let depth = try inputs.required(1, \.isNumber)
        let values = try depth.doubles(node)
        guard values.count == 1, values[0] >= 1, values[0] <= Double(Extents.elementLimit) else {
            throw node.error(.inputs("depth \(values)"))
        }
        return Int(values[0])
    }

    private static func axis(_ node: Node, rank: Int) throws(ModelError) -> Int {
        try Axes.normalised(node.int("axis") ?? -1, rank: rank, node)
    }
}
