import Glibc
import Graphs
import Tensors

/// Norm of each window.
enum LpPool: Operator {
    static let name = "LpPool"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let given = try InputFacts(node, inputs, 1...1)
        let image = try given.required(0, InputFacts.floats)
        _ = try Pooling.power(node)
        return [try given.output(image.elementType, Pooling.shape(given))]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let given = try InputFacts(node, inputs, 1...1)
        let shape = try given.extents(infer(node, InputFacts.facts(inputs))[0])
        let image = try given.tensor(0)
        let power = try Pooling.power(node)
        let sums = try Pooling(given).joined(Reals.of(image), from: 0) { sum, value in
            sum + pow(abs(value), power)
        }
        let norms = sums.map { pow($0, 1 / power) }
        return [Reals.tensor(norms, shape: shape, as: image.elementType)]
    }
}
