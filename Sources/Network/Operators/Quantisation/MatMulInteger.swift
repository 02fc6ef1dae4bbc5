internal import Graphs
internal import Tensors

/// Matrix product of quantised numbers less their zero points, in 32 bits.
enum MatMulInteger: Operator {
    static let name = "MatMulInteger"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let inputs = NodeInputs(node, inputs)
        let first = try inputs.required(0, { $0 == .int8 || $0 == .uint8 })
        let second = try inputs.required(1, { $0 == .int8 || $0 == .uint8 })
        return [ValueFact(.int32, try WholeProduct.shape(first.shape, second.shape, node))]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let inputs = NodeInputs(node, inputs)
        let product = try WholeProduct(
            inputs.required(0).centred(by: inputs.optional(2), axis: -2, node),
            inputs.required(1).centred(by: inputs.optional(3), axis: -1, node),
            node
        )
        return [Tensor(product.sums, shape: product.shape)]
    }
}
