/// Pictures one after another, each in blocks of 16 channels unless said otherwise.
@unsafe
public struct PictureRun {
    /// The first.
    public var start: UnsafeMutablePointer<Float>
    /// Floats from one to the next.
    public var stride: Int

    /// Refers to pictures that outlive the call.
    public init(_ start: UnsafeMutablePointer<Float>, stride: Int) {
        unsafe self.start = unsafe start
        unsafe self.stride = stride
    }

    /// Picture `index`.
    public func picture(_ index: Int) -> UnsafeMutablePointer<Float> {
        unsafe start + index * stride
    }
}

/// How many pictures, and how large each.
public struct RunExtents: Sendable, Hashable {
    /// Pictures.
    public var images: Int
    /// Blocks of 16 channels.
    public var blocks: Int
    /// Rows times columns.
    public var pixels: Int

    /// Makes extents.
    public init(images: Int, blocks: Int, pixels: Int) {
        self.images = images
        self.blocks = blocks
        self.pixels = pixels
    }

    /// Floats of a picture.
    public var count: Int { blocks * pixels * 16 }
}

/// Constants of a normalisation, each with a float per channel of all blocks.
@unsafe
public struct NormalConstants {
    /// Scale of the way forward: gamma / deviation.
    public var scale: UnsafeMutablePointer<Float>
    /// Shift of the way forward: beta - mean · scale.
    public var shift: UnsafeMutablePointer<Float>
    /// Mean.
    public var mean: UnsafeMutablePointer<Float>
    /// 1 / deviation.
    public var inverse: UnsafeMutablePointer<Float>
    /// Of the way back, [block][3][16]: result = a · gradient + b · input + c.
    public var factors: UnsafeMutablePointer<Float>

    /// Cuts `memory` of 7 · 16 · `blocks` floats into the parts.
    public init(_ memory: UnsafeMutablePointer<Float>, blocks: Int) {
        unsafe scale = memory
        unsafe shift = memory + 16 * blocks
        unsafe mean = memory + 32 * blocks
        unsafe inverse = memory + 48 * blocks
        unsafe factors = memory + 64 * blocks
    }
}

/// A picture resized row by row.
@unsafe
public struct ResizeTables {
    /// Rows and columns of the input.
    public var height: Int
    /// See ``height``.
    public var width: Int
    /// Per output row and column: first and second of the input.
    public var rows: (first: UnsafePointer<Int32>, second: UnsafePointer<Int32>)
    /// See ``rows``.
    public var columns: (first: UnsafePointer<Int32>, second: UnsafePointer<Int32>)
    /// Weights of the second ones.
    public var rowWeights: UnsafePointer<Float>
    /// See ``rowWeights``.
    public var columnWeights: UnsafePointer<Float>
    /// Rows and columns of the output.
    public var outputHeight: Int
    /// See ``outputHeight``.
    public var outputWidth: Int

    /// Refers to tables that outlive the call.
    public init(
        height: Int,
        width: Int,
        rows: (first: UnsafePointer<Int32>, second: UnsafePointer<Int32>),
        columns: (first: UnsafePointer<Int32>, second: UnsafePointer<Int32>),
        rowWeights: UnsafePointer<Float>,
        columnWeights: UnsafePointer<Float>,
        outputHeight: Int,
        outputWidth: Int
    ) {
        unsafe self.height = height
        unsafe self.width = width
        unsafe self.rows = unsafe rows
        unsafe self.columns = unsafe columns
        unsafe self.rowWeights = unsafe rowWeights
        unsafe self.columnWeights = unsafe columnWeights
        unsafe self.outputHeight = outputHeight
        unsafe self.outputWidth = outputWidth
    }
}

/// Numbers of a step of AdamW.
public struct AdamNumbers: Sendable, Hashable {
    /// Learning rate.
    public var rate: Float
    /// Weight decay, apart from the gradient.
    public var decay: Float
    /// Decay of the mean.
    public var beta1: Float
    /// Decay of the mean of squares.
    public var beta2: Float
    /// Added to the root.
    public var epsilon: Float
    /// Steps done, this one included.
    public var step: Int
    /// What gradients are multiplied by.
    public var scale: Float

