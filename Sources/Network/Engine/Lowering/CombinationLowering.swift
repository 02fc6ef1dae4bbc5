internal import Graphs
internal import KernelShapes
internal import Tensors

/// Products and differences of two values of the same shape, and products with one value per
/// channel.
enum CombinationLowering: Lowering {
    static func lower(
        _ operation: Operation,
        to builder: inout PlanBuilder
    ) throws(ModelError) -> LoweredKernel? {
        let node = operation.node
        guard node.inputs.count == 2, node.opset >= 7, operation.curve == nil else { return nil }
        if node.operation == "Mul", let kernel = try gate(node, &builder) { return kernel }
        guard let forms = try builder.forms(node) else { return nil }
        let to = builder.view(batch: 1, of: forms.left.count)
        builder.append(
            .kernel(
                .combine(
                    node.operation == "Mul" ? .multiply : .subtract,
                    forms.left.view,
                    forms.right.view,
                    to: to,
                    count: forms.left.count
                )
            ),
            takes: [forms.left.view, forms.right.view],
            makes: [to]
        )
        builder.make(node.outputs[0], forms.left.isBlocked, to)
        return LoweredKernel(name: "elementwise")
    }

    /// A picture in blocks times one value per image and channel.
    private static func gate(
        _ node: Node,
        _ builder: inout PlanBuilder
    ) throws(ModelError) -> LoweredKernel? {
        for (input, gate) in [(0, 1), (1, 0)] {
            let (input, gate) = (node.inputs[input], node.inputs[gate])
            guard builder.isBlocked(input), let extents = builder.values[input]?.picture,
                let other = builder.described(gate), let size = other.picture, size.pixels == 1,
                extents.pixels > 1, size.batch == extents.batch,
                size.channels == extents.channels,
                builder.values[input]?.shape?.count == other.shape?.count
            else { continue }
            let factors = try builder.blocked(gate)
            guard let view = builder.values[input]?.blocked else { continue }
            let to = builder.view(batch: extents.batch, of: extents.blockedCount)
            builder.append(
                .kernel(.gate(view, by: factors, to: to, extents)),
                takes: [view, factors],
                makes: [to]
            )
            builder.make(node.outputs[0], blocked: to)
            return LoweredKernel(name: "gate")
        }
        return nil
    }
}
