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
    /// Copies a tensor of 8-bit numbers into a buffer of bytes.
    case loadBytes(slot: Int, to: BufferView, count: Int)
    /// Copies a buffer into a tensor.
    case store(BufferView, slot: Int, shape: [Int])
    /// Copies a buffer of bytes into a tensor.
    case storeBytes(BufferView, slot: Int, shape: [Int], isSigned: Bool)
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
    /// See ``ConvolutionStep``.
    case convolve(ConvolutionStep)
    /// Planes to blocks of 16 channels.
    case toBlocks(from: BufferView, to: BufferView, ValueExtents)
    /// Blocks of 16 channels to planes.
    case toPlanes(from: BufferView, to: BufferView, ValueExtents)
    /// See ``PoolStep``.
    case pool(PoolStep)
    /// Means of whole channels, in blocks.
    case average(from: BufferView, to: BufferView, ValueExtents)
    /// Repeats pixels, in blocks.
    case enlarge(from: BufferView, to: BufferView, ValueExtents, scaleY: Int, scaleX: Int)
    /// Puts pixels between those that are there, in blocks.
    case interpolate(from: BufferView, to: BufferView, blocks: Int, InterpolationShape)
    /// The least channel of each pixel, from blocks to planes of one channel.
    case leastChannel(from: BufferView, to: BufferView, ValueExtents)
    /// Sum of two values in the same form, `count` floats in all.
    case add(BufferView, BufferView, to: BufferView, count: Int, Activation)
    /// See ``CombinationStep``.
    case combine(CombinationStep)
    /// See ``NormalisationStep``.
    case normalise(NormalisationStep)
    /// Product of a value in blocks with one value per channel.
    case gate(BufferView, by: BufferView, to: BufferView, ValueExtents)
    /// A curve over `count` floats.
    case curve(Curve, from: BufferView, to: BufferView, count: Int)
    /// An activation over `count` floats.
    case activate(Activation, from: BufferView, to: BufferView, count: Int)
    /// Copies rows of floats between strides.
    case copy(CopyStep)
    /// See ``ConnectionStep``.
    case connect(ConnectionStep)
    /// See ``ProductStep``.
    case multiply(ProductStep)
    /// See ``WindowProductStep``.
    case convolveByProduct(WindowProductStep)
    /// See ``SpreadStep``.
    case spread(SpreadStep)
    /// See ``PackStep``.
    case pack(PackStep)
    /// See ``FinishStep``.
    case finish(FinishStep)
    /// See ``RecurrentStep``.
    case recur(RecurrentStep)
    /// See ``PermutationStep``.
    case permute(PermutationStep)
    /// Softmax of rows.
    case softmax(from: BufferView, to: BufferView, rows: Int, count: Int)
    /// On values of 8 bits.
    case bytes(ByteStep)
}

/// Two values that become one, element by element.
struct CombinationStep {
    /// How.
    var combination: Combination
    /// Extents of both.
    var shape: CombinationShape
    /// The first value.
    var left: FactorPlace
    /// The second value.
    var right: FactorPlace
    /// Where the result goes.
    var to: BufferView
}

/// Rows that are brought to one mean and spread, row-major.
struct NormalisationStep {
    /// Extents.
    var shape: NormalisationShape
    /// The rows.
    var from: BufferView
    /// What they are multiplied by then.
    var scale: FactorPlace
    /// What is added then.
    var shift: FactorPlace
    /// Where they go.
    var to: BufferView
}

/// A convolution of pictures.
struct ConvolutionStep {
    /// Shape, method and activation.
    var plan: ConvolutionPlan
    /// Images.
    var batch: Int
    /// In planes or blocks, as the plan says.
    var input: BufferView
    /// In blocks.
    var output: BufferView
    /// In blocks, added before the activation.
    var residual: BufferView?
    /// Piece of the plan's weights.
    var weights: Int
}

/// A pool over blocks.
struct PoolStep {
    /// Extents.
    var shape: PoolShape
    /// What becomes of a window.
    var method: PoolMethod
    /// Images.
    var batch: Int
    /// In blocks.
    var input: BufferView
    /// In blocks.
    var output: BufferView
}

/// Rows of floats, or of bytes, that move between strides.
struct CopyStep {
    /// Where the first row is.
    var from: BufferView
    /// Elements from row to row.
    var fromStride: Int
    /// Where the first row goes.
    var to: BufferView
    /// Its first element there.
    var toPlace = 0
    /// Elements from row to row.
    var toStride: Int
    /// Rows.
    var rows: Int
    /// Elements of a row.
    var count: Int
}

/// A fully connected layer.
struct ConnectionStep {
    /// Extents and activation.
    var plan: FullyConnectedPlan
    /// Input rows.
    var rows: Int
    /// Row-major.
    var input: BufferView
    /// Floats from input row to input row.
    var inputStride: Int
    /// Rows with filler up to whole blocks of 16.
    var output: BufferView
    /// Packed by its plan.
    var weights: FactorPlace
}
