import Graphs
import Tensors

/// Mean of each window, of the padding too where the node says so.
enum AveragePool: Operator {
    static let name = "AveragePool"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let given = try InputFacts(node, inputs, 1...1)
        let image = try given.required(0, InputFacts.floats)
        _ = try node.int("count_include_pad")
        return [try given.output(image.elementType, Pooling.shape(given))]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let given = try InputFacts(node, inputs, 1...1)
        let shape = try given.extents(infer(node, InputFacts.facts(inputs))[0])
        let image = try given.tensor(0)
        let pooling = try Pooling(given)
        let withPadding = try node.int("count_include_pad") ?? 0 != 0
        let counts = pooling.walk.counts(withPadding: withPadding)
        var sums = pooling.joined(Reals.of(image), from: 0, +)
        for place in sums.indices { sums[place] /= Double(counts[place % counts.count]) }
        return [Reals.tensor(sums, shape: shape, as: image.elementType)]
    }
}
