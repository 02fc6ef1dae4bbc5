internal import Graphs
internal import Tensors

/// Concatenation of floats: in place where whole blocks of channels of one image follow each
/// other, else by copying rows.
enum ConcatLowering: Lowering {
    static func lower(
        _ operation: Operation,
        to builder: inout PlanBuilder
    ) throws(ModelError) -> LoweredKernel? {
        let node = operation.node
        guard let result = builder.described(node.outputs[0]), result.elementType == .float32,
            let shape = result.shape, shape.allSatisfy({ $0 > 0 }), !node.inputs.isEmpty
        else { return nil }
        var parts: [[Int]] = []
        for name in node.inputs {
            guard let part = builder.described(name)?.shape, part.allSatisfy({ $0 > 0 }) else {
                return nil
            }
            parts.append(part)
        }
        let given = try node.int("axis") ?? 1
        let axis = given < 0 ? given + shape.count : given
        guard shape.indices.contains(axis) else { return nil }
        let isBlocked =
            axis == 1 && result.picture != nil && parts.allSatisfy { $0[1] % 16 == 0 }
            && node.inputs.contains { builder.isBlocked($0) }
        return isBlocked
            ? try inBlocks(node, shape, &builder) : try inRows(node, shape, parts, axis, &builder)
    }

    private static func inBlocks(
        _ node: Node,
        _ shape: [Int],
        _ builder: inout PlanBuilder
    ) throws(ModelError) -> LoweredKernel? {
        guard let extents = ValueExtents(shape) else { return nil }
        var views: [BufferView] = []
        for name in node.inputs { views.append(try builder.blocked(name)) }
        let to = builder.view(batch: extents.batch, of: extents.blockedCount)
        var offset = 0
        var isCopied = false
        var seen: Set<Int> = []
        for (name, view) in zip(node.inputs, views) {
            guard let part = builder.values[name]?.picture else { return nil }
            let buffer = builder.buffers[view.buffer]
            if extents.batch == 1, buffer.parent == nil, view.offset == 0, buffer.first >= 0,
                buffer.count == part.blockedCount, seen.insert(view.buffer).inserted,
                !builder.hasParts(view.buffer)
            {
                builder.place(view.buffer, in: to.buffer, at: offset)
            } else {
                isCopied = true
                builder.copy(
                    CopyStep(
                        from: view,
                        fromStride: part.blockedCount,
                        to: BufferView(
                            buffer: to.buffer,
                            offset: offset,
                            imageStride: extents.blockedCount
                        ),
                        toStride: extents.blockedCount,
                        rows: extents.batch,
                        count: part.blockedCount
                    )
                )
            }
            offset += part.blockedCount
        }
        builder.make(node.outputs[0], blocked: to)
        return LoweredKernel(name: isCopied ? "copy" : "same memory")
    }

    private static func inRows(
        _ node: Node,
        _ shape: [Int],
        _ parts: [[Int]],
        _ axis: Int,
        _ builder: inout PlanBuilder
    ) throws(ModelError) -> LoweredKernel? {
        var views: [BufferView] = []
        for name in node.inputs { views.append(try builder.planar(name)) }
        let rows = shape[..<axis].reduce(1, *)
        let stride = shape[axis...].reduce(1, *)
        let to = builder.view(batch: 1, of: rows * stride)
        var offset = 0
        for (part, view) in zip(parts, views) {
            let count = part[axis...].reduce(1, *)
            builder.copy(
                CopyStep(
                    from: view,
                    fromStride: count,
                    to: BufferView(
                        buffer: to.buffer,
                        offset: offset,
                        imageStride: stride
                    ),
                    toStride: stride,
                    rows: rows,
                    count: count
                )
            )
            offset += count
        }
        builder.make(node.outputs[0], false, to)
        return LoweredKernel(name: "copy")
    }
}
