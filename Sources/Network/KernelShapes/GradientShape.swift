/// The extents by which gradients of a convolution's weights are summed.
///
/// Sums lie as [output block][input channel][tap][16], depthwise as [block][tap][16]; where
/// ``isWinograd``, as [product][output block][input channel][16], which become the former at the
/// end. The order of the additions follows from the shape alone.
public struct GradientShape: Sendable, Hashable {
    /// The convolution; without dilation.
    public let shape: ConvolutionShape
    /// Whether its input is NCHW instead of blocks.
    public let isPlanar: Bool

    /// Floats of copied input and of gradients that should stay in the second-level cache.
    private static let stripFloats = 64 * 1024

    /// Settles the extents; traps on dilation.
    public init(_ shape: ConvolutionShape, isPlanar: Bool) {
        precondition(shape.dilationX == 1 && shape.dilationY == 1)
        self.shape = shape
        self.isPlanar = isPlanar
    }

    /// Kernel rows times columns.
    public var taps: Int { shape.kernelHeight * shape.kernelWidth }

    /// Floats of the sums of taps.
    public var tapCount: Int {
        shape.outputBlocks * 16 * taps * (shape.isDepthwise ? 1 : shape.inputChannels)
    }

    /// Floats of the sums.
    public var sumCount: Int { isWinograd ? tapCount / taps * Self.products : tapCount }

    /// Products of a tile of Winograd's algorithm for 3 × 3 sums over 4 × 4 gradients, and rows
    /// and columns of these.
    public static let products = 36
    /// See ``products``.
    public static let tileSide = 4

    /// Whether sums are taken over Winograd's products.
    public var isWinograd: Bool {
        let isFitting =
            shape.kernelHeight == 3 && shape.kernelWidth == 3 && shape.strideY == 1
            && shape.strideX == 1 && !isPlanar && !shape.isDepthwise
        // Of few pixels, the products' sums cost more to read than they save.
        let pixels = shape.outputHeight * shape.outputWidth
        return isFitting && pixels >= 64 && Self.products * tiles * 3 < taps * pixels * 2
    }

    /// Tiles across.
    public var tilesAcross: Int { (shape.outputWidth + Self.tileSide - 1) / Self.tileSide }

    /// Tiles of a picture.
    public var tiles: Int {
        tilesAcross * ((shape.outputHeight + Self.tileSide - 1) / Self.tileSide)
    }

    /// Tiles that are summed together.
    public var stripTiles: Int {
        let tile = Self.products * 16 * (shape.inputBlocks + shape.outputBlocks)
        return max(16, min(112, 6 * Self.stripFloats / tile))
    }

    /// Whether input is copied with its padding around it.
    public var copiesInput: Bool { shape.isPadded || isPlanar }

    /// Columns of copied input.
    public var stripWidth: Int { (shape.outputWidth - 1) * shape.strideX + shape.kernelWidth }

    /// Rows of input for `rows` output rows.
    public func stripHeight(_ rows: Int) -> Int {
        (rows - 1) * shape.strideY + shape.kernelHeight
    }

    /// Floats from one pixel of input to the next.
    public var lane: Int { isPlanar ? 1 : 16 }

    /// Blocks or planes of the input.
    public var planes: Int { isPlanar ? shape.inputChannels : shape.inputBlocks }

    /// Floats that `rows` output rows take, of input and gradient.
    private func floats(_ rows: Int) -> Int {
        let input = planes * lane * stripHeight(rows) * stripWidth
        return input + shape.outputBlocks * 16 * rows * shape.outputWidth
    }

    /// Output rows that are summed together.
    public var stripRows: Int {
        let height = shape.outputHeight
        return max(1, min(height, height * Self.stripFloats / floats(height)))
    }

    /// Images that are summed together.
    public var stripImages: Int {
        stripRows < shape.outputHeight || isPlanar || shape.isDepthwise
            ? 1 : max(1, Self.stripFloats / floats(shape.outputHeight))
    }

    /// Bytes that a thread needs for itself while it sums.
    public var scratchByteCount: Int {
        if isWinograd {
            let tile = Self.products * 16 * (shape.inputBlocks + shape.outputBlocks)
            return 4 * stripTiles * tile
        }
        return copiesInput
            ? 4 * stripImages * planes * lane * stripHeight(stripRows) * stripWidth + 64 : 0
    }
}
