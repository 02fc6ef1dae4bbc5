internal import Graphs
internal import KernelShapes
internal import Tensors

/// MatMul and Gemm whatever their factors are: pairs of matrices by OpenBLAS; a matrix of rows,
/// which may be a batch, as a fully connected layer packed while the network runs.
enum ProductLowering: Lowering {
    /// Pairs of matrices in one step, so that their places take little memory.
    private static let pairsMax = 1 << 16
    /// What an extent may be for OpenBLAS.
    private static let extentMax = 1 << 30

    static func lower(
        _ operation: Operation,
        to builder: inout PlanBuilder
    ) throws(ModelError) -> LoweredKernel? {
        let node = operation.node
        guard node.inputs.count >= 2, let left = builder.floatShape(node.inputs[0]),
            let right = builder.floatShape(node.inputs[1]), !left.isEmpty, !right.isEmpty,
            let made = builder.floatShape(node.outputs[0])
        else { return nil }
        guard node.operation == "Gemm" else {
            return left.count <= 2 && right.count == 2
                && builder.rewriting.floats(node.inputs[0]) == nil
                ? try connect(operation, left, right, made, &builder)
                : try multiply(operation, left, right, &builder)
        }
        guard left.count == 2, right.count == 2 else { return nil }
        let isRows = try node.int("transA") ?? 0 == 0
        if isRows, builder.rewriting.floats(node.inputs[0]) == nil {
            return try connect(operation, left, right, made, &builder)
        }
        return try multiplyOnce(operation, left, right, made, &builder)
    }

    /// Batches of matrices, which stretch as NumPy's do.
    private static func multiply(
        _ operation: Operation,
        _ left: [Int],
        _ right: [Int],
        _ builder: inout PlanBuilder
    ) throws(ModelError) -> LoweredKernel? {
        let node = operation.node
        let first = left.count == 1 ? [1] + left : left
        let second = right.count == 1 ? right + [1] : right
        let (rows, depth) = (first[first.count - 2], first[first.count - 1])
        let columns = second[second.count - 1]
        guard let pairs = pairs(first, second), [rows, columns, depth].allSatisfy(isSmall),
            operation.activation == .none
        else { return nil }
        let factors = (try builder.factor(node.inputs[0]), try builder.factor(node.inputs[1]))
        let to = builder.view(batch: 1, of: pairs.count * rows * columns)
        builder.append(
            .kernel(
                .multiply(
                    ProductStep(
                        left: factors.0,
                        right: factors.1,
                        output: to,
                        pairs: pairs,
                        rows: rows,
                        columns: columns,
                        depth: depth
                    )
                )
            ),
            takes: [factors.0.view, factors.1.view],
            makes: [to]
        )
        builder.make(node.outputs[0], false, to)
        return LoweredKernel(
            name: "product",
            multiplications: pairs.count * rows * columns * depth
        )
    }

    private static func isSmall(_ extent: Int) -> Bool { extent < extentMax }

    /// Where each pair of matrices and its product begin; nil for too many.
    private static func pairs(_ left: [Int], _ right: [Int]) -> [ProductStep.Pair]? {
        let rank = max(left.count, right.count) - 2
        func stretched(_ shape: [Int]) -> [Int] {
            Array(repeating: 1, count: rank - (shape.count - 2)) + shape.dropLast(2)
        }
        let (first, second) = (stretched(left), stretched(right))
        let batch = zip(first, second).map { max($0, $1) }
        guard zip(first, batch).allSatisfy({ $0 == 1 || $0 == $1 }),
            zip(second, batch).allSatisfy({ $0 == 1 || $0 == $1 })
        else { return nil }
        var count = 1
        for extent in batch {
            count *= extent
            guard count <= pairsMax else { return nil }
        }
        let sizes = (left.suffix(2).reduce(1, *), right.suffix(2).reduce(1, *))
        let product = left[left.count - 2] * right[right.count - 1]
        func place(_ index: Int, _ shape: [Int]) -> Int {
            var (rest, stride, place) = (index, 1, 0)
            for axis in batch.indices.reversed() {
                if shape[axis] > 1 { place += rest % batch[axis] * stride }
                stride *= shape[axis]
                rest /= batch[axis]
            }
            return place
        }
        return (0..<count).map {
            ProductStep.Pair(
                left: place($0, first) * sizes.0,
                right: place($0, second) * sizes.1,
                output: $0 * product
            )
        }
    }

