internal import Graphs
internal import Tensors

/// Quantises to `uint8` with the scale and zero point that fit the range of the input and 0.
enum DynamicQuantizeLinear: Operator {
    static let name = "DynamicQuantizeLinear"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let input = try NodeInputs(node, inputs).required(0, { $0 == .float32 })
        return [ValueFact(.uint8, input.shape), ValueFact(.float32, []), ValueFact(.uint8, [])]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let input = try NodeInputs(node, inputs).required(0, { $0 == .float32 })
        let values = try input.elements.values(as: Float.self, node)
        let lowest = values.reduce(0, Float.minimum)
        let highest = values.reduce(0, Float.maximum)
        // With zeros alone any scale is right.
        let scale = highest > lowest ? (highest - lowest) / 255 : 1
        let range = try QuantisedRange(.uint8, node)
        let zeroPoint = range.quantised(-lowest / scale, zeroPoint: 0)
        let quantised = values.map { range.quantised($0 / scale, zeroPoint: Int(zeroPoint)) }
        return [
            try range.tensor(quantised, shape: input.shape, node),
            Tensor(scalar: scale),
            try range.tensor([zeroPoint], shape: [], node),
        ]
    }
}
