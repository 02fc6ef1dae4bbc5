import Graphs
import Tensors

/// Convolution of quantised images into quantised images.
enum QLinearConv: Operator {
    static let name = "QLinearConv"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let given = try InputFacts(node, inputs, 8...9)
        let image = try given.required(0, QuantisedChannels.types)
        let weights = try given.required(3, QuantisedChannels.types)
        let result = try given.required(7, QuantisedChannels.types)
        _ = try given.required(2, [image.elementType])
        _ = try given.required(5, [weights.elementType])
        _ = try given.optional(8, [.int32])
        for scale in [1, 4, 6] { _ = try given.required(scale, [.float32]) }
        for single in [1, 2, 6, 7] {
            try QuantisedChannels.check(given, single, channels: nil)
        }
        let shape = try Convolution.shape(given, weights: 3)
        for each in [4, 5] { try QuantisedChannels.check(given, each, channels: shape?[1]) }
        if let shape { try given.expect(8, shape: [shape[1]]) }
        return [try given.output(result.elementType, shape)]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let given = try InputFacts(node, inputs, 8...9)
        let fact = try infer(node, InputFacts.facts(inputs))[0]
        let shape = try given.extents(fact)
        let (image, weights) = (try given.tensor(0), try given.tensor(3))
        let convolution = try Convolution(given, image: image, weights: weights)
        let sums = convolution.sums(
            QuantisedChannels.centred(image, try given.tensor(2), channels: 1),
            QuantisedChannels.centred(weights, try given.tensor(5), channels: shape[1])
        )
        let factors = try factors(given)
        let zeroPoint = Reals.of(try given.tensor(7))[0]
        let bias = try given.optionalTensor(8).map(Reals.of)
        let range = fact.elementType == .int8 ? -128.0...127.0 : 0.0...255.0
        let windows = convolution.walk.windows
        var values = sums
        for place in sums.indices {
            let channel = place / windows % shape[1]
            let factor = factors[factors.count == 1 ? 0 : channel]
            let scaled = Float(sums[place] + (bias?[channel] ?? 0)) * factor
            let value = Double(scaled.rounded(.toNearestOrEven)) + zeroPoint
            values[place] = min(max(value, range.lowerBound), range.upperBound)
        }
        return [Reals.tensor(values, shape: shape, as: fact.elementType)]
    }

    /// From a sum to steps of the result, for all channels or each, in single precision as other
    /// runtimes multiply.
    private static func factors(_ given: InputFacts) throws(ModelError) -> [Float] {
        let image = Reals.of(try given.tensor(1)).map { Float($0) }
        let weights = Reals.of(try given.tensor(4)).map { Float($0) }
        let result = Reals.of(try given.tensor(6)).map { Float($0) }
        return weights.map { image[0] * $0 / result[0] }
    }
}
