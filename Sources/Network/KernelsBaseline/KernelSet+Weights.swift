internal import CTiles
public import KernelShapes

extension KernelSet: GradientFunctions {
    /// See `GradientFunctions`.
    public static func packRows(
        _ weights: UnsafePointer<Float>,
        outputs: Int,
        depth: Int,
        rows: UnsafeMutablePointer<Float>
    ) {
        unsafe pack_rows(weights, outputs, depth, rows)
    }

    /// See `GradientFunctions`.
    public static func packTurned(
        _ rows: UnsafePointer<Float>,
        inputs: Int,
        outputs: Int,
        taps: Int,
        turned: UnsafeMutablePointer<Float>
    ) {
        unsafe pack_turned(rows, inputs, outputs, taps, turned)
    }

    /// See `GradientFunctions`.
    public static func packConvolution(
        _ plan: ConvolutionPlan,
        rows: UnsafePointer<Float>,
        transform: UnsafePointer<Float>,
        packed: UnsafeMutablePointer<Float>
    ) {
        let shape = plan.shape
        switch plan.method {
        case .direct, .planes:
            unsafe pack_direct(
                rows,
                shape.inputChannels,
                shape.outputBlocks,
                plan.products,
                plan.inputLane,
                packed
            )
        case .depthwise:
            unsafe tile_copy(packed, rows, shape.outputBlocks * plan.products * 16)
        case .winograd:
            unsafe pack_winograd(
                rows,
                shape.inputChannels,
                shape.outputBlocks,
                Int32(shape.kernelHeight),
                Int32(plan.tilePoints),
                transform,
                packed
            )
        }
    }

    /// See `GradientFunctions`.
    public static func unpackRows(
        _ rows: UnsafePointer<Float>,
        outputs: Int,
        depth: Int,
        weights: UnsafeMutablePointer<Float>
    ) {
        var first = 0
        while first < outputs {
            unsafe row_to_planes(
                rows + first * depth,
                depth,
                Int32(min(16, outputs - first)),
                depth,
                weights + first * depth
            )
            first += 16
        }
    }

    /// See `GradientFunctions`.
    public static func sum(
        _ vectors: UnsafePointer<Float>,
        stride: Int,
        count: Int,
        parts: Int,
        result: UnsafeMutablePointer<Float>
    ) {
        unsafe row_sum(vectors, stride, count, parts, result)
    }

    /// See `GradientFunctions`.
    public static func step(
        _ numbers: AdamNumbers,
        count: Int,
        weights: UnsafeMutablePointer<Float>,
        gradients: UnsafePointer<Float>,
        mean: UnsafeMutablePointer<Float>,
        square: UnsafeMutablePointer<Float>
    ) {
        var job = adam_step(
            rate: numbers.rate,
            decay: numbers.decay,
            beta1: numbers.beta1,
            beta2: numbers.beta2,
            epsilon: numbers.epsilon,
            correction1: numbers.correction(numbers.beta1),
            correction2: numbers.correction(numbers.beta2),
            scale: numbers.scale
        )
        unsafe row_adam(&job, count, weights, gradients, mean, square)
    }

    /// See `GradientFunctions`.
    public static func step(
        _ numbers: MomentumNumbers,
        count: Int,
        weights: UnsafeMutablePointer<Float>,
        gradients: UnsafePointer<Float>,
        velocity: UnsafeMutablePointer<Float>
    ) {
        unsafe row_momentum(
            count,
            numbers.rate,
            numbers.decay,
            numbers.momentum,
            numbers.isNesterov ? 1 : 0,
            numbers.scale,
            weights,
            gradients,
            velocity
        )
    }

    /// See `GradientFunctions`.
    public static func blend(
        _ values: UnsafePointer<Float>,
        share: Float,
        count: Int,
        average: UnsafeMutablePointer<Float>
    ) {
        unsafe row_blend(count, share, values, average)
    }
}
