internal import KernelShapes

/// A convolution as products of its weights with what its windows see, strip by strip.
///
/// The strips follow from the shape alone, so that bits do not depend on batch and threads.
struct WindowProductStep {
    /// Floats of what the windows of a strip see.
    private static let stripFloats = 64 * 1024
    /// Fewest windows of a strip, so that the weights are read for many at once.
    private static let stripWindowsMin = 32

    var grid: WindowGrid
    var batch: Int
    var groups: Int
    /// Channels of the input in a group.
    var inputs: Int
    /// Channels of the output in a group.
    var outputs: Int
    /// In planes.
    var image: BufferView
    /// Row-major.
    var weights: FactorPlace
    /// One number per channel of the output.
    var bias: FactorPlace?
    /// In planes, added before the activation.
    var residual: BufferView?
    /// In planes.
    var output: BufferView
    var activation: Activation

    /// Terms of each sum.
    var depth: Int { inputs * grid.taps }
    /// Windows of every strip but perhaps the last one.
    var stripWindows: Int {
        min(grid.windows, max(Self.stripWindowsMin, Self.stripFloats / depth))
    }
    /// Strips of one group of one image.
    var strips: Int { (grid.windows + stripWindows - 1) / stripWindows }
    /// Bytes that every part needs for itself.
    var scratchByteCount: Int { grid.isPlane ? 0 : 4 * depth * stripWindows }
}

/// A transposed convolution: products of the transposed weights with the image, spread over the
/// output, a few output channels at a time.
///
/// Extents of all products follow from the shape alone, so that bits do not depend on batch and
/// threads.
struct SpreadStep {
    private static let stripFloats = 64 * 1024
    private static let rowsMin = 64

    /// The windows lie on the output, one for each place of the image.
    var grid: WindowGrid
    var batch: Int
    var groups: Int
    /// Channels of the input in a group.
    var inputs: Int
    /// Channels of the output in a group.
    var outputs: Int
    /// In planes.
    var image: BufferView
    /// By input channels.
    var weights: FactorPlace
    /// One number per channel of the output.
    var bias: FactorPlace?
    /// In planes.
    var output: BufferView
    var activation: Activation

    /// Output channels that are computed together.
    var channelsPerPiece: Int { min(outputs, max(1, Self.rowsMin / grid.taps)) }
    /// Pieces of one group of one image.
    var pieces: Int { (outputs + channelsPerPiece - 1) / channelsPerPiece }
    /// Places of the image that are spread together.
    var stripWindows: Int {
        min(grid.windows, max(64, Self.stripFloats / (channelsPerPiece * grid.taps)))
    }
    /// Bytes that every part needs for itself.
    var scratchByteCount: Int { 4 * channelsPerPiece * grid.taps * stripWindows }
}
