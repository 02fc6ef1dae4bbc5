extension ByteProductPlan {
    /// Bytes that a strip of input should not exceed, so that it stays in the second-level cache
    /// together with weights.
    private static var stripBytes: Int { 192 * 1024 }

    /// Whether the input is copied into a strip with its padding around it.
    public var copiesInput: Bool { method == .pixels && shape.isPadded }

    /// The lines of the output of one image.
    public var lines: OutputLines {
        let pixels = shape.outputHeight * shape.outputWidth
        return shape.isPointwise && method != .depthwise
            ? OutputLines(count: (pixels + 13) / 14, width: 14, pixels: pixels)
            : OutputLines(count: shape.outputHeight, width: shape.outputWidth, pixels: pixels)
    }

    /// Columns of a strip of copied input.
    public var stripWidth: Int {
        (shape.outputWidth - 1) * shape.strideX + (shape.kernelWidth - 1) * shape.dilationX + 1
    }

    /// Rows of copied input for `lines` output rows.
    public func stripRows(_ lines: Int) -> Int {
        (lines - 1) * shape.strideY + (shape.kernelHeight - 1) * shape.dilationY + 1
    }

    /// Output lines that are computed from one strip of input.
    public var stripLines: Int {
        let line = lines
        let perLine =
            (shape.isPointwise ? line.width : shape.strideY * stripWidth) * inputPlanes * lane
        return max(1, min(line.count, Self.stripBytes / perLine))
    }

    /// Bytes of the offsets of all taps, whole cache lines.
    public var tapByteCount: Int { (8 * planesPerPair * products + 63) / 64 * 64 }

    /// Bytes that every part needs for itself while it computes.
    public var scratchByteCount: Int {
        switch method {
        case .depthwise: 64 * quadRows * stripWidth + 16 * shape.inputWidth
        case .rows: tapByteCount
        case .pixels:
            tapByteCount
                + (copiesInput ? inputPlanes * lane * stripWidth * stripRows(stripLines) + 64 : 0)
        }
    }
}

/// Where an integer product reads and writes; strides in elements.
@unsafe
public struct ByteProductBuffers {
    /// The first image.
    public var input: UnsafePointer<UInt8>
    /// From one image of the input to the next.
    public var inputImageStride: Int
    /// What ``ByteProductPlan/pack(_:into:)`` wrote.
    public var packed: UnsafeRawPointer
    /// Bias, factors and offsets: the packed ones, or others in the same order.
    public var header: UnsafeRawPointer
    /// The zero point in the padding.
    public var inputZeroPoint: Int
    /// The first image of the result: `UInt8`, `Float` or `Int32`.
    public var output: UnsafeMutableRawPointer
    /// From one image of the output to the next.
    public var outputImageStride: Int
    /// ``ByteProductPlan/scratchByteCount`` bytes of the calling part alone, aligned to 64.
    public var scratch: UnsafeMutableRawPointer

    /// Images packed one after another.
    public init(
        plan: ByteProductPlan,
        input: UnsafePointer<UInt8>,
        packed: UnsafeRawPointer,
        output: UnsafeMutableRawPointer,
        scratch: UnsafeMutableRawPointer
    ) {
        let shape = plan.shape
        let pixels = shape.outputHeight * shape.outputWidth
        unsafe self.input = input
        unsafe inputImageStride =
            plan.inputPlanes * plan.lane * shape.inputHeight * shape.inputWidth
        unsafe self.packed = packed
        unsafe header = packed
        unsafe inputZeroPoint = plan.inputZeroPoint
        unsafe self.output = output
        unsafe outputImageStride = plan.paddedOutputs * pixels
        unsafe self.scratch = scratch
    }
}
