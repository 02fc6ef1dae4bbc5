internal import Graphs
internal import Tensors

/// Takes from the second input where the first is true, from the third elsewhere.
enum Where: Operator {
    static let name = "Where"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let inputs = NodeInputs(node, inputs)
        let condition = try inputs.required(0, { $0 == .bool })
        let first = try inputs.required(1)
        let second = try inputs.required(2, { $0 == first.elementType })
        let shape = try Broadcast.shape(of: [condition.shape, first.shape, second.shape], node)
        return [ValueFact(first.elementType, shape)]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let inputs = NodeInputs(node, inputs)
        let condition = try inputs.required(0, { $0 == .bool })
        let first = try inputs.required(1)
        let second = try inputs.required(2, { $0 == first.elementType })
        let broadcast = try Broadcast([condition.shape, first.shape, second.shape], node)
        let choice = Choice(
            condition: try condition.elements.values(as: Bool.self, node),
            second: second.elements,
            broadcast: broadcast,
            node: node
        )
        let chosen = try first.elements.accept(choice)
        return [Tensor(chosen, shape: broadcast.shape, as: first.elementType)]
    }
}

private struct Choice: ElementVisitor {
    let condition: [Bool]
    let second: Elements
    let broadcast: Broadcast
    let node: Node

    func visit<Element: TensorElement>(_ values: [Element]) throws(ModelError) -> Elements {
        let others = try second.values(as: Element.self, node)
        return Element.elements(broadcast.combine(condition, values, others) { $0 ? $1 : $2 })
    }
}
