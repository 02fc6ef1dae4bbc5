internal import Graphs
internal import Tensors

enum Not: Operator {
    static let name = "Not"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let input = try NodeInputs(node, inputs).required(0, { $0 == .bool })
        return [ValueFact(.bool, input.shape)]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let input = try NodeInputs(node, inputs).required(0)
        let values = try input.elements.values(as: Bool.self, node)
        return [Tensor(values.map { !$0 }, shape: input.shape)]
    }
}
