internal import Graphs
internal import Tensors

/// Brings every number between two limits; the upper wins where they cross.
enum Clip: Operator {
    static let name = "Clip"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let inputs = NodeInputs(node, inputs)
        let input = try inputs.required(0, \.isNumber)
        if node.opset >= 11 { try checkTypes(inputs) }
        return [ValueFact(input.elementType, input.shape)]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let input = try NodeInputs(node, inputs).required(0, \.isNumber)
        let (lowest, highest) = try limits(node, NodeInputs(node, inputs))
        let clipping = Clipping(lowest: lowest, highest: highest, node: node)
        let clipped = try input.elements.acceptNumbers(clipping, node)
        return [Tensor(rounding: clipped, shape: input.shape, to: input.elementType)]
    }

    private static func checkTypes<Value>(_ inputs: NodeInputs<Value>) throws(ModelError) {
        let type = try inputs.required(0).elementType
        for index in 1...2 where inputs.optional(index) != nil {
            _ = try inputs.required(index, { $0 == type })
        }
    }

    private static func limits(
        _ node: Node,
        _ inputs: NodeInputs<Tensor>
    ) throws(ModelError) -> (lowest: Elements?, highest: Elements?) {
        if node.opset >= 11 {
            try checkTypes(inputs)
            return (inputs.optional(1)?.elements, inputs.optional(2)?.elements)
        }
        let input = try inputs.required(0)
        let limits = try [node.float("min"), node.float("max")].map { $0.map(Tensor.init(scalar:)) }
        let type = input.elements.storedType
        return (
            try limits[0]?.converted(to: type, node).elements,
            try limits[1]?.converted(to: type, node).elements
        )
    }
}

private struct Clipping: NumberVisitor {
    let lowest: Elements?
    let highest: Elements?
    let node: Node

    func visit<Number: TensorNumber>(_ values: [Number]) throws(ModelError) -> Elements {
        let least: Number = try limit(lowest) ?? .lowest
        let greatest: Number = try limit(highest) ?? .highest
        let clipped = values.map { value in
            let raised = value < least ? least : value
            return raised > greatest ? greatest : raised
        }
        return Number.elements(clipped)
    }

    private func limit<Number: TensorNumber>(_ elements: Elements?) throws(ModelError) -> Number? {
        guard let elements else { return nil }
        let values = try elements.values(as: Number.self, node)
        guard values.count == 1 else { throw node.error(.inputs("a limit must be one number")) }
        return values[0]
    }
}
