import Graphs
import Tensors

/// Brings all elements from one axis on to one mean and spread.
enum LayerNormalization: Operator {
    static let name = "LayerNormalization"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let given = try InputFacts(node, inputs, 2...3, outputsMax: 3)
        let value = try given.required(0, InputFacts.floats)
        _ = try given.required(1, [value.elementType])
        _ = try given.optional(2, [value.elementType])
        _ = try node.float("epsilon")
        let stash = try stash(node)
        let shape = try given.shape(0, ranks: 1...Int.max)
        var moments: [Dimension]?
        if let shape {
            let axis = try axis(node, rank: shape.count)
            moments = shape[..<axis] + Array(repeating: .known(1), count: shape.count - axis)
            for index in 1...2 { try Self.expect(given, index, within: shape) }
        }
        let facts = [
            try given.output(value.elementType, shape), try given.output(stash, moments),
            try given.output(stash, moments),
        ]
        return Array(facts.prefix(max(1, node.outputs.count)))
    }

    private static func axis(_ node: Node, rank: Int) throws(ModelError) -> Int {
        try Axes.normalised(try node.int("axis") ?? -1, rank: rank, node)
    }

    /// The type of mean and spread.
    private static func stash(_ node: Node) throws(ModelError) -> ElementType {
        let code = try node.int("stash_type") ?? 1
        guard let type = ElementType(code: code), type.isFloating else {
            throw node.error(.attribute("stash_type is \(code)"))
        }
        return type
    }

    /// Throws unless input `index` can be stretched to `shape`.
    private static func expect(
        _ given: InputFacts,
        _ index: Int,
        within shape: [Dimension]
    ) throws(ModelError) {
        guard let own = try given.optional(index)?.shape else { return }
        let fits =
            own.count <= shape.count
            && zip(own, shape.suffix(own.count)).allSatisfy { extent, whole in
                extent == .known(1) || extent.mayBe(whole)
            }
        guard fits else {
            throw given.node.error(.inputs("input \(index) of shape \(own) for \(shape)"))
        }
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let given = try InputFacts(node, inputs, 2...3, outputsMax: 3)
        _ = try infer(node, InputFacts.facts(inputs))
        let input = try given.tensor(0)
        let (shape, scale) = (input.shape, try given.tensor(1))
        let epsilon = Double(try node.float("epsilon") ?? 1e-5)
        let axis = try axis(node, rank: shape.count)
        let length = shape[axis...].reduce(1, *)
        let rows = shape[..<axis].reduce(1, *)
        var values = Reals.of(input)
        var (means, inverses): ([Double], [Double]) = ([], [])
        for row in 0..<rows {
            let range = row * length..<(row + 1) * length
            let moments = Moments(values[range])
            let inverse = 1 / (moments.variance + epsilon).squareRoot()
            for index in range { values[index] = (values[index] - moments.mean) * inverse }
            means.append(moments.mean)
            inverses.append(inverse)
        }
        values = try Broadcast([shape, scale.shape], node).combine(values, Reals.of(scale), *)
        if let shift = try given.optionalTensor(2) {
            values = try Broadcast([shape, shift.shape], node).combine(values, Reals.of(shift), +)
        }
        let stashShape = shape[..<axis] + Array(repeating: 1, count: shape.count - axis)
        let stash = try stash(node)
        let outputs = [
            Reals.tensor(values, shape: shape, as: input.elementType),
            Reals.tensor(means, shape: Array(stashShape), as: stash),
            Reals.tensor(inverses, shape: Array(stashShape), as: stash),
        ]
        return Array(outputs.prefix(max(1, node.outputs.count)))
    }
}
