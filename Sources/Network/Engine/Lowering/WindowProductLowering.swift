internal import Graphs
internal import KernelShapes
internal import Operators
internal import Tensors

/// Convolutions that no kernel of ours fits: groups, three axes, weights that are computed.
enum WindowProductLowering: Lowering {
    /// Bytes of a part's scratch beyond which the operator runs plainly.
    static let scratchByteCountMax = 1 << 28
    private static let extentMax = 1 << 30

    static func lower(
        _ operation: Operation,
        to builder: inout PlanBuilder
    ) throws(ModelError) -> LoweredKernel? {
        let node = operation.node
        guard node.inputs.count >= 2, let image = builder.floatShape(node.inputs[0]),
            let kernel = operation.weights?.shape ?? builder.floatShape(node.inputs[1]),
            let made = builder.floatShape(node.outputs[0]),
            let grid = WindowGrid(
                try ConvolutionWindows.of(node, image: image, weights: kernel)
            )
        else { return nil }
        let groups = try node.int("group") ?? 1
        let view = BufferView(buffer: 0, imageStride: 0)
        var step = WindowProductStep(
            grid: grid,
            batch: image[0],
            groups: groups,
            inputs: kernel[1],
            outputs: kernel[0] / groups,
            image: view,
            weights: .buffer(view),
            output: view,
            activation: operation.activation
        )
        guard step.scratchByteCount <= scratchByteCountMax,
            max(step.depth, grid.windows, grid.places) < extentMax
        else { return nil }
        builder.needScratch(step.scratchByteCount)
        step.image = try builder.planar(node.inputs[0])
        if let values = operation.weights?.values(of: Float.self) {
            step.weights = try builder.weights(values)
        } else {
            step.weights = try builder.factor(node.inputs[1])
        }
        if let bias = operation.bias {
            step.bias = try builder.weights(bias)
        } else if node.inputs.count > 2, !node.inputs[2].isEmpty {
            step.bias = try builder.factor(node.inputs[2])
        }
        if let residual = operation.residual { step.residual = try builder.planar(residual) }
        step.output = builder.view(batch: 1, of: made.reduce(1, *))
        builder.append(
            .kernel(.convolveByProduct(step)),
            takes: [step.image, step.weights.view, step.bias?.view, step.residual],
            makes: [step.output]
        )
        builder.make(node.outputs[0], false, step.output)
        return LoweredKernel(
            name: "product",
            multiplications: made.reduce(1, *) * step.depth
        )
    }
}

/// Transposed convolutions.
enum SpreadLowering: Lowering {
    private static let extentMax = 1 << 30

    static func lower(
        _ operation: Operation,
        to builder: inout PlanBuilder
    ) throws(ModelError) -> LoweredKernel? {
        let node = operation.node
        guard node.inputs.count >= 2, let image = builder.floatShape(node.inputs[0]),
            let kernel = builder.floatShape(node.inputs[1]),
            let made = builder.floatShape(node.outputs[0]),
            let grid = WindowGrid(
                try ConvolutionWindows.transposed(node, image: image, weights: kernel)
            )
        else { return nil }
        let groups = try node.int("group") ?? 1
        let view = BufferView(buffer: 0, imageStride: 0)
        var step = SpreadStep(
            grid: grid,
            batch: image[0],
            groups: groups,
            inputs: kernel[0] / groups,
            outputs: kernel[1],
            image: view,
            weights: .buffer(view),
            output: view,
            activation: operation.activation
        )
        guard step.scratchByteCount <= WindowProductLowering.scratchByteCountMax,
            max(kernel[1] * grid.taps, grid.windows, grid.places) < extentMax
        else { return nil }
        builder.needScratch(step.scratchByteCount)
        step.image = try builder.planar(node.inputs[0])
        step.weights = try builder.factor(node.inputs[1])
        if node.inputs.count > 2, !node.inputs[2].isEmpty {
            step.bias = try builder.factor(node.inputs[2])
        }
        step.output = builder.view(batch: 1, of: made.reduce(1, *))
        builder.append(
            .kernel(.spread(step)),
            takes: [step.image, step.weights.view, step.bias?.view],
            makes: [step.output]
        )
        builder.make(node.outputs[0], false, step.output)
        return LoweredKernel(
            name: "spread product",
            multiplications: image.reduce(1, *) * kernel[1] * grid.taps
        )
    }
}
