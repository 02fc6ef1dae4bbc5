internal import Graphs
internal import Tensors

/// DynamicQuantizeLinear: the range of all numbers is measured, then they are quantised by it.
enum MeasuringLowering: Lowering {
    static func lower(
        _ operation: Operation,
        to builder: inout PlanBuilder
    ) throws(ModelError) -> LoweredKernel? {
        let node = operation.node
        guard let input = builder.described(node.inputs[0]), input.elementType == .float32,
            let count = input.count, count > 0, node.outputs.count == 3,
            !node.outputs.contains("")
        else { return nil }
        let name = node.inputs[0]
        let scale = builder.view(batch: 1, of: 1)
        let zeroPoint = builder.byteView(batch: 1, of: 1)
        // The filler of blocks may hold any numbers.
        let isWhole = input.picture.map { $0.channels % 16 == 0 } ?? false
        let measured: BufferView
        if isWhole, let blocked = input.blocked {
            measured = blocked
        } else {
            measured = try builder.planar(name)
        }
        builder.append(
            .kernel(
                .bytes(.measure(from: measured, count: count, scale: scale, zeroPoint: zeroPoint))
            ),
            takes: [measured],
            makes: [scale, zeroPoint]
        )
        let grid = MeasuredGrid(scale: scale, zeroPoint: zeroPoint)
        try quantise(name, as: node.outputs[0], grid, &builder)
        builder.make(node.outputs[1], planar: scale)
        builder.make(node.outputs[2], planar: zeroPoint)
        return LoweredKernel(name: "8 bits, measure and quantise")
    }

    private static func quantise(
        _ name: String,
        as output: String,
        _ grid: MeasuredGrid,
        _ builder: inout PlanBuilder
    ) throws(ModelError) {
        if let extents = builder.values[name]?.picture, !builder.isBlocked(name) {
            if extents.channels <= 4 {
                let from = try builder.planar(name)
                let to = builder.byteView(batch: extents.batch, of: extents.pixels * 4)
                builder.append(
                    .kernel(.bytes(.quantisePlanesMeasured(grid, from: from, to: to, extents))),
                    takes: [from, grid.scale, grid.zeroPoint],
                    makes: [to]
                )
                builder.make(output)
                builder.values[output]?.narrow = to
                return
            }
            if extents.pixels > 1 { _ = try builder.blocked(name) }
        }
        let form = try builder.form(name)
        let to = builder.byteView(batch: 1, of: form.count)
        builder.append(
            .kernel(.bytes(.quantiseMeasured(grid, from: form.view, to: to, count: form.count))),
            takes: [form.view, grid.scale, grid.zeroPoint],
            makes: [to]
        )
        builder.makeBytes(output, form.isBlocked, to)
    }
}
