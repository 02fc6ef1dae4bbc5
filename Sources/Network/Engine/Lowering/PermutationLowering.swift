internal import Graphs
internal import Tensors

/// Transpose of floats.
enum PermutationLowering: Lowering {
    static func lower(
        _ operation: Operation,
        to builder: inout PlanBuilder
    ) throws(ModelError) -> LoweredKernel? {
        let node = operation.node
        guard let shape = builder.floatShape(node.inputs[0]), !shape.isEmpty else { return nil }
        let order = try node.ints("perm") ?? shape.indices.reversed()
        guard order.sorted() == Array(shape.indices) else { return nil }
        let from = try builder.planar(node.inputs[0])
        let moved = order.filter { shape[$0] > 1 }
        if moved == moved.sorted() {
            builder.make(node.outputs[0], false, from)
            return LoweredKernel(name: "same memory")
        }
        var strides = Array(repeating: 1, count: shape.count)
        for axis in shape.indices.dropLast().reversed() {
            strides[axis] = strides[axis + 1] * shape[axis + 1]
        }
        let to = builder.view(batch: 1, of: shape.reduce(1, *))
        builder.append(
            .kernel(
                .permute(
                    PermutationStep(
                        from: from,
                        to: to,
                        shape: order.map { shape[$0] },
                        strides: order.map { strides[$0] }
                    )
                )
            ),
            takes: [from],
            makes: [to]
        )
        builder.make(node.outputs[0], false, to)
        return LoweredKernel(name: "copy")
    }
}
