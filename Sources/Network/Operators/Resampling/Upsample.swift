import Graphs
import Tensors

/// Enlarges by the nearest places or linearly: the forerunner of ``Resize``.
enum Upsample: Operator {
    static let name = "Upsample"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        try Resize.infer(node, inputs)
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        try Resize.evaluate(node, inputs)
    }
}
