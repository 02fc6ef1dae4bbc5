internal import Graphs
internal import Tensors

/// Means of whole channels.
enum AverageLowering: Lowering {
    static func lower(
        _ operation: Operation,
        to builder: inout PlanBuilder
    ) throws(ModelError) -> LoweredKernel? {
        let node = operation.node
        guard let value = builder.described(node.inputs[0]), let extents = value.picture,
            value.shape?.count == 4, try isWhole(node, builder),
            let shape = builder.described(node.outputs[0])?.shape
        else { return nil }
        let from = try builder.blocked(node.inputs[0])
        let to = builder.view(batch: extents.batch, of: extents.blocks * 16)
        builder.append(.kernel(.average(from: from, to: to, extents)), takes: [from], makes: [to])
        guard shape.count == 2 else {
            builder.make(node.outputs[0], blocked: to)
            return LoweredKernel(name: "average")
        }
        guard extents.channels % 16 > 0 else {
            builder.make(node.outputs[0], planar: to)
            return LoweredKernel(name: "average")
        }
        let rows = builder.view(batch: extents.batch, of: extents.channels)
        builder.append(
            .kernel(
                .copy(
                    CopyStep(
                        from: to,
                        fromStride: extents.blocks * 16,
                        to: rows,
                        toStride: extents.channels,
                        rows: extents.batch,
                        count: extents.channels
                    )
                )
            ),
            takes: [to],
            makes: [rows]
        )
        builder.make(node.outputs[0], planar: rows)
        return LoweredKernel(name: "average")
    }

    private static func isWhole(_ node: Node, _ builder: PlanBuilder) throws(ModelError) -> Bool {
        guard node.operation == "ReduceMean" else { return true }
        var axes = try node.ints("axes")
        if node.inputs.count > 1, !node.inputs[1].isEmpty {
            axes = builder.rewriting.facts[node.inputs[1]]?.constant?.integers
        }
        guard let axes else { return false }
        return Set(axes.map { $0 < 0 ? $0 + 4 : $0 }) == [2, 3]
    }
}
