import Graphs
import Tensors

/// Brings every group of channels of every image to one mean and spread.
///
/// Scale and shift are of a group in opset 18, of a channel from opset 21.
enum GroupNormalization: Operator {
    static let name = "GroupNormalization"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let given = try InputFacts(node, inputs, 3...3)
        let image = try given.required(0, InputFacts.floats)
        for index in 1...2 { _ = try given.required(index, [image.elementType]) }
        _ = try node.float("epsilon")
        let groups = try groups(node)
        guard let shape = try given.shape(0, ranks: 2...Int.max) else {
            return [try given.output(image.elementType, nil)]
        }
        guard (shape[1].extent ?? 0) % groups == 0 else {
            throw node.error(.inputs("\(shape[1]) channels in \(groups) groups"))
        }
        let parameters = node.opset < 21 ? .known(groups) : shape[1]
        for index in 1...2 { try given.expect(index, shape: [parameters]) }
        return [try given.output(image.elementType, shape)]
    }

    private static func groups(_ node: Node) throws(ModelError) -> Int {
        guard let groups = try node.int("num_groups"), groups >= 1 else {
            throw node.error(.attribute("num_groups must be at least 1"))
        }
        return groups
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let given = try InputFacts(node, inputs, 3...3)
        _ = try infer(node, InputFacts.facts(inputs))
        let image = try given.tensor(0)
        let scale = Reals.of(try given.tensor(1))
        let shift = Reals.of(try given.tensor(2))
        let epsilon = Double(try node.float("epsilon") ?? 1e-5)
        let groups = try groups(node)
        let shape = ChannelShape(image.shape)
        let perGroup = shape.channels / groups * shape.places
        var values = Reals.of(image)
        for group in 0..<shape.batch * groups where perGroup > 0 {
            let range = group * perGroup..<(group + 1) * perGroup
            let moments = Moments(values[range])
            let spread = (moments.variance + epsilon).squareRoot()
            for index in range {
                let parameter = node.opset < 21 ? group % groups : shape.channel(index)
                let value = (values[index] - moments.mean) / spread
                values[index] = value * scale[parameter] + shift[parameter]
            }
        }
        return [Reals.tensor(values, shape: image.shape, as: image.elementType)]
    }
}
