internal import Graphs
internal import Tensors

/// An operator that takes every number by itself, in floating point.
protocol FloatFunction: Operator {
    /// The function, with the node's attributes in it.
    static func function(_ node: Node) throws(ModelError) -> @Sendable (Double) -> Double
}

extension FloatFunction {
    static func infer(
        _ node: Node,
        _ inputs: [ValueFact?]
    ) throws(ModelError) -> [ValueFact] {
        let input = try NodeInputs(node, inputs).required(0, \.isFloating)
        _ = try function(node)
        return [ValueFact(input.elementType, input.shape)]
    }

    static func evaluate(
        _ node: Node,
        _ inputs: [Tensor?]
    ) throws(ModelError) -> [Tensor] {
        let input = try NodeInputs(node, inputs).required(0, \.isFloating)
        let mapped = try input.elements.acceptNumbers(Mapping(function: function(node)), node)
        return [Tensor(rounding: mapped, shape: input.shape, to: input.elementType)]
    }
}

private struct Mapping: NumberVisitor {
    let function: @Sendable (Double) -> Double

    func visit<Number: TensorNumber>(_ values: [Number]) -> Elements {
        Number.elements(values.map { Number(saturating: function($0.double)) })
    }
}
