/// How a convolution is computed.
public enum ConvolutionMethod: Sendable, Hashable, CaseIterable {
    /// Sums over kernel and channels; input in blocks.
    case direct
    /// Sums over kernel and channels; input in planes (NCHW), for the first layer.
    case planes
    /// Every channel by itself; input in blocks.
    case depthwise
    /// Winograd F(2×2, 3×3), <https://arxiv.org/abs/1509.09308>; input in blocks.
    case winograd2
    /// Winograd F(4×4, 3×3); input in blocks.
    case winograd4

    /// Rows and columns of the output of one Winograd tile; 0 for the other methods.
    public var tileOutputs: Int {
        switch self {
        case .direct, .planes, .depthwise: 0
        case .winograd2: 2
        case .winograd4: 4
        }
    }
}

/// A convolution with everything settled that does not depend on the images.
///
/// The method follows from the shape alone, never from the batch or the number of threads, so
/// that the same image has the same bits everywhere. Packed weights are the same on every
/// processor. Output is always in blocks.
public struct ConvolutionPlan: Sendable, Hashable {
    /// Extents.
    public let shape: ConvolutionShape
    /// How it is computed.
    public let method: ConvolutionMethod
    /// What follows the sum, bias and residual.
    public let activation: Activation

    /// Settles a convolution; traps on a shape without output or with extents below 1.
    ///
    /// - Parameters:
    ///   - shape: Extents; depthwise needs as many output as input channels.
    ///   - activation: What follows the sum.
    ///   - inputIsPlanar: Whether the input is NCHW instead of blocks; not for depthwise.
    ///   - method: Only for tests: a method other than the one chosen.
    public init(
        _ shape: ConvolutionShape,
        activation: Activation = .none,
        inputIsPlanar: Bool = false,
        method: ConvolutionMethod? = nil
    ) {
        precondition(
            shape.inputChannels > 0 && shape.outputChannels > 0 && shape.kernelHeight > 0
                && shape.kernelWidth > 0 && shape.strideY > 0 && shape.strideX > 0
                && shape.dilationY > 0 && shape.dilationX > 0 && shape.outputHeight > 0
                && shape.outputWidth > 0 && shape.inputHeight > 0 && shape.inputWidth > 0
                && shape.padTop >= 0 && shape.padLeft >= 0 && shape.padBottom >= 0
                && shape.padRight >= 0
        )
        precondition(!shape.isDepthwise || shape.inputChannels == shape.outputChannels)
        precondition(!shape.isDepthwise || !inputIsPlanar)
        let chosen = Self.method(for: shape, inputIsPlanar: inputIsPlanar)
        precondition(
            method == nil || method == chosen || method == .direct && chosen.tileOutputs > 0
                || (method?.tileOutputs ?? 0) > 0 && !inputIsPlanar && Self.fitsWinograd(shape)
        )
        self.shape = shape
        self.activation = activation
        self.method = method ?? chosen
    }

    /// Whether Winograd's algorithm can compute it.
    public static func fitsWinograd(_ shape: ConvolutionShape) -> Bool {
        shape.kernelHeight == 3 && shape.kernelWidth == 3 && shape.strideY == 1
            && shape.strideX == 1 && shape.dilationY == 1 && shape.dilationX == 1
            && !shape.isDepthwise
    }

    /// The table of methods.
    static func method(
        for shape: ConvolutionShape,
        inputIsPlanar: Bool
    ) -> ConvolutionMethod {
        if inputIsPlanar { return .planes }
        if shape.isDepthwise { return .depthwise }
        guard fitsWinograd(shape), shape.inputBlocks >= 2, shape.outputBlocks >= 2 else {
            return .direct
        }
        let pixels = shape.outputHeight * shape.outputWidth
        // Few tiles and many weights: reading the transformed weights costs more than they save.
        return pixels < 64 || shape.inputBlocks * shape.outputBlocks > 32 * pixels / 10
            ? .direct : .winograd4
    }

    /// Products of a Winograd tile, or taps of the kernel for the other methods.
    public var products: Int {
        let tile = method.tileOutputs
        return tile > 0 ? (tile + 2) * (tile + 2) : shape.kernelHeight * shape.kernelWidth
    }

    /// Channels that weights are multiplied with, whole blocks except for planes.
    var packedInputChannels: Int {
        method == .planes ? shape.inputChannels : shape.inputBlocks * 16
    }

    /// Where the bias starts in the packed weights, in floats.
    public var biasOffset: Int {
        method == .depthwise
            ? products * shape.outputBlocks * 16
            : products * packedInputChannels * shape.outputBlocks * 16
    }

    /// Floats of the packed weights with their bias.
    public var packedCount: Int { biasOffset + shape.outputBlocks * 16 }
}
