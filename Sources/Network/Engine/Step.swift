internal import Graphs
internal import KernelShapes
internal import Operators
internal import Tensors

/// One thing a plan does; steps run one after the other.
enum Step {
    /// A fast kernel, shared out over the threads.
    case kernel(KernelStep)
    /// A plain operator on tensors, on the calling thread.
    case plain(PlainStep)
    /// Copies a tensor into a buffer.
    case load(slot: Int, to: BufferView, count: Int)
    /// Copies a buffer into a tensor.
    case store(BufferView, slot: Int, shape: [Int])
}

/// An operator that has no fast kernel here.
struct PlainStep {
    /// What it computes.
    var node: Node
    /// The operator.
    var operation: any Operator.Type
    /// Slots of the inputs; nil for those that are left out.
    var inputs: [Int?]
    /// Slots of the outputs; nil for those that nobody takes.
    var outputs: [Int?]
    /// Slots that nobody takes after it.
    var released: [Int] = []
}

/// A fast kernel with its places.
enum KernelStep {
    case convolve(ConvolutionStep)
    case toBlocks(from: BufferView, to: BufferView, ValueExtents)
    case toPlanes(from: BufferView, to: BufferView, ValueExtents)
}

/// A convolution of pictures.
struct ConvolutionStep {
    var plan: ConvolutionPlan
    var batch: Int
    var input: BufferView
    var output: BufferView
    var residual: BufferView?
    /// First float of weights and bias among the plan's weights.
    var weights: Int
}
