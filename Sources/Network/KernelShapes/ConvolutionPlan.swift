/// How a convolution is computed.
public enum ConvolutionMethod: Sendable, Hashable {
    /// Sums over kernel and channels; input in blocks.
    case direct
    /// Sums over kernel and channels; input in planes (NCHW), for the first layer.
    case planes
    /// Every channel by itself; input in blocks.
    case depthwise
    /// Winograd's tiles of `outputs` × `outputs` pixels, <https://arxiv.org/abs/1509.09308>;
    /// input in blocks.
    case winograd(outputs: Int)

    /// Rows and columns of the output of one Winograd tile; 0 for the other methods.
    public var tileOutputs: Int {
        if case .winograd(let outputs) = self { outputs } else { 0 }
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
        switch method {
        case nil, chosen: break
        case .direct: precondition(!inputIsPlanar && !shape.isDepthwise)
        case .winograd(let outputs):
            precondition(!inputIsPlanar && Self.fitsWinograd(shape, outputs: outputs))
        case .planes, .depthwise: preconditionFailure()
        }
        self.shape = shape
        self.activation = activation
        self.method = method ?? chosen
    }

    /// Whether Winograd's algorithm can compute it in tiles of `outputs` × `outputs` pixels.
    public static func fitsWinograd(_ shape: ConvolutionShape, outputs: Int) -> Bool {
        let kernel = shape.kernelHeight
        let points = outputs + kernel - 1
        return kernel == shape.kernelWidth && (3...5).contains(kernel) && outputs >= 2
            && (points == 6 || points == 4) && shape.strideY == 1 && shape.strideX == 1
            && shape.dilationY == 1 && shape.dilationX == 1 && !shape.isDepthwise
    }

    /// The table of methods.
    static func method(
        for shape: ConvolutionShape,
        inputIsPlanar: Bool
    ) -> ConvolutionMethod {
        if inputIsPlanar { return .planes }
        if shape.isDepthwise { return .depthwise }
        let outputs = 7 - shape.kernelHeight
        guard fitsWinograd(shape, outputs: outputs), shape.inputChannels >= 12 else {
            return .direct
        }
        // Of few pixels, the transformed weights cost more to read than they save.
        let blocks = shape.inputBlocks * shape.outputBlocks
        let pixels = shape.outputHeight * shape.outputWidth
        if pixels < 4 * outputs * outputs && blocks > 100 {
            return pixels >= 36 && shape.kernelHeight == 3 ? .winograd(outputs: 2) : .direct
        }
        return pixels < outputs * outputs ? .direct : .winograd(outputs: outputs)
    }

    /// Rows and columns of the input of one Winograd tile; 0 for the other methods.
    public var tilePoints: Int {
        method.tileOutputs > 0 ? method.tileOutputs + shape.kernelHeight - 1 : 0
    }

    /// Products of a Winograd tile, or taps of the kernel for the other methods.
    public var products: Int {
        tilePoints > 0 ? tilePoints * tilePoints : shape.kernelHeight * shape.kernelWidth
    }

    /// Where the bias starts in the packed weights, in floats.
    public var biasOffset: Int {
        method == .depthwise
            ? products * shape.outputBlocks * 16
            : products * shape.inputChannels * shape.outputBlocks * 16
    }

    /// Floats of the packed weights with their bias.
    public var packedCount: Int { biasOffset + shape.outputBlocks * 16 }
}
