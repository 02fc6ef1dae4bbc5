internal import KernelShapes
internal import Kernels

/// A convolution or linear layer on its way forward.
struct ConvolutionStep: BatchStep {
    let plan: ConvolutionPlan
    let input: Int
    let output: Int
    /// Packed weights.
    let weights: Int

    var footprint: Int {
        plan.inputPlanes * plan.inputLane * plan.shape.inputHeight * plan.shape.inputWidth
            + plan.shape.outputBlocks * 16 * plan.shape.outputHeight * plan.shape.outputWidth
    }

    func run(_ memory: RunnerMemory, _ images: Range<Int>, group: Int, thread: Int) {
        unsafe plan.run(
            memory,
            images.count,
            from: memory.run(input, images),
            to: memory.run(output, images),
            weights: memory.place(weights),
            scratch: memory.scratch(thread)
        )
    }
}

extension ConvolutionPlan {
    fileprivate func run(
        _ memory: RunnerMemory,
        _ images: Int,
        from: PictureRun,
        to: PictureRun,
        weights: UnsafeMutablePointer<Float>,
        isAdding: Bool = false,
        scratch: UnsafeMutableRawPointer
    ) {
        var buffers = unsafe ConvolutionBuffers(
            plan: self,
            input: UnsafePointer(from.start),
            weights: UnsafePointer(weights),
            output: to.start,
            residual: isAdding ? UnsafePointer(to.start) : nil,
            scratch: scratch
        )
        unsafe buffers.inputImageStride = from.stride
        unsafe buffers.outputImageStride = to.stride
        unsafe buffers.residualImageStride = to.stride
        unsafe memory.kernels.convolve(self, batch: images, buffers)
    }
}

/// How the gradient of a convolution's input is computed: by a convolution of stride 1 of the
/// gradient of its output, with the kernel turned round.
struct ConvolutionReturn: Sendable {
    /// The convolution it returns from.
    let shape: ConvolutionShape
    /// Of the gradient, spread out where the stride is more than 1.
    let plan: ConvolutionPlan

    /// Whether the gradient is spread out before.
    var spreadsGradient: Bool { isStrided && !isPoint }
    /// Whether the result is spread out afterwards, which for one tap is the same and cheaper.
    var spreadsResult: Bool { isStrided && isPoint }

    private var isStrided: Bool { shape.strideY > 1 || shape.strideX > 1 }
    private var isPoint: Bool { shape.kernelHeight == 1 && shape.kernelWidth == 1 }

    init(_ shape: ConvolutionShape) {
        self.shape = shape
        let isPoint = shape.kernelHeight == 1 && shape.kernelWidth == 1
        let spreadHeight = (shape.outputHeight - 1) * shape.strideY + 1
        let spreadWidth = (shape.outputWidth - 1) * shape.strideX + 1
        var back = ConvolutionShape(
            inputChannels: shape.outputChannels,
            outputChannels: shape.inputChannels,
            inputHeight: isPoint ? shape.outputHeight : spreadHeight,
            inputWidth: isPoint ? shape.outputWidth : spreadWidth,
            kernelHeight: shape.kernelHeight,
            kernelWidth: shape.kernelWidth,
            isDepthwise: shape.isDepthwise
        )
        if !isPoint {
            back.padTop = shape.kernelHeight - 1 - shape.padTop
            back.padLeft = shape.kernelWidth - 1 - shape.padLeft
            back.padBottom =
                shape.inputHeight - back.inputHeight - back.padTop + shape.kernelHeight - 1
            back.padRight =
                shape.inputWidth - back.inputWidth - back.padLeft + shape.kernelWidth - 1
        }
        plan = ConvolutionPlan(back)
    }

    /// Floats of a picture that are spread out.
    var spreadCount: Int {
        let extents = plan.shape
        if spreadsGradient {
            return extents.inputBlocks * 16 * extents.inputHeight * extents.inputWidth
        }
        guard spreadsResult else { return 0 }
        return extents.outputBlocks * 16 * extents.outputHeight * extents.outputWidth
    }
}

