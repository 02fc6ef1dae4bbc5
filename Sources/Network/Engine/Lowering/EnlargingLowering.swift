internal import Graphs
internal import Tensors

/// Nearest-neighbour enlarging by whole factors.
enum EnlargingLowering: Lowering {
    static func lower(
        _ operation: Operation,
        to builder: inout PlanBuilder
    ) throws(ModelError) -> LoweredKernel? {
        let node = operation.node
        guard let value = builder.described(node.inputs[0]), let extents = value.picture,
            value.shape?.count == 4, let output = builder.described(node.outputs[0])?.picture,
            output.batch == extents.batch, output.channels == extents.channels,
            output.height % extents.height == 0, output.width % extents.width == 0,
            try repeats(node), try isExact(node, builder, extents, output)
        else { return nil }
        let from = try builder.blocked(node.inputs[0])
        let to = builder.view(batch: output.batch, of: output.blockedCount)
        builder.append(
            .kernel(
                .enlarge(
                    from: from,
                    to: to,
                    extents,
                    scaleY: output.height / extents.height,
                    scaleX: output.width / extents.width
                )
            ),
            takes: [from],
            makes: [to]
        )
        builder.make(node.outputs[0], blocked: to)
        return LoweredKernel(name: "enlarge")
    }

    /// Whether the factors that are given are those between the extents; outputs are rounded down.
    static func isExact(
        _ node: Node,
        _ builder: PlanBuilder,
        _ input: ValueExtents,
        _ output: ValueExtents
    ) throws(ModelError) -> Bool {
        if let policy = try node.string("keep_aspect_ratio_policy"), policy != "stretch" {
            return false
        }
        var scales = try node.floats("scales")
        let place = node.operation == "Resize" && node.opset >= 11 ? 2 : 1
        if node.inputs.count > place, !node.inputs[place].isEmpty {
            guard let constant = builder.rewriting.floats(node.inputs[place]) else { return false }
            scales = constant.values
        }
        guard let scales, !scales.isEmpty else { return true }
        let exact = [1, 1, output.height / input.height, output.width / input.width]
        return scales == exact.map { Float($0) }
    }

    /// Whether every pixel is repeated as often as every other.
    private static func repeats(_ node: Node) throws(ModelError) -> Bool {
        guard try node.string("mode") ?? "nearest" == "nearest" else { return false }
        guard node.operation == "Resize", node.opset >= 11 else { return true }
        guard try node.ints("axes") == nil else { return false }
        let transformation = try node.string("coordinate_transformation_mode") ?? "half_pixel"
        let rounding = try node.string("nearest_mode") ?? "round_prefer_floor"
        return switch (transformation, rounding) {
        case ("asymmetric", "floor"): true
        // The middle of a repeated pixel is never as far as the next one's edge.
        case ("half_pixel", "round_prefer_floor"), ("half_pixel", "round_prefer_ceil"): true
        default: false
        }
    }
}
