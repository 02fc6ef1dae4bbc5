/// The extents of a pooling of one image in blocks.
public struct PoolShape: Sendable, Hashable {
    /// Channels, at least 1.
    public var channels: Int
    /// Rows of the input.
    public var inputHeight: Int
    /// Columns of the input.
    public var inputWidth: Int
    /// Rows of the output.
    public var outputHeight: Int
    /// Columns of the output.
    public var outputWidth: Int
    /// Rows of the kernel.
    public var kernelHeight: Int
    /// Columns of the kernel.
    public var kernelWidth: Int
    /// Input rows from one output row to the next.
    public var strideY: Int
    /// Input columns from one output column to the next.
    public var strideX: Int
    /// Input rows from one kernel row to the next.
    public var dilationY: Int
    /// Input columns from one kernel column to the next.
    public var dilationX: Int
    /// Rows above the input that count for an average, where pads are counted.
    public var padTop: Int
    /// Columns left of the input.
    public var padLeft: Int
    /// Rows below the input.
    public var padBottom: Int
    /// Columns right of the input.
    public var padRight: Int

    /// Makes a shape with the same stride and padding in both directions, rounding the output's
    /// extents down.
    public init(
        channels: Int,
        inputHeight: Int,
        inputWidth: Int,
        kernelHeight: Int,
        kernelWidth: Int,
        stride: Int = 1,
        pad: Int = 0
    ) {
        self.channels = channels
        self.inputHeight = inputHeight
        self.inputWidth = inputWidth
        outputHeight = (inputHeight + 2 * pad - kernelHeight) / stride + 1
        outputWidth = (inputWidth + 2 * pad - kernelWidth) / stride + 1
        self.kernelHeight = kernelHeight
        self.kernelWidth = kernelWidth
        strideY = stride
        strideX = stride
        dilationY = 1
        dilationX = 1
        padTop = pad
        padLeft = pad
        padBottom = pad
        padRight = pad
    }

    /// Blocks of 16 channels.
    public var blocks: Int { (channels + 15) / 16 }
}

/// How pixels become one.
public enum PoolMethod: Sendable, Hashable {
    /// The largest pixel inside of the input.
    case max
    /// The mean of the pixels inside of the input.
    case average
    /// The mean over the kernel, where the padding counts as zeros.
    case averageWithPads
}

/// Element by element functions that need more than a comparison.
public enum Curve: Int, Sendable, Hashable, CaseIterable {
    /// 1 / (1 + exp(-x)).
    case sigmoid
    /// x · sigmoid(x).
    case silu
    /// x · clip(x / 6 + 1 / 2, 0, 1).
    case hardSwish
    /// clip(x / 5 + 1 / 2, 0, 1).
    case hardSigmoid
    /// tanh x.
    case tanh
    /// The error function.
    case erf
    /// x · (1 + erf(x / √2)) / 2.
    case gelu
    /// x · (1 + tanh(√(2 / π) (x + 0.044715 x³))) / 2.
    case geluByTanh
    /// x · tanh(ln(1 + exp(x))).
    case mish
    /// exp x.
    case exp
    /// √x.
    case squareRoot
}
