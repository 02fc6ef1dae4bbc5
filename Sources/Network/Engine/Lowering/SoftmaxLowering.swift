internal import Graphs
internal import Tensors

/// Softmax over the innermost elements.
enum SoftmaxLowering: Lowering {
    static func lower(
        _ operation: Operation,
        to builder: inout PlanBuilder
    ) throws(ModelError) -> LoweredKernel? {
        let node = operation.node
        guard let value = builder.described(node.inputs[0]), value.elementType == .float32,
            let shape = value.shape, !shape.isEmpty, shape.allSatisfy({ $0 > 0 })
        else { return nil }
        let given = try node.int("axis") ?? (node.opset >= 13 ? -1 : 1)
        let axis = given < 0 ? given + shape.count : given
        guard shape.indices.contains(axis) else { return nil }
        // Since opset 13 the axis stands alone; before, all after it count.
        guard node.opset < 13 || shape[(axis + 1)...].allSatisfy({ $0 == 1 }) else { return nil }
        let rows = shape[..<axis].reduce(1, *)
        let count = shape[axis...].reduce(1, *)
        let from = try builder.planar(node.inputs[0])
        let to = builder.view(batch: 1, of: rows * count)
        builder.append(
            .kernel(.softmax(from: from, to: to, rows: rows, count: count)),
            takes: [from],
            makes: [to]
        )
        builder.make(node.outputs[0], false, to)
        return LoweredKernel(name: "softmax")
    }
}
