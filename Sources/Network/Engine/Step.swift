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
    case unary(UnaryFunction, from: BufferView, to: BufferView, batch: Int, count: Int)
    case binary(BinaryStep)
    case pool(PoolStep)
    case globalAverage(from: BufferView, to: BufferView, ValueExtents)
    case enlarge(from: BufferView, to: BufferView, ValueExtents, byRows: Int, byColumns: Int)
    case copy(from: BufferView, to: BufferView, batch: Int, count: Int)
    case connect(ConnectionStep)
    case softmax(from: BufferView, to: BufferView, rows: Int, columns: Int)
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

/// Two values of the same form, or one of them a gate with one value per channel.
struct BinaryStep {
    var function: BinaryFunction
    var left: BufferView
    var right: BufferView
    var output: BufferView
    var batch: Int
    /// Floats of an image.
    var count: Int
    /// Floats of the right value per image; `count`, or 16 per block for one value per channel.
    var rightCount: Int
    var activation: Activation
}

/// A pool over blocks.
struct PoolStep {
    var shape: PoolShape
    var batch: Int
    var input: BufferView
    var output: BufferView
}

/// A fully connected layer: rows of the input times packed weights.
struct ConnectionStep {
    var rows: Int
    var inputCount: Int
    var outputCount: Int
    var input: BufferView
    var output: BufferView
    var weights: Int
    var activation: Activation
}
