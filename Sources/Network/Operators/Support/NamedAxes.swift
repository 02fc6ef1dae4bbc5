internal import Graphs
internal import Tensors

/// Axes that were an attribute once, and are the second input in newer operator sets.
enum NamedAxes {
    /// The axes as they are stated, nil when they are left out.
    static func find(
        _ node: Node,
        _ inputs: NodeInputs<Tensor>,
        since opset: Int
    ) throws(ModelError) -> [Int]? {
        try node.opset < opset ? node.ints("axes") : inputs.integers(1)
    }
}
