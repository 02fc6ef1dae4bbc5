internal import Graphs
internal import KernelShapes
internal import Tensors

/// Sums, differences, products and quotients of two values, which stretch as NumPy's do.
enum CombinationLowering: Lowering {
    private static let combinations: [String: Combination] = [
        "Add": .add, "Div": .divide, "Mul": .multiply, "Sub": .subtract,
    ]

    static func lower(
        _ operation: Operation,
        to builder: inout PlanBuilder
    ) throws(ModelError) -> LoweredKernel? {
        let node = operation.node
        guard node.inputs.count == 2, node.opset >= 7, operation.curve == nil,
            let combination = combinations[node.operation],
            let left = builder.floatShape(node.inputs[0]),
            let right = builder.floatShape(node.inputs[1])
        else { return nil }
        if node.operation == "Mul", let kernel = try gate(node, &builder) { return kernel }
        if try combineBlocks(operation, combination, left == right, &builder) {
            return LoweredKernel(name: "elementwise")
        }
        guard let shape = CombinationShape(left, right) else { return nil }
        let places = (try builder.factor(node.inputs[0]), try builder.factor(node.inputs[1]))
        append(operation, combination, shape, places, isBlocked: false, &builder)
        return LoweredKernel(name: "elementwise")
    }

    /// Two pictures of the same shape in blocks, or one in blocks and a number; false where
    /// it is neither.
    private static func combineBlocks(
        _ operation: Operation,
        _ combination: Combination,
        _ isSameShape: Bool,
        _ builder: inout PlanBuilder
    ) throws(ModelError) -> Bool {
        let names = operation.node.inputs
        let scalars = names.map { builder.rewriting.scalar($0) != nil }
        let blocked = names.map { builder.isBlocked($0) }
        guard let main = blocked.firstIndex(of: true),
            let channels = builder.values[names[main]]?.picture?.channels
        else { return false }
        // What stands in for missing channels must stay finite.
        let isFilled = channels % 16 == 0
        var places: [FactorPlace] = []
        var shape: CombinationShape?
        if isSameShape, isFilled || combination != .divide {
            for name in names { places.append(.buffer(try builder.blocked(name))) }
            let count = try builder.form(names[main]).count
            shape = CombinationShape([count], [count])
        } else if scalars[1 - main], isFilled,
            builder.described(operation.node.outputs[0])?.shape
                == builder.described(names[main])?.shape
        {
            let form = try builder.form(names[main])
            places = [.buffer(form.view), try builder.factor(names[1 - main])]
            shape = main == 0 ? CombinationShape([form.count], [1]) : nil
            if main == 1 {
                places.reverse()
                shape = CombinationShape([1], [form.count])
            }
        }
        guard let shape else { return false }
        append(
            operation,
            combination,
            shape,
            (places[0], places[1]),
            isBlocked: true,
            &builder
        )
        return true
    }

    private static func append(
        _ operation: Operation,
        _ combination: Combination,
        _ shape: CombinationShape,
        _ places: (FactorPlace, FactorPlace),
        isBlocked: Bool,
        _ builder: inout PlanBuilder
    ) {
        let to = builder.view(batch: 1, of: shape.count)
        let step = CombinationStep(
            combination: combination,
            shape: shape,
            left: places.0,
            right: places.1,
            to: to
        )
        builder.append(
            .kernel(.combine(step)),
            takes: [places.0.view, places.1.view],
            makes: [to]
        )
        if operation.activation != .none {
            builder.append(
                .kernel(.activate(operation.activation, from: to, to: to, count: shape.count)),
                takes: [to],
                makes: [to]
            )
        }
        builder.make(operation.node.outputs[0], isBlocked, to)
    }

    /// A picture in blocks times one value per image and channel.
    private static func gate(
        _ node: Node,
        _ builder: inout PlanBuilder
    ) throws(ModelError) -> LoweredKernel? {
        for (input, gate) in [(0, 1), (1, 0)] {
            let (input, gate) = (node.inputs[input], node.inputs[gate])
            guard builder.isBlocked(input), let extents = builder.values[input]?.picture,
                let other = builder.described(gate), let size = other.picture, size.pixels == 1,
                extents.pixels > 1, size.batch == extents.batch,
                size.channels == extents.channels,
                builder.values[input]?.shape?.count == other.shape?.count
            else { continue }
            let factors = try builder.blocked(gate)
            guard let view = builder.values[input]?.blocked else { continue }
            let to = builder.view(batch: extents.batch, of: extents.blockedCount)
            builder.append(
                .kernel(.gate(view, by: factors, to: to, extents)),
                takes: [view, factors],
                makes: [to]
            )
            builder.make(node.outputs[0], blocked: to)
            return LoweredKernel(name: "gate")
        }
        return nil
    }
}
