internal import Graphs
internal import KernelShapes
internal import Tensors

/// Squares.
enum PowerLowering: Lowering {
    static func lower(
        _ operation: Operation,
        to builder: inout PlanBuilder
    ) throws(ModelError) -> LoweredKernel? {
        let node = operation.node
        guard node.inputs.count == 2, node.opset >= 7,
            builder.rewriting.scalar(node.inputs[1]) == 2,
            builder.floatShape(node.inputs[0]) != nil
        else { return nil }
        let form = try builder.form(node.inputs[0])
        guard let shape = CombinationShape([form.count], [form.count]) else { return nil }
        let to = builder.view(batch: 1, of: form.count)
        let step = CombinationStep(
            combination: .multiply,
            shape: shape,
            left: .buffer(form.view),
            right: .buffer(form.view),
            to: to
        )
        builder.append(.kernel(.combine(step)), takes: [form.view], makes: [to])
        builder.make(node.outputs[0], form.isBlocked, to)
        return LoweredKernel(name: "elementwise")
    }
}
