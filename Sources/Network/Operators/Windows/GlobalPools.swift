import Glibc
import Graphs
import Tensors

/// Mean of each channel.
enum GlobalAveragePool: Operator {
    static let name = "GlobalAveragePool"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let given = try InputFacts(node, inputs, 1...1)
        let image = try given.required(0, InputFacts.floats)
        return [try given.output(image.elementType, Pooling.globalShape(given))]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let given = try InputFacts(node, inputs, 1...1)
        let shape = try given.extents(infer(node, InputFacts.facts(inputs))[0])
        let image = try given.tensor(0)
        let sums = Pooling.global(image, from: 0, +)
        let count = Double(image.count / max(1, sums.count))
        return [Reals.tensor(sums.map { $0 / count }, shape: shape, as: image.elementType)]
    }
}

/// Greatest element of each channel.
enum GlobalMaxPool: Operator {
    static let name = "GlobalMaxPool"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        try GlobalAveragePool.infer(node, inputs)
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let given = try InputFacts(node, inputs, 1...1)
        let shape = try given.extents(infer(node, InputFacts.facts(inputs))[0])
        let image = try given.tensor(0)
        let greatest = Pooling.global(image, from: -.infinity) { Double.greatest($1, $0) }
        return [Reals.tensor(greatest, shape: shape, as: image.elementType)]
    }
}

/// Norm of each channel.
enum GlobalLpPool: Operator {
    static let name = "GlobalLpPool"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        _ = try Pooling.power(node)
        return try GlobalAveragePool.infer(node, inputs)
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let given = try InputFacts(node, inputs, 1...1)
        let shape = try given.extents(infer(node, InputFacts.facts(inputs))[0])
        let image = try given.tensor(0)
        let power = try Pooling.power(node)
        let sums = Pooling.global(image, from: 0) { sum, value in sum + pow(abs(value), power) }
        let norms = sums.map { pow($0, 1 / power) }
        return [Reals.tensor(norms, shape: shape, as: image.elementType)]
    }
}
