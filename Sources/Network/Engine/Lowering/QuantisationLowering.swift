internal import Graphs
internal import KernelShapes
internal import Tensors

/// QuantizeLinear and DequantizeLinear of one scale and zero point, between floats and bytes.
enum QuantisationLowering: Lowering {
    static func lower(
        _ operation: Operation,
        to builder: inout PlanBuilder
    ) throws(ModelError) -> LoweredKernel? {
        let node = operation.node
        guard let input = builder.described(node.inputs[0]),
            let output = builder.described(node.outputs[0]),
            let count = input.count, count > 0
        else { return nil }
        if node.operation == "QuantizeLinear" {
            guard input.elementType == .float32,
                let grid = builder.rewriting.grid(of: node, output.elementType)
            else { return nil }
            return try quantise(node, input, grid, &builder)
        }
        guard output.elementType == .float32,
            let grid = builder.rewriting.grid(of: node, input.elementType)
        else { return nil }
        let form = try builder.byteForm(node.inputs[0])
        let to = builder.view(batch: 1, of: form.count)
        builder.append(
            .kernel(.bytes(.dequantise(grid, from: form.view, to: to, count: form.count))),
            takes: [form.view],
            makes: [to]
        )
        builder.make(node.outputs[0], form.isBlocked, to)
        return LoweredKernel(name: "8 bits, dequantise")
    }

    private static func quantise(
        _ node: Node,
        _ input: PlannedValue,
        _ grid: ByteGrid,
        _ builder: inout PlanBuilder
    ) throws(ModelError) -> LoweredKernel {
        if let extents = input.picture, extents.channels <= 4, input.blocked == nil {
            let from = try builder.planar(node.inputs[0])
            let to = builder.byteView(batch: extents.batch, of: extents.pixels * 4)
            builder.append(
                .kernel(.bytes(.quantisePlanes(grid, from: from, to: to, extents))),
                takes: [from],
                makes: [to]
            )
            builder.make(node.outputs[0])
            builder.values[node.outputs[0]]?.narrow = to
        } else {
            if let extents = input.picture, extents.pixels > 1 {
                _ = try builder.blocked(node.inputs[0])
            }
            let form = try builder.form(node.inputs[0])
            let to = builder.byteView(batch: 1, of: form.count)
            builder.append(
                .kernel(.bytes(.quantise(grid, from: form.view, to: to, count: form.count))),
                takes: [form.view],
                makes: [to]
            )
            builder.makeBytes(node.outputs[0], form.isBlocked, to)
        }
        return LoweredKernel(name: "8 bits, quantise")
    }
}

/// The largest bytes of windows.
enum BytePoolLowering: Lowering {
    static func lower(
        _ operation: Operation,
        to builder: inout PlanBuilder
    ) throws(ModelError) -> LoweredKernel? {
        let node = operation.node
        guard let value = builder.described(node.inputs[0]), let extents = value.bytePicture,
            value.shape?.count == 4, node.outputs.dropFirst().allSatisfy(\.isEmpty),
            let output = builder.described(node.outputs[0])?.bytePicture,
            let (shape, _) = try PoolLowering.pool(node, extents, output)
        else { return nil }
        let from = try builder.byteBlocks(node.inputs[0])
        let to = builder.byteView(batch: output.batch, of: output.blockedCount)
        builder.append(
            .kernel(.bytes(.pool(shape, batch: extents.batch, from: from, to: to))),
            takes: [from],
            makes: [to]
        )
        builder.make(node.outputs[0], blocked: to)
        return LoweredKernel(name: "8 bits, pool")
    }
}

/// Concatenation of bytes by copying rows, or whole blocks of channels.
enum ByteConcatLowering: Lowering {
    static func lower(
        _ operation: Operation,
        to builder: inout PlanBuilder
    ) throws(ModelError) -> LoweredKernel? {
        let node = operation.node
        guard let result = builder.described(node.outputs[0]), result.isBytes,
            let shape = result.shape, shape.allSatisfy({ $0 > 0 })
        else { return nil }
        var parts: [[Int]] = []
        for name in node.inputs {
            guard let value = builder.described(name), value.isBytes, let part = value.shape,
                part.allSatisfy({ $0 > 0 })
            else { return nil }
            parts.append(part)
        }
        let given = try node.int("axis") ?? 1
        let axis = given < 0 ? given + shape.count : given
        guard shape.indices.contains(axis) else { return nil }
        let isBlocked =
            axis == 1 && result.bytePicture != nil && parts.allSatisfy { $0[1] % 16 == 0 }
            && node.inputs.contains { builder.isBlocked($0) }
        var views: [BufferView] = []
        for name in node.inputs {
            views.append(isBlocked ? try builder.byteBlocks(name) : try builder.byteRows(name))
        }
        let rows = shape[..<axis].reduce(1, *)
        let stride = shape[axis...].reduce(1, *)
        let to = builder.byteView(batch: 1, of: rows * stride)
        var place = 0
        for (part, view) in zip(parts, views) {
            let count = part[axis...].reduce(1, *)
            var step = CopyStep(
                from: view,
                fromStride: count,
                to: to,
                toStride: stride,
                rows: rows,
                count: count
            )
            step.toPlace = place
            builder.append(.kernel(.bytes(.copy(step))), takes: [view], makes: [to])
            place += count
        }
        builder.makeBytes(node.outputs[0], isBlocked, to)
        return LoweredKernel(name: "8 bits, copy")
    }
}
