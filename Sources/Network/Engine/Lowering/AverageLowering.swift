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
            value.shape?.count == 4, try isWhole(node, builder.rewriting),
            let shape = builder.described(node.outputs[0])?.shape
        else { return nil }
        let from = try builder.blocked(node.inputs[0])
        let to = builder.view(batch: extents.batch, of: extents.blocks * 16)
        builder.append(.kernel(.average(from: from, to: to, extents)), takes: [from], makes: [to])
        if shape.count == 2 {
            let rows = builder.withoutFiller(
                to,
                rows: extents.batch,
                stride: extents.blocks * 16,
                count: extents.channels
            )
            builder.make(node.outputs[0], planar: rows)
        } else {
            builder.make(node.outputs[0], blocked: to)
        }
        return LoweredKernel(name: "average")
    }

    /// Whether rows and columns are averaged, and nothing else.
    static func isWhole(_ node: Node, _ rewriting: Rewriting) throws(ModelError) -> Bool {
        guard node.operation == "ReduceMean" else { return true }
        var axes = try node.ints("axes")
        if node.inputs.count > 1, !node.inputs[1].isEmpty {
            axes = rewriting.facts[node.inputs[1]]?.constant?.integers
        }
        guard let axes else { return false }
        return Set(axes.map { $0 < 0 ? $0 + 4 : $0 }) == [2, 3]
    }
}
