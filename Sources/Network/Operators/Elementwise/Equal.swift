internal import Graphs
internal import Tensors

/// Compares elements of any type, stretched to a common shape.
enum Equal: Operator {
    static let name = "Equal"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let (first, second) = try NodeInputs(node, inputs).pair({ _ in true })
        return [ValueFact(.bool, try LegacyAlignment.aligned(first, second, node))]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let (first, second) = try NodeInputs(node, inputs).pair({ _ in true })
        let broadcast = try LegacyAlignment.broadcast(first, second, node)
        let equating = Equating(second: second.elements, broadcast: broadcast, node: node)
        return [Tensor(try first.elements.accept(equating), shape: broadcast.shape)]
    }
}

private struct Equating: ElementVisitor {
    let second: Elements
    let broadcast: Broadcast
    let node: Node

    func visit<Element: TensorElement>(_ values: [Element]) throws(ModelError) -> [Bool] {
        broadcast.combine(values, try second.values(as: Element.self, node)) { $0 == $1 }
    }
}
