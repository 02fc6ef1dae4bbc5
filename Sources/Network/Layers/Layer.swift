/// One layer of a ``Net``: what it does, and to which values.
public struct Layer: Sendable, Hashable {
    /// What it does.
    public enum Kind: Sendable, Hashable {
        case convolution(Convolution)
        /// Every channel by itself, as many channels out as in.
        case depthwise(Convolution)
        /// Scale and shift of every channel to mean and deviation that are learnt; while training,
        /// those of the batch come first: Ioffe and Szegedy, <https://arxiv.org/abs/1502.03167>.
        case batchNorm(epsilon: Float)
        case nonlinearity(Nonlinearity)
        case maxPool(Window)
        /// Padding does not count.
        case averagePool(Window)
        /// The mean over rows and columns.
        case globalMean
        /// The largest over rows and columns.
        case globalMax
        /// Of a picture of one pixel.
        case linear(outputs: Int, hasBias: Bool)
        /// Element by element, of two values of the same shape.
        case add
        /// Channels of all inputs, one after another.
        case concat
        /// Whole multiples of rows and columns.
        case upsample(factor: Int, isSmooth: Bool)
        /// Only while training: elements become 0, the others grow.
        case dropout(rate: Float)
        /// Channels, rows and columns as channels of one pixel, in that order.
        case flatten
        /// One row of pixels as a sequence: [batch][column][channel] outside.
        case sequence
        /// Channels of each pixel divided by the root of the sum of their squares.
        case unitLength
    }

    /// Its own name, by which weights are found again.
    public let name: String
    /// What it does.
    public let kind: Kind
    /// The values it takes, see ``Net/Value``.
    public let inputs: [Int]
}

/// Extents of a convolution.
public struct Convolution: Sendable, Hashable {
    /// Channels that come out.
    public var channels: Int
    /// How it moves.
    public var window: Window
    /// Whether a constant is added to each channel.
    public var hasBias: Bool

    /// Makes extents.
    public init(channels: Int, window: Window, hasBias: Bool) {
        precondition(channels > 0)
        self.channels = channels
        self.window = window
        self.hasBias = hasBias
    }
}

/// A window that moves over rows and columns.
public struct Window: Sendable, Hashable {
    /// Rows.
    public var height: Int
    /// Columns.
    public var width: Int
    /// Rows from one place to the next.
    public var strideY: Int
    /// Columns from one place to the next.
    public var strideX: Int
    /// Rows of padding above and below, less than ``height``.
    public var padY: Int
    /// Columns of padding on both sides, less than ``width``.
    public var padX: Int

    /// Makes a window.
    public init(
        height: Int,
        width: Int,
        strideY: Int = 1,
        strideX: Int = 1,
        padY: Int = 0,
        padX: Int = 0
    ) {
        precondition(height > 0 && width > 0 && strideY > 0 && strideX > 0)
        precondition((0..<height).contains(padY) && (0..<width).contains(padX))
        self.height = height
        self.width = width
        self.strideY = strideY
        self.strideX = strideX
        self.padY = padY
        self.padX = padX
    }

    /// A square one; padding by half of its size unless given.
    public static func square(_ size: Int, stride: Int = 1, pad: Int? = nil) -> Window {
        let pad = pad ?? (size - 1) / 2
        return Window(
            height: size,
            width: size,
            strideY: stride,
            strideX: stride,
            padY: pad,
            padX: pad
        )
    }
}

/// Extents of a value of one picture.
public struct PictureShape: Sendable, Hashable {
    /// Channels.
    public var channels: Int
    /// Rows.
    public var height: Int
    /// Columns.
    public var width: Int

    /// Makes a shape.
    public init(channels: Int, height: Int, width: Int) {
        self.channels = channels
        self.height = height
        self.width = width
    }

    /// Elements.
    public var count: Int { channels * height * width }
    /// Rows times columns.
    public var pixels: Int { height * width }
    /// Blocks of 16 channels.
    public var blocks: Int { (channels + 15) / 16 }
    /// Floats in blocks of 16 channels.
    public var blockedCount: Int { blocks * pixels * 16 }

    func moved(_ window: Window, channels: Int) -> PictureShape? {
        let freeY = height + 2 * window.padY - window.height
        let freeX = width + 2 * window.padX - window.width
        guard freeY >= 0, freeX >= 0 else { return nil }
        return PictureShape(
            channels: channels,
            height: freeY / window.strideY + 1,
            width: freeX / window.strideX + 1
        )
    }
}
