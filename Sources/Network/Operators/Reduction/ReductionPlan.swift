internal import Graphs
internal import Tensors

/// Which axes a node reduces, and what shape is left.
struct ReductionPlan {
    private let isReduced: [Bool]
    private let keepsAxes: Bool

    /// Takes the node's axes; throws when they do not fit `rank`.
    init(
        _ node: Node,
        _ inputs: NodeInputs<Tensor>,
        inputSince opset: Int,
        rank: Int
    ) throws(ModelError) {
        let named = try NamedAxes.find(node, inputs, since: opset) ?? []
        let reducesNone = try node.int("noop_with_empty_axes") ?? 0 != 0
        var isReduced = [Bool](repeating: named.isEmpty && !reducesNone, count: rank)
        for axis in try Axes.normalised(named, rank: rank, node) { isReduced[axis] = true }
        self.isReduced = isReduced
        keepsAxes = try node.int("keepdims") ?? 1 != 0
    }

    /// Reduces one axis.
    init(_ node: Node, axis: Int, rank: Int) throws(ModelError) {
        let axis = try Axes.normalised(axis, rank: rank, node)
        isReduced = (0..<rank).map { $0 == axis }
        keepsAxes = try node.int("keepdims") ?? 1 != 0
    }

    /// What is left of `shape`, with `one` for a reduced axis that is kept.
    func reduced<Extent>(_ shape: [Extent], one: Extent) -> [Extent] {
        shape.indices.compactMap { isReduced[$0] ? (keepsAxes ? one : nil) : shape[$0] }
    }

    /// `tensor` with the reduced axes last, as rows of so many elements each.
    func rows(_ tensor: Tensor) throws(ModelError) -> (tensor: Tensor, length: Int) {
        let axes = tensor.shape.indices
        let kept = axes.filter { !isReduced[$0] }
        let reduced = axes.filter { isReduced[$0] }
        let permutation = kept + reduced
        let length = reduced.map { tensor.shape[$0] }.reduce(1, *)
        if permutation == Array(axes) { return (tensor, length) }
        return (try tensor.transposed(permutation), length)
    }
}
