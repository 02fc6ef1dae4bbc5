internal import Graphs
internal import KernelShapes
internal import Tensors

/// Operations that were recognised as integer arithmetic on bytes.
enum ByteLowering: Lowering {
    static func lower(
        _ operation: Operation,
        to builder: inout PlanBuilder
    ) throws(ModelError) -> LoweredKernel? {
        switch operation.bytes {
        case nil: nil
        case .product(let product): try multiply(product, operation.node, &builder)
        case .pair(let plan): try join(plan, operation.node, &builder)
        case .average(let from, let to): try average(from, to, operation.node, &builder)
        case .table(let table): try look(table, operation.node, &builder)
        }
    }

    private static func multiply(
        _ product: ByteProduct,
        _ node: Node,
        _ builder: inout PlanBuilder
    ) throws(ModelError) -> LoweredKernel? {
        let name = node.inputs[0]
        let input = try builder.value(name)
        let shape = product.shape
        let isNarrow =
            !product.isRows && product.groups == 1 && shape.inputChannels <= 4
            && input.blocked == nil
        let plan = ByteProductPlan(
            shape,
            groups: product.groups,
            inputZeroPoint: product.inputZeroPoint,
            weights: product.numbers.weights,
            result: product.result,
            isRows: product.isRows,
            isNarrow: isNarrow
        )
        try builder.checkWeights(plan.packedByteCount / 4, node)
        let from: BufferView
        if product.isRows {
            from = try builder.byteRows(name)
        } else {
            from = isNarrow ? try builder.byteNarrow(name) : try builder.byteBlocks(name)
        }
        let batch = product.isRows ? 1 : input.bytePicture?.batch ?? 1
        let count = plan.paddedOutputs * shape.outputHeight * shape.outputWidth
        let isBytes = plan.result.elementByteCount == 1
        let to =
            isBytes
            ? builder.byteView(batch: batch, of: count) : builder.view(batch: batch, of: count)
        let piece = unsafe builder.weights.add((plan.packedByteCount + 3) / 4) { packed in
            unsafe plan.pack(product.numbers, into: packed)
        }
        builder.needScratch(plan.scratchByteCount)
        var step = ByteProductStep(
            plan: plan,
            batch: batch,
            input: from,
            output: to,
            weights: piece
        )
        if let measured = product.measured {
            step.settled = try settle(step, measured, product.numbers, &builder)
        }
        builder.append(
            .kernel(.bytes(.multiply(step))),
            takes: [from, step.settled?.header, step.settled?.zeroPoint],
            makes: [to]
        )
        if product.isRows {
            let (rows, outputs) = (shape.outputWidth, shape.outputChannels)
            let stride = plan.paddedOutputs
            let compact =
                isBytes
                ? builder.bytesWithoutFiller(to, rows: rows, stride: stride, count: outputs)
                : builder.withoutFiller(to, rows: rows, stride: stride, count: outputs)
            builder.make(node.outputs[0], planar: compact)
        } else {
            builder.make(node.outputs[0], blocked: to)
        }
        return LoweredKernel(
            name: "8 bits, \(plan.method)",
            multiplications: shape.multiplications / product.groups * batch
        )
    }

    /// Appends what settles bias and factors once the scale and zero point of the input are known.
    private static func settle(
        _ step: ByteProductStep,
        _ measured: MeasuredInput,
        _ numbers: ByteFactors,
        _ builder: inout PlanBuilder
    ) throws(ModelError) -> SettledHeader {
        let outputs = step.plan.shape.outputChannels
        let depth = numbers.weights.count / outputs
        let sums = unsafe builder.weights.add(outputs) { packed in
            let sums = unsafe UnsafeMutableRawPointer(packed).assumingMemoryBound(to: Int32.self)
            for output in 0..<outputs {
                let own = numbers.weights[output * depth..<(output + 1) * depth]
                unsafe sums[output] = own.reduce(0) { $0 + Int32($1) }
            }
        }
        let scale = try builder.planar(measured.scale)
        var zeroPoint: BufferView?
        if let name = measured.zeroPoint { zeroPoint = try builder.byteRows(name) }
        let settled = SettledHeader(
            header: builder.byteView(batch: 1, of: step.plan.weightOffset),
            scale: scale,
            zeroPoint: zeroPoint,
            weightSums: sums
        )
        builder.append(
            .kernel(.bytes(.settle(step, settled))),
            takes: [scale, zeroPoint],
            makes: [settled.header]
        )
        return settled
    }

    private static func join(
        _ plan: BytePairPlan,
        _ node: Node,
        _ builder: inout PlanBuilder
    ) throws(ModelError) -> LoweredKernel? {
        let (left, right) = (node.inputs[0], node.inputs[1])
        if builder.isBlocked(left) || builder.isBlocked(right) {
            _ = try builder.byteBlocks(left)
            _ = try builder.byteBlocks(right)
        }
        let first = try builder.byteForm(left)
        let second = try builder.byteForm(right)
        let to = builder.byteView(batch: 1, of: first.count)
        builder.append(
            .kernel(.bytes(.pair(plan, first.view, second.view, to: to, count: first.count))),
            takes: [first.view, second.view],
            makes: [to]
        )
        builder.makeBytes(node.outputs[0], first.isBlocked, to)
        return LoweredKernel(name: "8 bits, elementwise")
    }

    private static func average(
        _ from: ByteGrid,
        _ to: ByteGrid,
        _ node: Node,
        _ builder: inout PlanBuilder
    ) throws(ModelError) -> LoweredKernel? {
        guard let extents = try builder.value(node.inputs[0]).bytePicture,
            let shape = builder.described(node.outputs[0])?.shape
        else { return nil }
        let input = try builder.byteBlocks(node.inputs[0])
        let made = builder.byteView(batch: extents.batch, of: extents.blocks * 16)
        builder.append(
            .kernel(.bytes(.average(from: input, from, to: made, to, extents))),
            takes: [input],
            makes: [made]
        )
        if shape.count == 2 {
            let rows = builder.bytesWithoutFiller(
                made,
                rows: extents.batch,
                stride: extents.blocks * 16,
                count: extents.channels
            )
            builder.make(node.outputs[0], planar: rows)
        } else {
            builder.make(node.outputs[0], blocked: made)
        }
        return LoweredKernel(name: "8 bits, average")
    }

    private static func look(
        _ table: [UInt8],
        _ node: Node,
        _ builder: inout PlanBuilder
    ) throws(ModelError) -> LoweredKernel? {
        let form = try builder.byteForm(node.inputs[0])
        let to = builder.byteView(batch: 1, of: form.count)
        let piece = unsafe builder.weights.add(64) { packed in
            let bytes = unsafe UnsafeMutableRawPointer(packed)
                .assumingMemoryBound(to: UInt8.self)
            for (place, value) in table.enumerated() { unsafe bytes[place] = value }
        }
        builder.append(
            .kernel(.bytes(.lookUp(table: piece, from: form.view, to: to, count: form.count))),
            takes: [form.view],
            makes: [to]
        )
        builder.makeBytes(node.outputs[0], form.isBlocked, to)
        return LoweredKernel(name: "8 bits, table")
    }
}

extension PlanBuilder {
    /// Notes that the bytes `name` were made at `view`.
    mutating func makeBytes(_ name: String, _ isBlocked: Bool, _ view: BufferView) {
        var view = view
        if isBlocked, let count = described(name)?.bytePicture?.blockedCount {
            view.imageStride = count
            make(name, blocked: view)
        } else {
            make(name, planar: view)
        }
    }
}
