import Graphs
import Tensors

/// Sums of products over labelled axes.
enum Einsum: Operator {
    static let name = "Einsum"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let given = try InputFacts(node, inputs, 1...Int.max)
        let type = try given.required(0, InputFacts.numbers).elementType
        var shapes: [[Dimension]] = []
        for index in inputs.indices {
            guard let shape = try given.required(index, [type]).shape else {
                return [try given.output(type, nil)]
            }
            shapes.append(shape)
        }
        let equation = try EinsumEquation(node, ranks: shapes.map(\.count))
        let extents = try extents(equation, shapes, node)
        return [try given.output(type, equation.result.map { extents[$0] ?? .unknown })]
    }

    /// The extent of every label; an extent of 1 stretches.
    private static func extents(
        _ equation: EinsumEquation,
        _ shapes: [[Dimension]],
        _ node: Node
    ) throws(ModelError) -> [EinsumEquation.Label: Dimension] {
        var extents: [EinsumEquation.Label: Dimension] = [:]
        for (labels, shape) in zip(equation.operands, shapes) {
            for (label, extent) in zip(labels, shape) {
                extents[label] = try (extents[label] ?? .known(1)).broadcast(with: extent, node)
            }
        }
        return extents
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let given = try InputFacts(node, inputs, 1...Int.max)
        let fact = try infer(node, InputFacts.facts(inputs))[0]
        let shape = try given.extents(fact)
        let tensors = inputs.compactMap(\.self)
        let equation = try EinsumEquation(node, ranks: tensors.map(\.shape.count))
        let shapes = InputFacts.facts(inputs).compactMap { $0?.shape }
        let labelled = try extents(equation, shapes, node)
        let summed = Set(labelled.keys).subtracting(equation.result).sorted { "\($0)" < "\($1)" }
        let labels = equation.result + summed
        let walk = StridedWalk(
            shape: labels.map { labelled[$0]?.extent ?? 1 },
            strides: zip(equation.operands, tensors).map { axes, tensor in
                let own = Extents.strides(of: tensor.shape)
                return labels.map { label in
                    axes.indices.filter { axes[$0] == label && tensor.shape[$0] > 1 }
                        .reduce(0) { $0 + own[$1] }
                }
            }
        )
        let count = shape.reduce(1, *)
        let terms = summed.map { labelled[$0]?.extent ?? 1 }
        let number = try Extents.count(of: terms, node)
        if fact.elementType.isFloating {
            let sums = sums(tensors.map(Reals.of), walk, count, number, zero: 0, one: 1, *, +)
            return [Reals.tensor(sums, shape: shape, as: fact.elementType)]
        }
        let sums = sums(tensors.map(Words.of), walk, count, number, zero: 0, one: 1, &*, &+)
        return [Words.tensor(sums, shape: shape, as: fact.elementType)]
    }

    /// `count` sums of `number` products each, in the order of `walk`.
    private static func sums<Number>(
        _ operands: [[Number]],
        _ walk: StridedWalk,
        _ count: Int,
        _ number: Int,
        zero: Number,
        one: Number,
        _ times: (Number, Number) -> Number,
        _ plus: (Number, Number) -> Number
    ) -> [Number] {
        var sums = [Number](repeating: zero, count: count)
        guard number > 0 else { return sums }
        var walk = walk
        for index in sums.indices {
            for _ in 0..<number {
                var product = one
                for operand in operands.indices {
                    product = times(product, operands[operand][walk.offsets[operand]])
                }
                sums[index] = plus(sums[index], product)
                _ = walk.advance()
            }
        }
        return sums
    }
}