/// Gradients of a convolution's weights and input.
struct ConvolutionBackStep: BatchStep {
    let gradientShape: GradientShape
    /// Nil where no gradient of the input is wanted.
    let back: ConvolutionReturn?
    let input: Int
    let outputGradient: Int
    let inputGradient: Int
    let isAdding: Bool
    /// Sums of a group; nil where the weights are frozen.
    let weightSums: Int?
    let biasSums: Int?
    /// Packed weights of the way back.
    let weights: Int

    var footprint: Int {
        let shape = gradientShape.shape
        return gradientShape.planes * gradientShape.lane * shape.inputHeight * shape.inputWidth
            + shape.outputBlocks * 16 * shape.outputHeight * shape.outputWidth
            + (back.map { $0.spreadCount } ?? 0)
    }

    /// Bytes of scratch for `images` pictures.
    func scratchByteCount(_ images: Int) -> Int {
        let spread = (back?.spreadCount ?? 0) * images * 4
        return max(gradientShape.scratchByteCount, spread + 64 + (back?.plan.scratchByteCount ?? 0))
    }

    func run(_ memory: RunnerMemory, _ images: Range<Int>, group: Int, thread: Int) {
        let gradient = unsafe memory.run(outputGradient, images)
        let isAdding = images.lowerBound > memory.images(of: group).lowerBound
        if let weightSums {
            unsafe memory.gradients.addWeightGradients(
                gradientShape,
                images: images.count,
                input: memory.run(input, images),
                gradient: gradient,
                isAdding: isAdding,
                sums: memory.sums(weightSums, group: group),
                scratch: memory.scratch(thread)
            )
        }
        if let biasSums {
            let shape = gradientShape.shape
            unsafe memory.gradients.addBiasGradients(
                RunExtents(
                    images: images.count,
                    blocks: shape.outputBlocks,
                    pixels: shape.outputHeight * shape.outputWidth
                ),
                gradient: gradient,
                isAdding: isAdding,
                sums: memory.sums(biasSums, group: group)
            )
        }
        if let back { unsafe runBack(back, memory, images, gradient, thread) }
    }

    private func runBack(
        _ back: ConvolutionReturn,
        _ memory: RunnerMemory,
        _ images: Range<Int>,
        _ gradient: PictureRun,
        _ thread: Int
    ) {
        let shape = back.shape
        let plan = back.plan
        let result = unsafe memory.run(inputGradient, images)
        let spread = unsafe PictureRun(
            memory.scratch(thread).assumingMemoryBound(to: Float.self),
            stride: back.spreadCount
        )
        let spreadBytes = (back.spreadCount * images.count * 4 + 63) / 64 * 64
        let rest = unsafe memory.scratch(thread) + spreadBytes
        let stride = (y: shape.strideY, x: shape.strideX)
        var from = unsafe gradient
        if back.spreadsGradient {
            unsafe memory.gradients.spread(
                images: images.count,
                blocks: shape.outputBlocks,
                from: (shape.outputHeight, shape.outputWidth),
                to: (plan.shape.inputHeight, plan.shape.inputWidth),
                stride: stride,
                input: gradient,
                isAdding: false,
                output: spread
            )
            unsafe from = spread
        }
        unsafe plan.run(
            memory,
            images.count,
            from: from,
            to: back.spreadsResult ? spread : result,
            weights: memory.place(weights),
            isAdding: isAdding && !back.spreadsResult,
            scratch: rest
        )
        guard back.spreadsResult else { return }
        unsafe memory.gradients.spread(
            images: images.count,
            blocks: shape.inputBlocks,
            from: (plan.shape.outputHeight, plan.shape.outputWidth),
            to: (shape.inputHeight, shape.inputWidth),
            stride: stride,
            input: spread,
            isAdding: isAdding,
            output: result
        )
    }
}
