import Graphs
import Tensors

/// Convolution of quantised images into sums of 32 bits.
enum ConvInteger: Operator {
    static let name = "ConvInteger"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let given = try InputFacts(node, inputs, 2...4)
        let image = try given.required(0, QuantisedChannels.types)
        let weights = try given.required(1, QuantisedChannels.types)
        _ = try given.optional(2, [image.elementType])
        _ = try given.optional(3, [weights.elementType])
        try QuantisedChannels.check(given, 2, channels: nil)
        try QuantisedChannels.check(given, 3, channels: weights.shape?.first)
        return [try given.output(.int32, Convolution.shape(given))]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let given = try InputFacts(node, inputs, 2...4)
        let shape = try given.extents(infer(node, InputFacts.facts(inputs))[0])
        let (image, weights) = (try given.tensor(0), try given.tensor(1))
        let convolution = try Convolution(given, image: image, weights: weights)
        let sums = convolution.sums(
            QuantisedChannels.centred(image, try given.optionalTensor(2), channels: 1),
            QuantisedChannels.centred(weights, try given.optionalTensor(3), channels: shape[1])
        )
        return [Words.tensor(sums.map { Int($0) }, shape: shape, as: .int32)]
    }
}
