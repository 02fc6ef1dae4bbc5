/// How the output of an image is cut into lines: its rows, or pieces of it as one long row where
/// rows do not matter.
public struct OutputLines: Sendable {
    /// Lines of one image.
    public let count: Int
    /// Pixels of every line but perhaps the last one.
    public let width: Int
    /// Pixels of one image.
    public let pixels: Int
}

extension ConvolutionPlan {
    /// Floats that a strip of input should not exceed, so that it stays in the second-level cache
    /// together with weights.
    private static var stripFloats: Int { 96 * 1024 }

    /// Whether the input is copied into a strip with its padding around it.
    public var copiesInput: Bool {
        (method == .direct || method == .planes) && shape.isPadded
    }

    /// Floats from one input pixel to the next.
    public var inputLane: Int { method == .planes ? 1 : 16 }

    /// Blocks or planes of the input.
    public var inputPlanes: Int {
        method == .planes ? shape.inputChannels : shape.inputBlocks
    }

    /// The lines of the output of one image.
    public var lines: OutputLines {
        let pixels = shape.outputHeight * shape.outputWidth
        return shape.isPointwise && !shape.isDepthwise
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
            (shape.isPointwise ? line.width : shape.strideY * stripWidth) * inputPlanes * inputLane
        return max(1, min(line.count, Self.stripFloats / perLine))
    }

    /// Winograd tiles that are computed together by one part.
    public var stripTiles: Int {
        let tile = products * 16 * (shape.inputBlocks + shape.outputBlocks)
        return max(28, min(140, 128 * 1024 / tile / 14 * 14))
    }

    /// Bytes that every part needs for itself while it computes.
    public var scratchByteCount: Int {
        switch method {
        case .depthwise: 0
        case .direct, .planes:
            8 * inputPlanes * products
                + (copiesInput
                    ? 4 * inputPlanes * inputLane * stripWidth * stripRows(stripLines) + 64 : 0)
        case .winograd:
            8 * shape.inputBlocks
                + 4 * products * 16 * stripTiles * (shape.inputBlocks + shape.outputBlocks) + 64
        }
    }
}
