internal import Graphs
internal import Tensors

/// ReduceMin over the channels of pictures.
enum LeastChannelLowering: Lowering {
    static func lower(
        _ operation: Operation,
        to builder: inout PlanBuilder
    ) throws(ModelError) -> LoweredKernel? {
        let node = operation.node
        guard let value = builder.described(node.inputs[0]), let extents = value.picture,
            let shape = value.shape, shape.count == 4, shape.allSatisfy({ $0 > 0 }),
            try isOverChannels(node, builder.rewriting)
        else { return nil }
        let from = try builder.blocked(node.inputs[0])
        let to = builder.view(batch: extents.batch, of: extents.pixels)
        builder.append(
            .kernel(.leastChannel(from: from, to: to, extents)),
            takes: [from],
            makes: [to]
        )
        builder.make(node.outputs[0], planar: to)
        return LoweredKernel(name: "least channel")
    }

    private static func isOverChannels(
        _ node: Node,
        _ rewriting: Rewriting
    ) throws(ModelError) -> Bool {
        var axes = try node.ints("axes")
        if node.inputs.count > 1, !node.inputs[1].isEmpty {
            axes = rewriting.facts[node.inputs[1]]?.constant?.integers
        }
        return axes == [1] || axes == [-3]
    }
}
