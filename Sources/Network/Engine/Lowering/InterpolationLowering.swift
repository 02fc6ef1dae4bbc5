internal import Graphs
internal import KernelShapes
internal import Tensors

/// Bilinear enlarging by whole factors.
enum InterpolationLowering: Lowering {
    static func lower(
        _ operation: Operation,
        to builder: inout PlanBuilder
    ) throws(ModelError) -> LoweredKernel? {
        let node = operation.node
        guard let value = builder.described(node.inputs[0]), let extents = value.picture,
            value.shape?.count == 4, let output = builder.described(node.outputs[0])?.picture,
            output.batch == extents.batch, output.channels == extents.channels,
            output.height % extents.height == 0, output.width % extents.width == 0,
            try mixes(node),
            try EnlargingLowering.isExact(node, builder, extents, output)
        else { return nil }
        let from = try builder.blocked(node.inputs[0])
        let to = builder.view(batch: output.batch, of: output.blockedCount)
        let shape = InterpolationShape(
            height: extents.height,
            width: extents.width,
            scaleY: output.height / extents.height,
            scaleX: output.width / extents.width
        )
        builder.append(
            .kernel(
                .interpolate(from: from, to: to, blocks: extents.batch * extents.blocks, shape)
            ),
            takes: [from],
            makes: [to]
        )
        builder.make(node.outputs[0], blocked: to)
        return LoweredKernel(name: "interpolate")
    }

    /// Whether every pixel lies between its neighbours, by areas.
    private static func mixes(_ node: Node) throws(ModelError) -> Bool {
        guard node.operation == "Resize", node.opset >= 11, try node.string("mode") == "linear",
            try node.ints("axes") == nil, try node.int("antialias") ?? 0 == 0
        else { return false }
        return try node.string("coordinate_transformation_mode") ?? "half_pixel" == "half_pixel"
    }
}
