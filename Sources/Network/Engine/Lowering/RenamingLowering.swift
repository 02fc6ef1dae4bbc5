internal import Graphs
internal import Tensors

/// Operators that only give the same numbers another shape.
enum RenamingLowering: Lowering {
    static func lower(
        _ operation: Operation,
        to builder: inout PlanBuilder
    ) throws(ModelError) -> LoweredKernel? {
        let (input, output) = (operation.node.inputs[0], operation.node.outputs[0])
        if let kernel = try renamedBytes(input, output, &builder) { return kernel }
        guard let from = builder.values[input], from.elementType == .float32,
            from.planar != nil || from.blocked != nil, let shape = from.shape,
            let result = builder.described(output), result.elementType == .float32,
            let wanted = result.shape, wanted.reduce(1, *) == shape.reduce(1, *)
        else { return nil }
        if wanted == shape, let blocked = from.blocked {
            builder.make(output, blocked: blocked, planar: from.planar)
        } else {
            builder.make(output, planar: try builder.planar(input))
        }
        return LoweredKernel(name: "same memory")
    }

    private static func renamedBytes(
        _ input: String,
        _ output: String,
        _ builder: inout PlanBuilder
    ) throws(ModelError) -> LoweredKernel? {
        guard let from = builder.values[input], from.isBytes,
            from.planar != nil || from.blocked != nil || from.narrow != nil,
            let shape = from.shape, let result = builder.described(output),
            result.elementType == from.elementType, let wanted = result.shape,
            wanted.reduce(1, *) == shape.reduce(1, *)
        else { return nil }
        if wanted == shape {
            builder.make(output, blocked: from.blocked, planar: from.planar)
            builder.values[output]?.narrow = from.narrow
        } else {
            builder.make(output, planar: try builder.byteRows(input))
        }
        return LoweredKernel(name: "same memory")
    }
}
