internal import Graphs
internal import KernelShapes
internal import Tensors

/// Fully connected layers: Gemm and MatMul with a constant matrix.
enum ConnectionLowering: Lowering {
    static func lower(
        _ operation: Operation,
        to builder: inout PlanBuilder
    ) throws(ModelError) -> LoweredKernel? {
        let node = operation.node
        guard node.inputs.count >= 2, let value = builder.described(node.inputs[0]),
            value.elementType == .float32, let shape = value.shape, shape.count >= 2,
            shape.allSatisfy({ $0 > 0 }),
            let matrix = builder.rewriting.floats(node.inputs[1]), matrix.shape.count == 2,
            matrix.shape.allSatisfy({ $0 > 0 }), let inputs = shape.last,
            let settings = try settings(of: operation, builder, matrix.shape)
        else { return nil }
        let outputs = matrix.shape[settings.isTransposed ? 0 : 1]
        guard matrix.shape[settings.isTransposed ? 1 : 0] == inputs,
            node.operation == "MatMul" || shape.count == 2
        else { return nil }
        let rows = shape.dropLast().reduce(1, *)
        let plan = FullyConnectedPlan(
            inputs: inputs,
            outputs: outputs,
            activation: operation.activation
        )
        try builder.checkWeights(plan.packedCount, node)
        let piece = unsafe builder.weights.add(plan.packedCount) { packed in
            unsafe matrix.values.withUnsafeBufferPointer { values in
                unsafe settings.bias.withUnsafeBufferPointer { bias in
                    guard let first = values.baseAddress else { return }
                    unsafe plan.pack(
                        weights: first,
                        isTransposed: settings.isTransposed,
                        bias: bias.isEmpty ? nil : bias.baseAddress,
                        into: packed
                    )
                }
            }
        }
        builder.needScratch(plan.scratchByteCount)
        let from = try builder.planar(node.inputs[0])
        let to = builder.view(batch: rows, of: plan.outputRowCount)
        builder.append(
            .kernel(
                .connect(
                    ConnectionStep(
                        plan: plan,
                        rows: rows,
                        input: from,
                        inputStride: inputs,
                        output: to,
                        weights: .weights(piece)
                    )
                )
            ),
            takes: [from],
            makes: [to]
        )
        let compact = builder.withoutFiller(
            to,
            rows: rows,
            stride: plan.outputRowCount,
            count: outputs
        )
        builder.make(node.outputs[0], planar: compact)
        return LoweredKernel(
            name: "fully connected",
            multiplications: rows * inputs * outputs
        )
    }

    private struct Settings {
        var isTransposed: Bool
        var bias: [Float]
    }

    private static func settings(
        of operation: Operation,
        _ builder: PlanBuilder,
        _ matrix: [Int]
    ) throws(ModelError) -> Settings? {
        let node = operation.node
        guard node.operation == "Gemm" else {
            return Settings(isTransposed: false, bias: operation.bias ?? [])
        }
        let isTransposed = try node.int("transB") ?? 0 != 0
        guard try node.int("transA") ?? 0 == 0, try node.float("alpha") ?? 1 == 1 else {
            return nil
        }
        guard node.inputs.count > 2, !node.inputs[2].isEmpty else {
            return Settings(isTransposed: isTransposed, bias: [])
        }
        let outputs = matrix[isTransposed ? 0 : 1]
        guard try node.float("beta") ?? 1 == 1, let bias = builder.rewriting.floats(node.inputs[2]),
            bias.shape.dropLast().allSatisfy({ $0 == 1 })
        else { return nil }
        switch bias.values.count {
        case outputs: return Settings(isTransposed: isTransposed, bias: bias.values)
        case 1:
            let values = Array(repeating: bias.values[0], count: outputs)
            return Settings(isTransposed: isTransposed, bias: values)
        default: return nil
        }
    }
}
