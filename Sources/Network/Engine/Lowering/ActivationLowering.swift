internal import Graphs
internal import KernelShapes
internal import Tensors

/// Functions of single elements that were not fused into what comes before them.
enum ActivationLowering: Lowering {
    static func lower(
        _ operation: Operation,
        to builder: inout PlanBuilder
    ) throws(ModelError) -> LoweredKernel? {
        let node = operation.node
        guard let value = builder.described(node.inputs[0]), value.elementType == .float32,
            let count = value.count, count > 0
        else { return nil }
        var curve = operation.curve
        if curve == nil { curve = try self.curve(of: node) }
        let activation = EpilogueFusion.activation(of: node, builder.rewriting)
        guard curve != nil || activation != nil else { return nil }
        // A block of few channels is mostly filler.
        let channels = value.picture?.channels ?? 16
        // What stands in for missing channels must stay finite.
        let mayBreakFiller = channels % 16 != 0 && (curve == .exp || curve == .squareRoot)
        let form = try builder.form(
            node.inputs[0],
            prefersPlanes: channels <= 8 || mayBreakFiller
        )
        let to = builder.view(batch: 1, of: form.count)
        let step: KernelStep =
            if let curve {
                .curve(curve, from: form.view, to: to, count: form.count)
            } else {
                .activate(activation ?? .none, from: form.view, to: to, count: form.count)
            }
        builder.append(.kernel(step), takes: [form.view], makes: [to])
        builder.make(node.outputs[0], form.isBlocked, to)
        return LoweredKernel(name: "elementwise")
    }

    private static func curve(of node: Node) throws(ModelError) -> Curve? {
        switch node.operation {
        case "Sigmoid": return .sigmoid
        case "Tanh": return .tanh
        case "Erf": return .erf
        case "Exp": return .exp
        case "Gelu":
            switch try node.string("approximate") ?? "none" {
            case "none": return .gelu
            case "tanh": return .geluByTanh
            default: return nil
            }
        case "HardSwish": return .hardSwish
        case "HardSigmoid":
            let alpha = try node.float("alpha") ?? 0.2
            let beta = try node.float("beta") ?? 0.5
            return alpha == 0.2 && beta == 0.5 ? .hardSigmoid : nil
        case "Mish": return .mish
        case "Sqrt": return .squareRoot
        default: return nil
        }
    }
}

extension PlanBuilder {
    /// A value in the form in which it is at hand.
    struct Form {
        /// Where it is.
        var view: BufferView
        /// Floats in all, filler of blocks included.
        var count: Int
        /// Whether it is in blocks of 16 channels.
        var isBlocked: Bool
    }

    /// The form in which the float value `name` is at hand; blocks where there are both.
    mutating func form(
        _ name: String,
        prefersPlanes: Bool = false
    ) throws(ModelError) -> Form {
        if !prefersPlanes, let blocked = values[name]?.blocked,
            let extents = values[name]?.picture
        {
            return Form(
                view: blocked,
                count: extents.batch * extents.blockedCount,
                isBlocked: true
            )
        }
        let view = try planar(name)
        return Form(view: view, count: values[name]?.count ?? 0, isBlocked: false)
    }

    /// Notes that `name` was made at `view`.
    mutating func make(_ name: String, _ isBlocked: Bool, _ view: BufferView) {
        var view = view
        if let value = described(name), let shape = value.shape {
            view.imageStride =
                isBlocked
                ? value.picture?.blockedCount ?? view.imageStride : shape.dropFirst().reduce(1, *)
        }
        if isBlocked { make(name, blocked: view) } else { make(name, planar: view) }
    }
}
