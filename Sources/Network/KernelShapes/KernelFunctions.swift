/// What the kernels of every processor level compute; `Kernels` says how.
public protocol KernelFunctions: SendableMetatype {
    /// See `Kernels.convolve`.
    static func convolve(
        _ plan: ConvolutionPlan,
        batch: Int,
        _ buffers: ConvolutionBuffers,
        part: Part
    )

    /// See `Kernels.pool`.
    static func pool(
        _ shape: PoolShape,
        _ method: PoolMethod,
        batch: Int,
        input: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>,
        part: Part
    )

    /// See `Kernels.average`.
    static func average(
        blocks: Int,
        pixels: Int,
        input: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>,
        part: Part
    )

    /// See `Kernels.enlarge`.
    static func enlarge(
        blocks: Int,
        height: Int,
        width: Int,
        scaleY: Int,
        scaleX: Int,
        input: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>,
        part: Part
    )

    /// See `Kernels.leastChannel`.
    static func leastChannel(
        batch: Int,
        channels: Int,
        pixels: Int,
        input: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>,
        part: Part
    )

    /// See `Kernels.interpolate`.
    static func interpolate(
        blocks: Int,
        _ shape: InterpolationShape,
        input: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>,
        part: Part
    )

    /// See `Kernels.add`.
    static func add(
        _ left: UnsafePointer<Float>,
        _ right: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>,
        count: Int,
        activation: Activation,
        part: Part
    )

    /// See `Kernels.apply`.
    static func apply(
        _ curve: Curve,
        _ input: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>,
        count: Int,
        part: Part
    )

    /// See `Kernels.combine`.
    static func combine(
        _ combination: Combination,
        _ shape: CombinationShape,
        _ left: UnsafePointer<Float>,
        _ right: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>,
        part: Part
    )

    /// See `Kernels.normalise`.
    static func normalise(
        _ shape: NormalisationShape,
        _ input: UnsafePointer<Float>,
        scale: UnsafePointer<Float>,
        shift: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>,
        part: Part
    )

    /// See `Kernels.softmax`.
    static func softmax(
        _ input: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>,
        rows: Int,
        count: Int,
        part: Part
    )

    /// See `Kernels.block`.
    static func block(
        _ input: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>,
        batch: Int,
        channels: Int,
        pixels: Int,
        part: Part
    )

    /// See `Kernels.unblock`.
    static func unblock(
        _ input: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>,
        batch: Int,
        channels: Int,
        pixels: Int,
        part: Part
    )

    /// See `Kernels.connect`.
    static func connect(
        _ plan: FullyConnectedPlan,
        batch: Int,
        input: UnsafePointer<Float>,
        inputRowStride: Int,
        weights: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>,
        outputRowStride: Int,
        scratch: UnsafeMutableRawPointer,
        part: Part
    )

    /// See `Kernels.multiply`.
    static func multiply(
        _ plan: ByteProductPlan,
        batch: Int,
        _ buffers: ByteProductBuffers,
        hasDotProducts: Bool,
        part: Part
    )

    /// See `Kernels.quantise`.
    static func quantise(
        _ input: UnsafePointer<Float>,
        output: UnsafeMutablePointer<UInt8>,
        count: Int,
        grid: ByteGrid,
        part: Part
    )

    /// See `Kernels.quantisePlanes`.
    static func quantisePlanes(
        _ input: UnsafePointer<Float>,
        output: UnsafeMutablePointer<UInt8>,
        batch: Int,
        channels: Int,
        pixels: Int,
        grid: ByteGrid,
        part: Part
    )

    /// See `Kernels.range`.
    static func range(
        of input: UnsafePointer<Float>,
        count: Int
    ) -> (least: Float, most: Float)

    /// See `Kernels.dequantise`.
    static func dequantise(
        _ input: UnsafePointer<UInt8>,
        output: UnsafeMutablePointer<Float>,
        count: Int,
        grid: ByteGrid,
        part: Part
    )

    /// See `Kernels.pair`.
    static func pair(
        _ plan: BytePairPlan,
        _ left: UnsafePointer<UInt8>,
        _ right: UnsafePointer<UInt8>,
        output: UnsafeMutablePointer<UInt8>,
        count: Int,
        part: Part
    )

    /// See `Kernels.look(up:in:output:count:part:)`.
    static func look(
        up input: UnsafePointer<UInt8>,
        in table: UnsafePointer<UInt8>,
        output: UnsafeMutablePointer<UInt8>,
        count: Int,
        part: Part
    )

    /// See `Kernels.poolBytes`.
    static func poolBytes(
        _ shape: PoolShape,
        batch: Int,
        input: UnsafePointer<UInt8>,
        output: UnsafeMutablePointer<UInt8>,
        part: Part
    )

    /// See `Kernels.averageBytes`.
    static func averageBytes(
        blocks: Int,
        pixels: Int,
        input: UnsafePointer<UInt8>,
        inputGrid: ByteGrid,
        output: UnsafeMutablePointer<UInt8>,
        outputGrid: ByteGrid,
        part: Part
    )

    /// See `Kernels.blockBytes`.
    static func blockBytes(
        _ input: UnsafePointer<UInt8>,
        output: UnsafeMutablePointer<UInt8>,
        batch: Int,
        channels: Int,
        pixels: Int,
        lane: Int,
        part: Part
    )

    /// See `Kernels.unblockBytes`.
    static func unblockBytes(
        _ input: UnsafePointer<UInt8>,
        output: UnsafeMutablePointer<UInt8>,
        batch: Int,
        channels: Int,
        pixels: Int,
        lane: Int,
        part: Part
    )
}
