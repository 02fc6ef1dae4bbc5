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
        let to = builder.permuted(from, shape, order)
        builder.make(node.outputs[0], false, to)
        return LoweredKernel(name: to.buffer == from.buffer ? "same memory" : "copy")
    }
}

extension PlanBuilder {
    /// The row-major value of `shape` at `from` with its axes in `order`; `from` itself where its
    /// elements stay in their order.
    mutating func permuted(_ from: BufferView, _ shape: [Int], _ order: [Int]) -> BufferView {
        let moved = order.filter { shape[$0] > 1 }
        guard moved != moved.sorted() else { return from }
        var strides = Array(repeating: 1, count: shape.count)
        for axis in shape.indices.dropLast().reversed() {
            strides[axis] = strides[axis + 1] * shape[axis + 1]
        }
        let to = view(batch: 1, of: shape.reduce(1, *))
        append(
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
        return to
    }
}
