internal import Graphs
internal import Tensors

enum Identity: Operator {
    static let name = "Identity"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        [try NodeInputs(node, inputs).required(0)]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        [try NodeInputs(node, inputs).required(0)]
    }
}