    /// Makes the numbers of a step.
    public init(
        rate: Float,
        decay: Float,
        beta1: Float,
        beta2: Float,
        epsilon: Float,
        step: Int,
        scale: Float
    ) {
        self.rate = rate
        self.decay = decay
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.step = step
        self.scale = scale
    }

    /// 1 / (1 - `beta`^``step``).
    public func correction(_ beta: Float) -> Float {
        var power = 1.0
        var base = Double(beta)
        var left = step
        while left > 0 {
            if left & 1 == 1 { power *= base }
            base *= base
            left >>= 1
        }
        return Float(1 / (1 - power))
    }
}

/// Numbers of a step of gradient descent with momentum.
public struct MomentumNumbers: Sendable, Hashable {
    /// Learning rate.
    public var rate: Float
    /// Weight decay, added to the gradient.
    public var decay: Float
    /// Share of the last step that is kept.
    public var momentum: Float
    /// Nesterov's form.
    public var isNesterov: Bool
    /// What gradients are multiplied by.
    public var scale: Float

    /// Makes the numbers of a step.
    public init(rate: Float, decay: Float, momentum: Float, isNesterov: Bool, scale: Float) {
        self.rate = rate
        self.decay = decay
        self.momentum = momentum
        self.isNesterov = isNesterov
        self.scale = scale
    }
}

/// What the kernels of training compute.
///
/// On one processor level, the same bits for the same numbers. `isAdding` adds to the result instead of writing it. Nothing is
/// allocated; where an argument `images` counts pictures, they are taken in order.
public protocol GradientFunctions: SendableMetatype {
    /// The gradients of weights, in ``GradientShape``'s order.
    static func addWeightGradients(
        _ shape: GradientShape,
        images: Int,
        input: PictureRun,
        gradient: PictureRun,
        isAdding: Bool,
        sums: UnsafeMutablePointer<Float>,
        scratch: UnsafeMutableRawPointer
    )

    /// What sums over Winograd's products are in taps.
    static func takeTaps(
        _ shape: GradientShape,
        sums: UnsafePointer<Float>,
        taps: UnsafeMutablePointer<Float>
    )

    /// The gradients of a bias.
    static func addBiasGradients(
        _ extents: RunExtents,
        gradient: PictureRun,
        isAdding: Bool,
        sums: UnsafeMutablePointer<Float>
    )

    /// Means and sums of squared distances of each picture, [block][2][16].
    static func moments(_ extents: RunExtents, input: PictureRun, result: PictureRun)

    /// Scale, shift, nonlinearity.
    static func normalise(
        _ extents: RunExtents,
        input: PictureRun,
        _ constants: NormalConstants,
        bend: Int32,
        output: PictureRun
    )

    /// Gradient before the nonlinearity, and its sums of each picture, [block][2][16].
    static func normalisedSlope(
        _ extents: RunExtents,
        input: PictureRun,
        _ constants: NormalConstants,
        bend: Int32,
        gradient: PictureRun,
        result: PictureRun,
        sums: PictureRun
    )

    /// Gradient of the normalisation's input.
    static func normalisedGradient(
        _ extents: RunExtents,
        input: PictureRun,
        _ constants: NormalConstants,
        gradient: PictureRun,
        isAdding: Bool,
        result: PictureRun
    )

    /// A nonlinearity.
    static func bend(_ extents: RunExtents, input: PictureRun, bend: Int32, output: PictureRun)

    /// The way back through a nonlinearity.
    static func slope(
        _ extents: RunExtents,
        input: PictureRun,
        bend: Int32,
        gradient: PictureRun,
        isAdding: Bool,
        result: PictureRun
    )

    /// Drops elements; picture `i` by `key` + i. The way back is the same.
    static func drop(
        _ extents: RunExtents,
        input: PictureRun,
        rate: Float,
        key: UInt32,
        isAdding: Bool,
        output: PictureRun
    )

    /// The way back through a pooling, added to `result`.
    static func poolBack(
        _ shape: PoolShape,
        _ method: PoolMethod,
        images: Int,
        input: PictureRun,
        output: PictureRun,
        gradient: PictureRun,
        result: PictureRun
    )

