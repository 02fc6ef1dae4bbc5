/// The extents of a convolution of one image; a batch repeats it.
public struct ConvolutionShape: Sendable, Hashable {
    /// Channels of the input, at least 1.
    public var inputChannels: Int
    /// Channels of the output, at least 1.
    public var outputChannels: Int
    /// Rows of the input.
    public var inputHeight: Int
    /// Columns of the input.
    public var inputWidth: Int
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
    /// Rows of zeros above the input.
    public var padTop: Int
    /// Columns of zeros left of the input.
    public var padLeft: Int
    /// Rows of zeros below the input.
    public var padBottom: Int
    /// Columns of zeros right of the input.
    public var padRight: Int
    /// Whether every channel is convolved by itself (as many groups as channels in and out).
    public var isDepthwise: Bool

    /// Makes a shape with the same stride, dilation and padding in both directions.
    public init(
        inputChannels: Int,
        outputChannels: Int,
        inputHeight: Int,
        inputWidth: Int,
        kernelHeight: Int,
        kernelWidth: Int,
        stride: Int = 1,
        dilation: Int = 1,
        pad: Int = 0,
        isDepthwise: Bool = false
    ) {
        self.inputChannels = inputChannels
        self.outputChannels = outputChannels
        self.inputHeight = inputHeight
        self.inputWidth = inputWidth
        self.kernelHeight = kernelHeight
        self.kernelWidth = kernelWidth
        strideY = stride
        strideX = stride
        dilationY = dilation
        dilationX = dilation
        padTop = pad
        padLeft = pad
        padBottom = pad
        padRight = pad
        self.isDepthwise = isDepthwise
    }

    /// Rows of the output, 0 where the kernel does not fit.
    public var outputHeight: Int {
        let free = inputHeight + padTop + padBottom - (kernelHeight - 1) * dilationY - 1
        return free < 0 ? 0 : free / strideY + 1
    }

    /// Columns of the output, 0 where the kernel does not fit.
    public var outputWidth: Int {
        let free = inputWidth + padLeft + padRight - (kernelWidth - 1) * dilationX - 1
        return free < 0 ? 0 : free / strideX + 1
    }

    /// Blocks of 16 input channels.
    public var inputBlocks: Int { (inputChannels + 15) / 16 }

    /// Blocks of 16 output channels.
    public var outputBlocks: Int { (outputChannels + 15) / 16 }

    /// Whether any pixel outside of the input is read.
    public var isPadded: Bool {
        padTop > 0 || padLeft > 0
            || (outputHeight - 1) * strideY
                + (kernelHeight - 1) * dilationY + 1 > inputHeight + padTop
            || (outputWidth - 1) * strideX + (kernelWidth - 1) * dilationX + 1
                > inputWidth + padLeft
    }

    /// Whether output pixels follow from the input pixels at the same places alone.
    public var isPointwise: Bool {
        kernelHeight == 1 && kernelWidth == 1 && strideY == 1 && strideX == 1 && !isPadded
            && outputHeight == inputHeight && outputWidth == inputWidth
    }

    /// Multiplications of one image, counted as direct convolution.
    public var multiplications: Int {
        outputHeight * outputWidth * outputChannels * kernelHeight * kernelWidth
            * (isDepthwise ? 1 : inputChannels)
    }
}
