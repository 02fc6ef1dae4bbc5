internal import Graphs
internal import KernelShapes
internal import Tensors

/// Sums of two values of the same shape.
enum SumLowering: Lowering {
    static func lower(
        _ operation: Operation,
        to builder: inout PlanBuilder
    ) throws(ModelError) -> LoweredKernel? {
        let node = operation.node
        let hasBlocks = node.inputs.contains { builder.isBlocked($0) }
        let hasConstants = node.inputs.contains { builder.rewriting.floats($0) != nil }
        guard node.inputs.count == 2, node.opset >= 7, hasBlocks || !hasConstants,
            let forms = try builder.forms(node)
        else { return nil }
        let to = builder.view(batch: 1, of: forms.left.count)
        builder.append(
            .kernel(
                .add(
                    forms.left.view,
                    forms.right.view,
                    to: to,
                    count: forms.left.count,
                    operation.activation
                )
            ),
            takes: [forms.left.view, forms.right.view],
            makes: [to]
        )
        builder.make(node.outputs[0], forms.left.isBlocked, to)
        return LoweredKernel(name: "elementwise")
    }
}

extension PlanBuilder {
    /// Both inputs of `node` in the same form, where they are floats of the same shape and one of
    /// them is computed; else nil.
    mutating func forms(_ node: Node) throws(ModelError) -> (left: Form, right: Form)? {
        let (left, right) = (node.inputs[0], node.inputs[1])
        guard let first = described(left), let second = described(right),
            first.elementType == .float32, second.elementType == .float32,
            let shape = first.shape, shape == second.shape, shape.allSatisfy({ $0 > 0 })
        else { return nil }
        if isBlocked(left) || isBlocked(right) {
            _ = try blocked(left)
            _ = try blocked(right)
        } else {
            _ = try planar(left)
            _ = try planar(right)
        }
        return (try form(left), try form(right))
    }
}
