internal import Graphs
internal import KernelShapes
internal import Tensors

/// Rows, channels or groups of channels that are brought to one mean and spread.
enum NormalisationLowering: Lowering {
    static func lower(
        _ operation: Operation,
        to builder: inout PlanBuilder
    ) throws(ModelError) -> LoweredKernel? {
        let node = operation.node
        guard node.outputs.dropFirst().allSatisfy(\.isEmpty), node.inputs.count >= 2,
            let extents = builder.floatShape(node.inputs[0]), !extents.isEmpty
        else { return nil }
        let epsilon = Double(try node.float("epsilon") ?? 1e-5)
        if node.operation == "LayerNormalization" {
            return try normaliseRows(node, extents, epsilon, &builder)
        }
        guard extents.count >= 2, node.inputs.count == 3,
            let given = parameters(node, builder)
        else { return nil }
        let channels = extents[1]
        let groups =
            node.operation == "GroupNormalization" ? try node.int("num_groups") ?? 1 : channels
        guard groups > 0, channels % groups == 0 else { return nil }
        let shape = NormalisationShape(
            rows: extents[0] * groups,
            channels: channels / groups,
            places: extents[2...].reduce(1, *),
            parameters: .perChannel(groups: groups),
            epsilon: epsilon
        )
        // Parameters of a group are those of each of its channels.
        let repeats = node.operation == "GroupNormalization" && node.opset < 21
        var places: [FactorPlace] = []
        for values in [given.scale, given.shift] {
            guard values.count == (repeats ? groups : channels) else { return nil }
            let each = repeats ? shape.channels : 1
            places.append(
                try builder.weights(values.flatMap { Array(repeating: $0, count: each) })
            )
        }
        return try append(node, shape, (places[0], places[1]), &builder)
    }

    private static func parameters(
        _ node: Node,
        _ builder: PlanBuilder
    ) -> (scale: [Float], shift: [Float])? {
        guard let scale = builder.rewriting.floats(node.inputs[1]),
            let shift = builder.rewriting.floats(node.inputs[2])
        else { return nil }
        return (scale.values, shift.values)
    }

    private static func normaliseRows(
        _ node: Node,
        _ extents: [Int],
        _ epsilon: Double,
        _ builder: inout PlanBuilder
    ) throws(ModelError) -> LoweredKernel? {
        let given = try node.int("axis") ?? -1
        let axis = given < 0 ? given + extents.count : given
        guard extents.indices.contains(axis) else { return nil }
        let row = Array(extents[axis...])
        let hasShift = node.inputs.count > 2 && !node.inputs[2].isEmpty
        for name in node.inputs[1...(hasShift ? 2 : 1)] {
            guard let own = builder.floatShape(name), isWhole(own, row) else { return nil }
        }
        let shape = NormalisationShape(
            rows: extents[..<axis].reduce(1, *),
            channels: 1,
            places: row.reduce(1, *),
            parameters: .perElement,
            epsilon: epsilon
        )
        let scale = try builder.factor(node.inputs[1])
        let shift =
            hasShift
            ? try builder.factor(node.inputs[2])
            : try builder.weights(Array(repeating: 0, count: shape.count))
        return try append(node, shape, (scale, shift), &builder)
    }

    /// Whether `shape` has an element for every element of `row`, in the same order.
    private static func isWhole(_ shape: [Int], _ row: [Int]) -> Bool {
        shape.drop { $0 == 1 } == row.drop { $0 == 1 }
    }

    private static func append(
        _ node: Node,
        _ shape: NormalisationShape,
        _ parameters: (scale: FactorPlace, shift: FactorPlace),
        _ builder: inout PlanBuilder
    ) throws(ModelError) -> LoweredKernel {
        let from = try builder.planar(node.inputs[0])
        let to = builder.view(batch: 1, of: shape.rows * shape.count)
        let step = NormalisationStep(
            shape: shape,
            from: from,
            scale: parameters.scale,
            shift: parameters.shift,
            to: to
        )
        builder.append(
            .kernel(.normalise(step)),
            takes: [from, parameters.scale.view, parameters.shift.view],
            makes: [to]
        )
        builder.make(node.outputs[0], false, to)
        return LoweredKernel(name: "normalise")
    }
}
