import Graphs
import Tensors

/// Convolution of any number of axes, with groups.
enum Conv: Operator {
    static let name = "Conv"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let given = try InputFacts(node, inputs, 2...3)
        let image = try given.required(0, InputFacts.floats)
        _ = try given.required(1, [image.elementType])
        _ = try given.optional(2, [image.elementType])
        let shape = try Convolution.shape(given)
        if let shape { try given.expect(2, shape: [shape[1]]) }
        return [try given.output(image.elementType, shape)]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let given = try InputFacts(node, inputs, 2...3)
        let shape = try given.extents(infer(node, InputFacts.facts(inputs))[0])
        let (image, weights) = (try given.tensor(0), try given.tensor(1))
        let convolution = try Convolution(given, image: image, weights: weights)
        var sums = convolution.sums(Reals.of(image), Reals.of(weights))
        if let bias = try given.optionalTensor(2).map(Reals.of) {
            let windows = convolution.walk.windows
            for place in sums.indices { sums[place] += bias[place / windows % shape[1]] }
        }
        return [Reals.tensor(sums, shape: shape, as: image.elementType)]
    }
}
