internal import Graphs
internal import Tensors

/// Divides by a scale, rounds, adds a zero point and cuts to the range of the quantised type.
enum QuantizeLinear: Operator {
    static let name = "QuantizeLinear"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let inputs = NodeInputs(node, inputs)
        let input = try inputs.required(0, takes)
        _ = try inputs.required(1, \.isFloating)
        let type = try type(node, zeroPoint: inputs.optional(2)?.elementType)
        _ = try QuantisedRange(type, node)
        return [ValueFact(type, input.shape)]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let inputs = NodeInputs(node, inputs)
        let input = try inputs.required(0, takes)
        let scale = try inputs.required(1, \.isFloating)
        let type = try type(node, zeroPoint: inputs.optional(2)?.elementType)
        let range = try QuantisedRange(type, node)
        let grid = try QuantisationGrid(node, shape: input.shape, scale: scale.shape)
        let zeroPoints = try Tensor.zeroPoints(inputs, for: scale, node)
        let scales = try scale.singles(node)
        let values = try input.singles(node)
        let quantised = values.indices.map { place in
            let index = grid.index(of: place)
            return range.quantised(values[place] / scales[index], zeroPoint: zeroPoints[index])
        }
        return [try range.tensor(quantised, shape: input.shape, node)]
    }

    private static func takes(_ type: ElementType) -> Bool { type.isFloating || type == .int32 }

    private static func type(
        _ node: Node,
        zeroPoint: ElementType?
    ) throws(ModelError) -> ElementType {
        let code = try node.int("output_dtype") ?? 0
        guard code != 0 else { return zeroPoint ?? .uint8 }
        guard let type = ElementType(code: code), type == zeroPoint ?? type else {
            throw node.error(.unsupported("output type \(code)"))
        }
        return type
    }
}

extension Tensor {
    /// All elements in single precision; throws for text.
    func singles(_ node: Node) throws(ModelError) -> [Float] {
        try converted(to: .float32, node).elements.values(as: Float.self, node)
    }
}
