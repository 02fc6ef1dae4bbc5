/// How an integer product is computed.
public enum ByteProductMethod: Sendable, Hashable {
    /// A convolution from pixels of 4 or 16 channels.
    case pixels
    /// A convolution of every channel by itself.
    case depthwise
    /// A fully connected layer: every row of the input is a pixel of one picture column.
    case rows
}

/// A convolution or fully connected layer of bytes with constant 8-bit weights.
///
/// Inputs are bytes from 0 to 255 with one zero point, which also stands in the padding.
public struct ByteProductPlan: Sendable, Hashable {
    /// The extents; `isDepthwise` is not used here.
    public let shape: ConvolutionShape
    /// Groups of channels.
    public let groups: Int
    /// The zero point of the input, in 0…255.
    public let inputZeroPoint: Int
    /// What becomes of the sums.
    public let result: ByteResult
    /// How it is computed.
    public let method: ByteProductMethod
    /// Bytes from one input pixel to the next: 4 or 16.
    public let lane: Int
    /// Times that every tap is computed, each with a part of the weights that fits 8 bits.
    public let layers: Int

    /// Settles a convolution; traps on extents below 1 and on groups that do not divide the
    /// channels.
    ///
    /// - Parameters:
    ///   - shape: The extents.
    ///   - groups: Groups of channels.
    ///   - inputZeroPoint: In 0…255.
    ///   - weights: Whole numbers whose largest magnitudes set ``layers``.
    ///   - result: What becomes of the sums.
    ///   - isRows: Whether pixels are rows of all channels, for input and output.
    ///   - isNarrow: Whether the input has up to 4 channels, in pixels of 4 bytes.
    public init(
        _ shape: ConvolutionShape,
        groups: Int = 1,
        inputZeroPoint: Int,
        weights: [Int16],
        result: ByteResult,
        isRows: Bool = false,
        isNarrow: Bool = false
    ) {
        precondition(
            shape.inputChannels > 0 && shape.outputChannels > 0 && groups > 0
                && shape.outputHeight > 0 && shape.outputWidth > 0
                && shape.inputChannels % groups == 0 && shape.outputChannels % groups == 0
                && (0...255).contains(inputZeroPoint)
        )
        precondition(!isNarrow || !isRows && shape.inputChannels <= 4)
        precondition(
            !isRows || shape.isPointwise && shape.inputHeight == 1 && groups == 1
        )
        let (least, most) = (Int(weights.min() ?? 0), Int(weights.max() ?? 0))
        self.shape = shape
        self.groups = groups
        self.inputZeroPoint = inputZeroPoint
        self.result = result
        layers = max(1, (max(0, most) + 126) / 127, (max(0, -least) + 127) / 128)
        lane = isNarrow ? 4 : 16
        let isDepthwise =
            groups == shape.inputChannels && groups == shape.outputChannels && groups > 1
            && layers == 1 && !isNarrow
        method = isRows ? .rows : isDepthwise ? .depthwise : .pixels
    }

    /// Blocks of input channels.
    public var inputPlanes: Int { (shape.inputChannels + lane - 1) / lane }

    /// Pairs of blocks of 16 output channels.
    public var pairs: Int { (shape.outputBlocks + 1) / 2 }

    /// Taps of the kernel, each as often as there are ``layers``.
    public var products: Int { shape.kernelHeight * shape.kernelWidth * layers }

    /// Kernel rows of a depthwise convolution in fours.
    public var quadRows: Int { (shape.kernelHeight + 3) / 4 }

    /// Input planes that a pair of output blocks takes.
    public var planesPerPair: Int {
        if groups == 1 { return inputPlanes }
        var most = 1
        for pair in 0..<pairs {
            let range = channels(of: pair)
            most = max(most, (range.upperBound - 1) / lane - range.lowerBound / lane + 1)
        }
        return most
    }

    /// The first input plane that `pair` takes.
    public func firstPlane(of pair: Int) -> Int {
        groups == 1 ? 0 : min(channels(of: pair).lowerBound / lane, inputPlanes - planesPerPair)
    }

    private func channels(of pair: Int) -> Range<Int> {
        let (inputs, outputs) = (shape.inputChannels / groups, shape.outputChannels / groups)
        let last = min(pair * 32 + 31, shape.outputChannels - 1)
        return pair * 32 / outputs * inputs..<(last / outputs + 1) * inputs
    }

    /// Groups of 4 channels in a tap, and in a tap of a last plane that is not full.
    public var tapGroups: (whole: Int, tail: Int) {
        let whole = lane / 4
        let rest = shape.inputChannels % lane
        return (whole, groups > 1 || rest == 0 ? whole : (rest + 3) / 4)
    }

    /// Groups of 4 channels of all taps of one output block.
    public var depth: Int {
        let groups = tapGroups
        return products * ((planesPerPair - 1) * groups.whole + groups.tail)
    }

    /// Output channels with filler.
    public var paddedOutputs: Int { shape.outputBlocks * 16 }

    /// Where the weights start in the packed piece, in bytes: after bias, factors and offsets.
    public var weightOffset: Int { paddedOutputs * 12 }

    /// Bytes of the packed piece.
    public var packedByteCount: Int {
        let taps = method == .depthwise ? quadRows * shape.kernelWidth : depth
        return weightOffset + taps * paddedOutputs * 4
    }
}
