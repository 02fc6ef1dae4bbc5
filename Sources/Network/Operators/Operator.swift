public import Graphs
public import Tensors

/// One ONNX operator: what its outputs will be, and the slow, plain way to compute them.
///
/// The plain way is the reference that fast kernels are tested against, and what runs where no
/// fast kernel fits. Stateless; any thread. Neither function may trap on any node or input: what
/// does not fit is thrown, naming the node.
public protocol Operator: Sendable {
    /// ONNX's name.
    static var name: String { get }

    /// Type and shape of every output of `node` as far as they follow from `inputs`, nil for an
    /// optional input that is left out.
    ///
    /// A shape that depends on values not known yet is nil or has unknown extents.
    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact]

    /// The outputs of `node` for `inputs`, as many as the operator has or the node names.
    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor]
}
