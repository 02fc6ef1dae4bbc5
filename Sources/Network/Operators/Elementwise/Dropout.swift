internal import Graphs
internal import Tensors

/// Passes its input on; the mask says that every element was kept.
///
/// Dropping elements at random belongs to training, and is not supported.
enum Dropout: Operator {
    static let name = "Dropout"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let inputs = NodeInputs(node, inputs)
        let input = try inputs.required(0, \.isFloating)
        try refuseTraining(node, inputs.constants)
        guard node.outputs.count > 1 else { return [input] }
        return [input, ValueFact(maskType(node, input.elementType), input.shape)]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let inputs = NodeInputs(node, inputs)
        let input = try inputs.required(0, \.isFloating)
        try refuseTraining(node, inputs)
        guard node.outputs.count > 1 else { return [input] }
        if maskType(node, input.elementType) == .bool {
            let mask = [Bool](repeating: true, count: input.count)
            return [input, Tensor(mask, shape: input.shape)]
        }
        let mask = try input.elements.acceptNumbers(Ones(), node)
        return [input, Tensor(mask, shape: input.shape, as: input.elementType)]
    }

    private static func maskType(_ node: Node, _ type: ElementType) -> ElementType {
        node.opset < 10 ? type : .bool
    }

    private static func refuseTraining(
        _ node: Node,
        _ inputs: NodeInputs<Tensor>
    ) throws(ModelError) {
        guard node.opset >= 12, let isTraining = try inputs.integer(2), isTraining != 0 else {
            return
        }
        let ratio = try inputs.optional(1)?.doubles(node).first ?? 0.5
        guard ratio == 0 else { throw node.error(.unsupported("dropout in training")) }
    }
}

private struct Ones: NumberVisitor {
    func visit<Number: TensorNumber>(_ values: [Number]) -> Elements {
        Number.elements([Number](repeating: .one, count: values.count))
    }
}
