import Graphs
import Tensors

/// Brings every channel of every image to one mean and spread.
enum InstanceNormalization: Operator {
    static let name = "InstanceNormalization"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let given = try InputFacts(node, inputs, 3...3)
        let image = try given.required(0, InputFacts.floats)
        for index in 1...2 { _ = try given.required(index, [image.elementType]) }
        _ = try node.float("epsilon")
        let shape = try given.shape(0, ranks: 2...Int.max)
        if let shape {
            for index in 1...2 { try given.expect(index, shape: [shape[1]]) }
        }
        return [try given.output(image.elementType, shape)]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let given = try InputFacts(node, inputs, 3...3)
        _ = try infer(node, InputFacts.facts(inputs))
        let image = try given.tensor(0)
        let scale = Reals.of(try given.tensor(1))
        let shift = Reals.of(try given.tensor(2))
        let epsilon = Double(try node.float("epsilon") ?? 1e-5)
        let shape = ChannelShape(image.shape)
        var values = Reals.of(image)
        for plane in 0..<shape.batch * shape.channels {
            let range = plane * shape.places..<(plane + 1) * shape.places
            let moments = Moments(values[range])
            let channel = plane % shape.channels
            let factor = scale[channel] / (moments.variance + epsilon).squareRoot()
            for index in range {
                values[index] = (values[index] - moments.mean) * factor + shift[channel]
            }
        }
        return [Reals.tensor(values, shape: image.shape, as: image.elementType)]
    }
}
