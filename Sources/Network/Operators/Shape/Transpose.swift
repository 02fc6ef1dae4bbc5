internal import Graphs
internal import Tensors

/// Puts the axes in another order, the reverse unless `perm` names one.
enum Transpose: Operator {
    static let name = "Transpose"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let input = try NodeInputs(node, inputs).required(0)
        guard let shape = input.shape else { return [ValueFact(input.elementType, nil)] }
        let permutation = try permutation(node, rank: shape.count)
        return [ValueFact(input.elementType, permutation.map { shape[$0] })]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let input = try NodeInputs(node, inputs).required(0)
        return [try input.transposed(permutation(node, rank: input.shape.count))]
    }

    private static func permutation(_ node: Node, rank: Int) throws(ModelError) -> [Int] {
        guard let permutation = try node.ints("perm") else { return (0..<rank).reversed() }
        guard permutation.count == rank else {
            throw node.error(.attribute("perm \(permutation) for a tensor of rank \(rank)"))
        }
        return try Axes.normalised(permutation, rank: rank, node)
    }
}