    /// The mean of each channel.
    static func mean(_ extents: RunExtents, input: PictureRun, output: PictureRun)

    /// The way back through ``mean(_:input:output:)``.
    static func meanBack(
        _ extents: RunExtents,
        gradient: PictureRun,
        isAdding: Bool,
        result: PictureRun
    )

    /// The largest of each channel.
    static func largest(_ extents: RunExtents, input: PictureRun, output: PictureRun)

    /// The way back through ``largest(_:input:output:)``.
    static func largestBack(
        _ extents: RunExtents,
        input: PictureRun,
        output: PictureRun,
        gradient: PictureRun,
        isAdding: Bool,
        result: PictureRun
    )

    /// The sum of two pictures, then a nonlinearity whose slope follows from its result.
    static func add(
        _ extents: RunExtents,
        _ left: PictureRun,
        _ right: PictureRun,
        bend: Int32,
        output: PictureRun
    )

    /// Copies or adds.
    static func accumulate(
        _ extents: RunExtents,
        input: PictureRun,
        isAdding: Bool,
        output: PictureRun
    )

    /// Writes zeros.
    static func clear(_ extents: RunExtents, output: PictureRun)

    /// Puts pixels `strideX` columns and `strideY` rows apart in a picture of zeros.
    static func spread(
        images: Int,
        blocks: Int,
        from: (height: Int, width: Int),
        to: (height: Int, width: Int),
        stride: (y: Int, x: Int),
        input: PictureRun,
        isAdding: Bool,
        output: PictureRun
    )

    /// Resizes.
    static func resize(
        _ tables: ResizeTables,
        images: Int,
        blocks: Int,
        input: PictureRun,
        output: PictureRun
    )

    /// The way back through ``resize(_:images:blocks:input:output:)``, added to `result`.
    static func resizeBack(
        _ tables: ResizeTables,
        images: Int,
        blocks: Int,
        gradient: PictureRun,
        result: PictureRun
    )

    /// [output][depth] as [output block][depth][16].
    static func packRows(
        _ weights: UnsafePointer<Float>,
        outputs: Int,
        depth: Int,
        rows: UnsafeMutablePointer<Float>
    )

    /// What ``packRows(_:outputs:depth:rows:)`` made of a convolution's weights, for the way back.
    static func packTurned(
        _ rows: UnsafePointer<Float>,
        inputs: Int,
        outputs: Int,
        taps: Int,
        turned: UnsafeMutablePointer<Float>
    )

    /// Rows in the order of `plan`; `transform` for Winograd; the bias is not touched.
    static func packConvolution(
        _ plan: ConvolutionPlan,
        rows: UnsafePointer<Float>,
        transform: UnsafePointer<Float>,
        packed: UnsafeMutablePointer<Float>
    )

    /// Sums in ``packRows(_:outputs:depth:rows:)``'s order back as [output][depth].
    static func unpackRows(
        _ rows: UnsafePointer<Float>,
        outputs: Int,
        depth: Int,
        weights: UnsafeMutablePointer<Float>
    )

    /// Sums `parts` vectors of `count` floats (in multiples of 16), `stride` apart, in order.
    static func sum(
        _ vectors: UnsafePointer<Float>,
        stride: Int,
        count: Int,
        parts: Int,
        result: UnsafeMutablePointer<Float>
    )

    /// A step of AdamW.
    static func step(
        _ numbers: AdamNumbers,
        count: Int,
        weights: UnsafeMutablePointer<Float>,
        gradients: UnsafePointer<Float>,
        mean: UnsafeMutablePointer<Float>,
        square: UnsafeMutablePointer<Float>
    )

    /// A step with momentum.
    static func step(
        _ numbers: MomentumNumbers,
        count: Int,
        weights: UnsafeMutablePointer<Float>,
        gradients: UnsafePointer<Float>,
        velocity: UnsafeMutablePointer<Float>
    )

    /// Moves `average` towards `values` by `share`.
    static func blend(
        _ values: UnsafePointer<Float>,
        share: Float,
        count: Int,
        average: UnsafeMutablePointer<Float>
    )
}
