internal import Graphs
internal import KernelShapes
internal import Tensors

/// Pools of pictures.
enum PoolLowering: Lowering {
    static func lower(
        _ operation: Operation,
        to builder: inout PlanBuilder
    ) throws(ModelError) -> LoweredKernel? {
        let node = operation.node
        guard let value = builder.described(node.inputs[0]), let extents = value.picture,
            value.shape?.count == 4, node.outputs.dropFirst().allSatisfy(\.isEmpty),
            let output = builder.described(node.outputs[0])?.picture,
            let (shape, method) = try pool(node, extents, output)
        else { return nil }
        let from = try builder.blocked(node.inputs[0])
        let to = builder.view(batch: output.batch, of: output.blockedCount)
        builder.append(
            .kernel(
                .pool(
                    PoolStep(
                        shape: shape,
                        method: method,
                        batch: extents.batch,
                        input: from,
                        output: to
                    )
                )
            ),
            takes: [from],
            makes: [to]
        )
        builder.make(node.outputs[0], blocked: to)
        return LoweredKernel(name: "pool")
    }

    /// The extents and the method; nil for what the kernels cannot do.
    static func pool(
        _ node: Node,
        _ extents: ValueExtents,
        _ output: ValueExtents
    ) throws(ModelError) -> (PoolShape, PoolMethod)? {
        if node.operation == "GlobalMaxPool" {
            return (
                PoolShape(
                    channels: extents.channels,
                    inputHeight: extents.height,
                    inputWidth: extents.width,
                    kernelHeight: extents.height,
                    kernelWidth: extents.width
                ), .max
            )
        }
        guard let kernel = try node.ints("kernel_shape"), kernel.count == 2 else { return nil }
        let strides = try node.ints("strides") ?? [1, 1]
        let dilations = try node.ints("dilations") ?? [1, 1]
        guard (kernel + strides + dilations).allSatisfy({ (1...4096).contains($0) }),
            strides.count == 2, dilations.count == 2,
            let pads = try WindowPads.of(node, extents, kernel, strides, dilations, isLine: false),
            pads.allSatisfy({ (0...4096).contains($0) }), pads[0] < kernel[0], pads[1] < kernel[1]
        else { return nil }
        let countsPads = try node.int("count_include_pad") ?? 0 != 0
        let roundsUp = try node.int("ceil_mode") ?? 0 != 0
        guard !countsPads || !roundsUp else { return nil }
        var shape = PoolShape(
            channels: extents.channels,
            inputHeight: extents.height,
            inputWidth: extents.width,
            kernelHeight: kernel[0],
            kernelWidth: kernel[1]
        )
        (shape.outputHeight, shape.outputWidth) = (output.height, output.width)
        (shape.strideY, shape.strideX) = (strides[0], strides[1])
        (shape.dilationY, shape.dilationX) = (dilations[0], dilations[1])
        (shape.padTop, shape.padLeft) = (pads[0], pads[1])
        (shape.padBottom, shape.padRight) = (pads[2], pads[3])
        // Every window has to see some of the input.
        guard (output.height - 1) * strides[0] - pads[0] < extents.height,
            (output.width - 1) * strides[1] - pads[1] < extents.width,
            dilations == [1, 1] || pads.allSatisfy({ $0 == 0 })
        else { return nil }
        guard node.operation == "AveragePool" else { return (shape, .max) }
        return (shape, countsPads ? .averageWithPads : .average)
    }
}