    /// A Gemm whose rows are no batch.
    private static func multiplyOnce(
        _ operation: Operation,
        _ left: [Int],
        _ right: [Int],
        _ made: [Int],
        _ builder: inout PlanBuilder
    ) throws(ModelError) -> LoweredKernel? {
        let node = operation.node
        let isLeftTransposed = try node.int("transA") ?? 0 != 0
        let isRightTransposed = try node.int("transB") ?? 0 != 0
        let depth = left[isLeftTransposed ? 0 : 1]
        guard (left + right).allSatisfy(isSmall),
            let epilogue = try GemmEpilogue(operation, made, &builder)
        else { return nil }
        let factors = (try builder.factor(node.inputs[0]), try builder.factor(node.inputs[1]))
        let to = builder.view(batch: 1, of: made[0] * made[1])
        var step = ProductStep(
            left: factors.0,
            right: factors.1,
            output: to,
            pairs: [ProductStep.Pair(left: 0, right: 0, output: 0)],
            rows: made[0],
            columns: made[1],
            depth: depth
        )
        (step.isLeftTransposed, step.isRightTransposed) = (isLeftTransposed, isRightTransposed)
        builder.append(
            .kernel(.multiply(step)),
            takes: [factors.0.view, factors.1.view],
            makes: [to]
        )
        epilogue.append(to, &builder)
        builder.make(node.outputs[0], false, to)
        return LoweredKernel(name: "product", multiplications: made[0] * made[1] * depth)
    }

    /// Rows times a matrix in our own kernel, which gives each row the same bits in any company.
    private static func connect(
        _ operation: Operation,
        _ left: [Int],
        _ right: [Int],
        _ made: [Int],
        _ builder: inout PlanBuilder
    ) throws(ModelError) -> LoweredKernel? {
        let node = operation.node
        let transposition = try node.int("transB") ?? 0
        let isTransposed = node.operation == "Gemm" && transposition != 0
        guard let inputs = left.last,
            let epilogue = try GemmEpilogue(operation, made, &builder)
        else { return nil }
        let plan = FullyConnectedPlan(
            inputs: inputs,
            outputs: right[isTransposed ? 0 : 1],
            activation: epilogue.isNeeded ? .none : operation.activation
        )
        let rows = left.dropLast().reduce(1, *)
        let weights = try builder.packed(
            node.inputs[1],
            plan,
            isTransposed: isTransposed,
            node
        )
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
                        weights: weights
                    )
                )
            ),
            takes: [from, weights.view],
            makes: [to]
        )
        let compact = builder.withoutFiller(
            to,
            rows: rows,
            stride: plan.outputRowCount,
            count: plan.outputs
        )
        if epilogue.isNeeded { epilogue.append(compact, &builder) }
        builder.make(node.outputs[0], planar: compact)
        return LoweredKernel(
            name: "fully connected",
            multiplications: rows * inputs * plan.outputs
        )
    }
}

/// What a Gemm does with its product.
private struct GemmEpilogue {
    private var step: FinishStep

