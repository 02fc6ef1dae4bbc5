internal import KernelShapes

/// A fast kernel on values of 8 bits, which are kept as unsigned bytes: signed ones have 128 added.
enum ByteStep {
    /// See ``ByteProductStep``.
    case multiply(ByteProductStep)
    /// `count` floats to bytes.
    case quantise(ByteGrid, from: BufferView, to: BufferView, count: Int)
    /// Up to 4 planes of floats to pixels of 4 bytes.
    case quantisePlanes(ByteGrid, from: BufferView, to: BufferView, ValueExtents)
    /// Scale and zero point that fit `count` floats, on one thread.
    case measure(from: BufferView, count: Int, scale: BufferView, zeroPoint: BufferView)
    /// `count` floats to bytes by a scale and zero point that were measured.
    case quantiseMeasured(MeasuredGrid, from: BufferView, to: BufferView, count: Int)
    /// The same for up to 4 planes to pixels of 4 bytes.
    case quantisePlanesMeasured(MeasuredGrid, from: BufferView, to: BufferView, ValueExtents)
    /// Bias, factors and offsets of a product whose input was measured, on one thread.
    case settle(ByteProductStep, SettledHeader)
    /// `count` bytes to floats.
    case dequantise(ByteGrid, from: BufferView, to: BufferView, count: Int)
    /// Sum or product of two values of bytes in the same form.
    case pair(BytePairPlan, BufferView, BufferView, to: BufferView, count: Int)
    /// `count` bytes looked up in a piece of the plan's weights.
    case lookUp(table: Int, from: BufferView, to: BufferView, count: Int)
    /// The largest bytes of windows, in blocks.
    case pool(PoolShape, batch: Int, from: BufferView, to: BufferView)
    /// Means of whole channels of bytes, in blocks.
    case average(from: BufferView, ByteGrid, to: BufferView, ByteGrid, ValueExtents)
    /// Planes of bytes to pixels of `lane` channels.
    case toPixels(from: BufferView, to: BufferView, ValueExtents, lane: Int)
    /// Pixels of `lane` channels to planes of bytes.
    case toPlanes(from: BufferView, to: BufferView, ValueExtents, lane: Int)
    /// Copies rows of bytes between strides.
    case copy(CopyStep)
}

/// A convolution or fully connected layer of bytes.
struct ByteProductStep {
    /// Shape, method and result.
    var plan: ByteProductPlan
    /// Images.
    var batch: Int
    /// Bytes in pixels or rows, as the plan says.
    var input: BufferView
    /// In blocks, or in rows with filler.
    var output: BufferView
    /// Piece of the plan's weights.
    var weights: Int
    /// What is only known when the input is; nil where all is packed.
    var settled: SettledHeader?
}

/// Where a scale and a zero point are that are measured in every run.
struct MeasuredGrid {
    /// One float.
    var scale: BufferView
    /// One byte.
    var zeroPoint: BufferView
}

/// Bias, factors and offsets that are settled in every run.
struct SettledHeader {
    /// Where they are.
    var header: BufferView
    /// One float.
    var scale: BufferView
    /// One byte; nil where the packed zero point holds.
    var zeroPoint: BufferView?
    /// Piece of the plan's weights: the sum of the weights of each output channel.
    var weightSums: Int
}
