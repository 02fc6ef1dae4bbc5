import Graphs
import Tensors

/// Scales each channel by what was learnt; training is not supported.
enum BatchNormalization: Operator {
    static let name = "BatchNormalization"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let given = try InputFacts(node, inputs, 5...5, outputsMax: 5)
        guard node.outputs.dropFirst().allSatisfy(\.isEmpty),
            try node.int("training_mode") ?? 0 == 0
        else {
            throw node.error(.unsupported("training"))
        }
        _ = try node.float("epsilon")
        let image = try given.required(0, InputFacts.floats)
        for index in 1..<5 { _ = try given.required(index, InputFacts.floats) }
        let shape = try given.shape(0, ranks: 1...Int.max)
        if let shape {
            let wanted = try parameterShape(node, shape)
            for index in 1..<5 { try given.expect(index, shape: wanted) }
        }
        return [try given.output(image.elementType, shape)]
    }

    /// One for each channel, or before opset 9 also one for each element of an image.
    private static func parameterShape(
        _ node: Node,
        _ image: [Dimension]
    ) throws(ModelError) -> [Dimension] {
        let isSpatial = try node.int("spatial") ?? 1 != 0
        if !isSpatial, node.opset < 9 { return Array(image.dropFirst()) }
        return [image.count > 1 ? image[1] : .known(1)]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let given = try InputFacts(node, inputs, 5...5, outputsMax: 5)
        _ = try infer(node, InputFacts.facts(inputs))
        let image = try given.tensor(0)
        let scale = Reals.of(try given.tensor(1))
        let shift = Reals.of(try given.tensor(2))
        let mean = Reals.of(try given.tensor(3))
        let variance = Reals.of(try given.tensor(4))
        let epsilon = Double(try node.float("epsilon") ?? 1e-5)
        let places = image.count / max(1, image.shape[0] * scale.count)
        var values = Reals.of(image)
        for index in values.indices {
            let channel = index / places % scale.count
            let factor = scale[channel] / (variance[channel] + epsilon).squareRoot()
            values[index] = (values[index] - mean[channel]) * factor + shift[channel]
        }
        return [Reals.tensor(values, shape: image.shape, as: image.elementType)]
    }
}
