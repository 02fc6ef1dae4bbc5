internal import Graphs
internal import Tensors

/// Subtracts a zero point and multiplies by a scale.
enum DequantizeLinear: Operator {
    static let name = "DequantizeLinear"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let inputs = NodeInputs(node, inputs)
        let input = try inputs.required(0, takes)
        let scale = try inputs.required(1, \.isFloating)
        return [ValueFact(scale.elementType, input.shape)]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let inputs = NodeInputs(node, inputs)
        let input = try inputs.required(0, takes)
        let scale = try inputs.required(1, \.isFloating)
        let grid = try QuantisationGrid(node, shape: input.shape, scale: scale.shape)
        let zeroPoints = try Tensor.zeroPoints(inputs, for: scale, node)
        let scales = try scale.singles(node)
        let values = input.integers ?? []
        let numbers = values.indices.map { place in
            let index = grid.index(of: place)
            return Float(values[place] &- zeroPoints[index]) * scales[index]
        }
        return [try Tensor(numbers, shape: input.shape).converted(to: scale.elementType, node)]
    }

    private static func takes(_ type: ElementType) -> Bool { type.isQuantised || type == .int32 }
}
