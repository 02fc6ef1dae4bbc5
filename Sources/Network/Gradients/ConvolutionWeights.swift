internal import KernelShapes

/// Weights of a convolution or linear layer in every form in which kernels read or write them.
struct ConvolutionWeights: Sendable {
    let plan: ConvolutionPlan
    let gradientShape: GradientShape
    let back: ConvolutionReturn?
    /// In the parameters.
    let weight: Int
    let bias: Int?
    /// Of a group; nil where frozen.
    let weightSums: Int?
    let biasSums: Int?
    /// Shared: packed for both ways, and what is in between.
    let packed: Int
    let packedBack: Int
    private let rows: Int
    private let turned: Int
    private let transform: Int
    private let transformBack: Int

    init(
        shape: ConvolutionShape,
        isPlanar: Bool,
        isReturning: Bool,
        weight: Int,
        bias: Int?,
        isLearnt: Bool,
        _ extents: inout RunnerMemory.Extents
    ) {
        plan = ConvolutionPlan(shape, inputIsPlanar: isPlanar)
        gradientShape = GradientShape(shape, isPlanar: isPlanar)
        back = isReturning ? ConvolutionReturn(shape) : nil
        self.weight = weight
        self.bias = bias
        let count = gradientShape.tapCount
        weightSums =
            isLearnt ? RunnerMemory.Extents.take(&extents.group, gradientShape.sumCount) : nil
        biasSums =
            isLearnt && bias != nil
            ? RunnerMemory.Extents.take(&extents.group, shape.outputBlocks * 16) : nil
        packed = RunnerMemory.Extents.take(&extents.shared, plan.packedCount)
        packedBack = RunnerMemory.Extents.take(&extents.shared, back?.plan.packedCount ?? 0)
        rows = RunnerMemory.Extents.take(&extents.shared, count)
        let turnedCount = shape.isDepthwise ? count : shape.inputBlocks * 16 * shape.outputChannels
        turned = RunnerMemory.Extents.take(
            &extents.shared,
            back == nil ? 0 : turnedCount * gradientShape.taps
        )
        transform = RunnerMemory.Extents.take(&extents.shared, 36)
        transformBack = RunnerMemory.Extents.take(&extents.shared, 36)
    }

    private var depth: Int {
        gradientShape.taps * (plan.shape.isDepthwise ? 1 : plan.shape.inputChannels)
    }

    /// Writes the matrices of Winograd's transform; once.
    func settle(_ memory: RunnerMemory) {
        for (plan, place) in [(plan, transform), (back?.plan ?? plan, transformBack)]
        where plan.tilePoints > 0 {
            let matrix = ConvolutionPlan.filterTransform(
                points: plan.tilePoints,
                taps: plan.shape.kernelHeight
            )
            for (index, value) in matrix.enumerated() {
                unsafe memory.place(place)[index] = Float(value)
            }
        }
    }

    /// Packs the parameters for both ways.
    func pack(_ memory: RunnerMemory, parameters: Int) {
        let shape = plan.shape
        let kernels = memory.gradients
        unsafe kernels.packRows(
            memory.place(parameters + weight),
            outputs: shape.outputChannels,
            depth: depth,
            rows: memory.place(rows)
        )
        unsafe kernels.packConvolution(
            plan,
            rows: memory.place(rows),
            transform: memory.place(transform),
            packed: memory.place(packed)
        )
        if let bias {
            for channel in 0..<shape.outputChannels {
                unsafe memory.place(packed + plan.biasOffset)[channel] =
                    memory.place(parameters + bias)[channel]
            }
        }
        guard let back else { return }
        if shape.isDepthwise {
            turnDepthwise(memory)
        } else {
            unsafe kernels.packTurned(
                memory.place(rows),
                inputs: shape.inputChannels,
                outputs: shape.outputChannels,
                taps: gradientShape.taps,
                turned: memory.place(turned)
            )
        }
        unsafe kernels.packConvolution(
            back.plan,
            rows: memory.place(turned),
            transform: memory.place(transformBack),
            packed: memory.place(packedBack)
        )
    }

    private func turnDepthwise(_ memory: RunnerMemory) {
        let taps = gradientShape.taps
        for row in 0..<plan.shape.outputBlocks * taps {
            let mirrored = row / taps * taps + taps - 1 - row % taps
            unsafe memory.place(turned + row * 16)
                .update(from: memory.place(rows + mirrored * 16), count: 16)
        }
    }

    /// Sums the groups' gradients in order and writes them as the parameters lie.
    func collect(_ memory: RunnerMemory, gradients: Int) {
        guard let weightSums else { return }
        let kernels = memory.gradients
        let sums = unsafe memory.sums(weightSums, group: 0)
        unsafe kernels.sum(
            sums,
            stride: memory.extents.group,
            count: gradientShape.sumCount,
            parts: memory.groupCount,
            result: sums
        )
        var taps = unsafe sums
        if gradientShape.isWinograd {
            unsafe taps = memory.place(rows)
            unsafe kernels.takeTaps(gradientShape, sums: sums, taps: taps)
        }
        unsafe kernels.unpackRows(
            taps,
            outputs: plan.shape.outputChannels,
            depth: depth,
            weights: memory.place(gradients + weight)
        )
        guard let bias, let biasSums else { return }
        let biases = unsafe memory.sums(biasSums, group: 0)
        unsafe kernels.sum(
            biases,
            stride: memory.extents.group,
            count: plan.shape.outputBlocks * 16,
            parts: memory.groupCount,
            result: biases
        )
        unsafe memory.place(gradients + bias).update(from: biases, count: plan.shape.outputChannels)
    }
}
