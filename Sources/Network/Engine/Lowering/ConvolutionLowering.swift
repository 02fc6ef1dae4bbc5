internal import Graphs
internal import KernelShapes
internal import Tensors

/// Convolutions of pictures and lines with constant weights, ungrouped or one channel at a time.
enum ConvolutionLowering: Lowering {
    /// Input channels up to which the first layer reads planes.
    private static let planarChannelsMax = 4

    static func lower(
        _ operation: Operation,
        to builder: inout PlanBuilder
    ) throws(ModelError) -> LoweredKernel? {
        let node = operation.node
        guard let input = builder.described(node.inputs[0]), let extents = input.picture,
            let output = builder.described(node.outputs[0]), let made = output.picture,
            node.inputs.count >= 2,
            let weights = operation.weights ?? builder.rewriting.facts[node.inputs[1]]?.constant,
            let values = weights.values(of: Float.self), weights.elementType == .float32,
            let bias = bias(of: operation, builder),
            let shape = try shape(node, extents, weights.shape),
            shape.outputHeight == made.height, shape.outputWidth == made.width,
            shape.outputChannels == made.channels,
            bias.isEmpty || bias.count == shape.outputChannels
        else { return nil }
        let isPlanar =
            !shape.isDepthwise && shape.inputChannels <= planarChannelsMax
            && !builder.isBlocked(node.inputs[0])
        let plan = ConvolutionPlan(
            shape,
            activation: operation.activation,
            inputIsPlanar: isPlanar
        )
        try builder.checkWeights(plan.packedCount, node)
        let view =
            isPlanar ? try builder.planar(node.inputs[0]) : try builder.blocked(node.inputs[0])
        var from = view
        if isPlanar { from.imageStride = extents.planarCount }
        var residual: BufferView?
        if let name = operation.residual { residual = try builder.blocked(name) }
        let to = builder.view(batch: made.batch, of: made.blockedCount)
        let piece = unsafe builder.weights.add(plan.packedCount) { packed in
            unsafe values.withUnsafeBufferPointer { values in
                unsafe bias.withUnsafeBufferPointer { bias in
                    guard let first = values.baseAddress else { return }
                    unsafe plan.pack(
                        weights: first,
                        bias: bias.isEmpty ? nil : bias.baseAddress,
                        into: packed
                    )
                }
            }
        }
        builder.needScratch(plan.scratchByteCount)
        builder.append(
            .kernel(
                .convolve(
                    ConvolutionStep(
                        plan: plan,
                        batch: extents.batch,
                        input: from,
                        output: to,
                        residual: residual,
                        weights: piece
                    )
                )
            ),
            takes: [from, residual],
            makes: [to]
        )
        builder.make(node.outputs[0], blocked: to)
        return LoweredKernel(
            name: "\(plan.method)",
            multiplications: shape.multiplications * extents.batch
        )
    }

    private static func bias(of operation: Operation, _ builder: PlanBuilder) -> [Float]? {
        if let bias = operation.bias { return bias }
        guard operation.node.inputs.count > 2, !operation.node.inputs[2].isEmpty else { return [] }
        return builder.rewriting.floats(operation.node.inputs[2])?.values
    }

    /// The shape for the kernels; nil for what they cannot do.
    private static func shape(
        _ node: Node,
        _ extents: ValueExtents,
        _ weights: [Int]
    ) throws(ModelError) -> ConvolutionShape? {
        guard let found = try grouped(node, extents, weights) else { return nil }
        guard found.groups > 1 else { return found.shape }
        var shape = found.shape
        shape.isDepthwise = true
        return found.groups == extents.channels && weights[0] == found.groups ? shape : nil
    }

    /// The shape and the number of groups; nil for what is no convolution of pictures or lines.
    static func grouped(
        _ node: Node,
        _ extents: ValueExtents,
        _ weights: [Int]
    ) throws(ModelError) -> (shape: ConvolutionShape, groups: Int)? {
        let isLine = weights.count == 3
        guard weights.count == 4 || isLine, weights.allSatisfy({ $0 > 0 }) else { return nil }
        let spatial = isLine ? 1 : 2
        func pair(_ values: [Int]?, _ fallback: Int) -> [Int]? {
            let given = values ?? Array(repeating: fallback, count: spatial)
            guard given.count == spatial else { return nil }
            return isLine ? [fallback] + given : given
        }
        let groups = try node.int("group") ?? 1
        guard groups > 0, extents.channels % groups == 0, weights[0] % groups == 0,
            weights[1] == extents.channels / groups,
            let strides = pair(try node.ints("strides"), 1),
            let dilations = pair(try node.ints("dilations"), 1),
            strides.allSatisfy({ (1...64).contains($0) }),
            dilations.allSatisfy({ (1...64).contains($0) })
        else { return nil }
        let kernel = isLine ? [1, weights[2]] : [weights[2], weights[3]]
        guard
            let pads = try WindowPads.of(node, extents, kernel, strides, dilations, isLine: isLine),
            pads.allSatisfy({ (0...4096).contains($0) })
        else { return nil }
        var shape = ConvolutionShape(
            inputChannels: extents.channels,
            outputChannels: weights[0],
            inputHeight: extents.height,
            inputWidth: extents.width,
            kernelHeight: kernel[0],
            kernelWidth: kernel[1]
        )
        (shape.strideY, shape.strideX) = (strides[0], strides[1])
        (shape.dilationY, shape.dilationX) = (dilations[0], dilations[1])
        (shape.padTop, shape.padLeft) = (pads[0], pads[1])
        (shape.padBottom, shape.padRight) = (pads[2], pads[3])
        return shape.outputHeight > 0 && shape.outputWidth > 0 ? (shape, groups) : nil
    }
}
