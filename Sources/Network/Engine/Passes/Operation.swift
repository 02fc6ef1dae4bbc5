internal import Graphs
internal import KernelShapes
internal import Tensors

/// A node of a graph that is being planned, with what was fused into it.
struct Operation {
    /// The node; its outputs are those of the last node that was fused into it.
    var node: Node
    /// Name of a value that is added to a convolution's sums.
    var residual: String?
    /// What follows its sums.
    var activation = Activation.none
    /// The curve that a product with a gate of its own became.
    var curve: Curve?
    /// Weights and bias in place of the node's own constants, where something was folded in.
    var weights: Tensor?
    /// See `weights`.
    var bias: [Float]?
    /// What it does on bytes, where it was recognised as integer arithmetic.
    var bytes: ByteOperation?

    /// All values it takes.
    var inputs: [String] { node.inputs.filter { !$0.isEmpty } + (residual.map { [$0] } ?? []) }
}