    /// Nil where what is added does not stretch to the product.
    init?(
        _ operation: Operation,
        _ shape: [Int],
        _ builder: inout PlanBuilder
    ) throws(ModelError) {
        let node = operation.node
        let isGemm = node.operation == "Gemm"
        step = FinishStep(
            rows: shape.count == 2 ? shape[0] : 1,
            columns: shape.last ?? 1,
            values: BufferView(buffer: 0, imageStride: 0),
            alpha: isGemm ? try node.float("alpha") ?? 1 : 1,
            beta: isGemm ? try node.float("beta") ?? 1 : 1,
            added: nil,
            addedRowStride: 0,
            addedColumnStride: 0,
            activation: operation.activation
        )
        guard isGemm, node.inputs.count > 2, !node.inputs[2].isEmpty else { return }
        guard let added = builder.floatShape(node.inputs[2]), added.count <= 2 else { return nil }
        let extents = Array(repeating: 1, count: 2 - added.count) + added
        guard zip(extents, shape).allSatisfy({ $0 == 1 || $0 == $1 }) else { return nil }
        step.added = try builder.factor(node.inputs[2])
        step.addedRowStride = extents[0] == 1 ? 0 : extents[1]
        step.addedColumnStride = extents[1] == 1 ? 0 : 1
    }

    /// Whether it does more than an activation.
    var isNeeded: Bool { step.alpha != 1 || step.added != nil }

    /// Appends it for the product at `view`.
    func append(_ view: BufferView, _ builder: inout PlanBuilder) {
        guard isNeeded || step.activation != .none else { return }
        var step = step
        step.values = view
        builder.append(.kernel(.finish(step)), takes: [view, step.added?.view], makes: [view])
    }
}

extension PlanBuilder {
    /// The shape of the float value `name`; nil where it is not known, or empty.
    func floatShape(_ name: String) -> [Int]? {
        guard let value = described(name), value.elementType == .float32, let shape = value.shape,
            shape.allSatisfy({ $0 > 0 })
        else { return nil }
        return shape
    }

    /// The float value `name` row-major: a constant among the weights, else its buffer.
    mutating func factor(_ name: String) throws(ModelError) -> FactorPlace {
        guard let constant = rewriting.floats(name) else { return .buffer(try planar(name)) }
        return try weights(constant.values)
    }

    /// `values` as a piece of the plan's weights.
    mutating func weights(_ values: [Float]) throws(ModelError) -> FactorPlace {
        try checkWeights(values.count)
        return .weights(
            unsafe weights.add(values.count) { piece in
                unsafe values.withUnsafeBufferPointer {
                    guard let first = $0.baseAddress else { return }
                    unsafe piece.update(from: first, count: $0.count)
                }
            }
        )
    }

    /// The matrix `name` in the order of `plan`: among the weights where it is constant, else
    /// packed in every run.
    fileprivate mutating func packed(
        _ name: String,
        _ plan: FullyConnectedPlan,
        isTransposed: Bool,
        _ node: Node
    ) throws(ModelError) -> FactorPlace {
        if let constant = rewriting.floats(name) {
            return try packed(constant.values, plan, isTransposed: isTransposed, bias: [])
        }
        let from = try planar(name)
        let to = view(batch: 1, of: plan.packedCount)
        append(
            .kernel(.pack(PackStep(plan: plan, from: from, isTransposed: isTransposed, to: to))),
            takes: [from],
            makes: [to]
        )
        return .buffer(to)
    }

    /// `matrix` and `bias`, which may be empty, in the order of `plan`.
    mutating func packed(
        _ matrix: [Float],
        _ plan: FullyConnectedPlan,
        isTransposed: Bool,
        bias: [Float]
    ) throws(ModelError) -> FactorPlace {
        try checkWeights(plan.packedCount)
        return .weights(
            unsafe weights.add(plan.packedCount) { packed in
                unsafe matrix.withUnsafeBufferPointer { values in
                    unsafe bias.withUnsafeBufferPointer { bias in
                        guard let first = values.baseAddress else { return }
                        unsafe plan.pack(
                            weights: first,
                            isTransposed: isTransposed,
                            bias: bias.isEmpty ? nil : bias.baseAddress,
                            into: packed
                        )
                    }
                }
            }
        )
    }
}
