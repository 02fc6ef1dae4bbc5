/// Where a convolution reads and writes.
///
/// Images lie at strides, so that the output may be a range of blocks of a wider tensor.
@unsafe
public struct ConvolutionBuffers {
    /// The first image.
    public var input: UnsafePointer<Float>
    /// Floats from one image of the input to the next.
    public var inputImageStride: Int
    /// Weights and bias as ``ConvolutionPlan/pack(weights:bias:into:)`` wrote them.
    public var weights: UnsafePointer<Float>
    /// The first image of the result; may not overlap any input.
    public var output: UnsafeMutablePointer<Float>
    /// Floats from one image of the output to the next.
    public var outputImageStride: Int
    /// Added before the activation, laid out as the output, or nil; may be the output itself.
    public var residual: UnsafePointer<Float>?
    /// Floats from one image of the residual to the next.
    public var residualImageStride: Int
    /// ``ConvolutionPlan/scratchByteCount`` bytes of the calling part alone, aligned to 64.
    public var scratch: UnsafeMutableRawPointer

    /// Images packed one after another.
    public init(
        plan: ConvolutionPlan,
        input: UnsafePointer<Float>,
        weights: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>,
        residual: UnsafePointer<Float>? = nil,
        scratch: UnsafeMutableRawPointer
    ) {
        let shape = plan.shape
        unsafe self.input = input
        unsafe inputImageStride =
            plan.inputPlanes * plan.inputLane * shape.inputHeight * shape.inputWidth
        unsafe self.weights = weights
        unsafe self.output = output
        unsafe outputImageStride =
            shape.outputBlocks * 16 * shape.outputHeight * shape.outputWidth
        unsafe self.residual = residual
        unsafe residualImageStride = outputImageStride
        unsafe self.scratch = scratch
    }
}

/// One share of work that several threads split; every share has the same bits as in one piece.
public struct Part: Sendable, Hashable {
    /// Which share, from 0.
    public let index: Int
    /// How many shares, at least 1.
    public let count: Int

    /// All of the work.
    public static let whole = Part(0, of: 1)

    /// Makes share `index` of `count`.
    public init(_ index: Int, of count: Int) {
        precondition(index >= 0 && index < count)
        self.index = index
        self.count = count
    }

    /// This share of `items` items.
    public func range(of items: Int) -> Range<Int> {
        items * index / count..<items * (index + 1) / count
    }
}
