internal import Graphs
internal import KernelShapes
internal import Tensors

/// LSTM, GRU and RNN with constant weights and ONNX's own functions.
enum RecurrentLowering: Lowering {
    private static let attributes: Set<String> = [
        "direction", "hidden_size", "layout", "linear_before_reset",
    ]

    static func lower(
        _ operation: Operation,
        to builder: inout PlanBuilder
    ) throws(ModelError) -> LoweredKernel? {
        let node = operation.node
        guard let cell = try cell(of: node), let layer = try Layer(node, cell, builder) else {
            return nil
        }
        let input = try builder.planar(node.inputs[0])
        var directions: [RecurrentStep.Direction] = []
        for index in layer.isReversed.indices {
            directions.append(
                RecurrentStep.Direction(
                    isReversed: layer.isReversed[index],
                    projected: try projected(layer, index, input, &builder),
                    layers: try layer.recurrent(index, &builder)
                )
            )
        }
        var initial: [FactorPlace?] = []
        for name in layer.initial {
            initial.append(name.isEmpty ? nil : try builder.factor(name))
        }
        let states = directions.count * layer.batch * layer.hidden
        let sequence = builder.view(batch: 1, of: layer.time * states)
        let finals = initial.map { _ in builder.view(batch: 1, of: states) }
        let step = RecurrentStep(
            cell: cell,
            time: layer.time,
            batch: layer.batch,
            hidden: layer.hidden,
            isBatchFirst: layer.isBatchFirst,
            directions: directions,
            initial: initial,
            sequence: sequence,
            finals: finals
        )
        builder.needScratch(step.scratchByteCount)
        builder.append(
            .kernel(.recur(step)),
            takes: directions.map(\.projected) + initial.map { $0?.view },
            makes: [sequence] + finals
        )
        for (name, view) in zip(node.outputs, [sequence] + finals) where !name.isEmpty {
            builder.make(name, false, view)
        }
        let weights = cell.gates * layer.hidden * (layer.hidden + layer.width)
        return LoweredKernel(
            name: "recurrent",
            multiplications: directions.count * layer.time * layer.batch * weights
        )
    }

    private static func cell(of node: Node) throws(ModelError) -> RecurrentCell? {
        // What is stated beyond these is for the plain operator.
        guard node.attributes.keys.allSatisfy(attributes.contains) else { return nil }
        switch node.operation {
        case "RNN": return .plain
        case "GRU": return .gru(resetsLast: try node.int("linear_before_reset") ?? 0 != 0)
        default: return .lstm
        }
    }

    /// The products of all inputs of a direction with their weights, and all biases that may be
    /// added there.
    private static func projected(
        _ layer: Layer,
        _ index: Int,
        _ input: BufferView,
        _ builder: inout PlanBuilder
    ) throws(ModelError) -> BufferView {
        let plan = FullyConnectedPlan(inputs: layer.width, outputs: layer.rows)
        let weights = try builder.packed(
            layer.inputWeights(index),
            plan,
            isTransposed: true,
            bias: layer.inputBias(index)
        )
        builder.needScratch(plan.scratchByteCount)
        let to = builder.view(batch: layer.time * layer.batch, of: plan.outputRowCount)
        builder.append(
            .kernel(
                .connect(
                    ConnectionStep(
                        plan: plan,
                        rows: layer.time * layer.batch,
                        input: input,
                        inputStride: layer.width,
                        output: to,
                        weights: weights
                    )
                )
            ),
            takes: [input],
            makes: [to]
        )
        return to
    }
}

/// Extents and weights of a recurrent layer.
private struct Layer {
    let cell: RecurrentCell
    let isReversed: [Bool]
    let isBatchFirst: Bool
    let time: Int
    let batch: Int
    let width: Int
    let hidden: Int
    /// Names of the states before the first moment; empty for zeros.
    let initial: [String]
    private let weights: [Float]
    private let recurrence: [Float]
    private let bias: [Float]

    /// Rows of the weights: all gates.
    var rows: Int { cell.gates * hidden }

    /// Nil for what only the plain operator does.
    init?(_ node: Node, _ cell: RecurrentCell, _ builder: PlanBuilder) throws(ModelError) {
        func given(_ place: Int) -> String {
            place < node.inputs.count ? node.inputs[place] : ""
        }
        let direction = try node.string("direction") ?? "forward"
        guard let shape = builder.floatShape(node.inputs[0]), shape.count == 3,
            let weights = builder.rewriting.floats(given(1)), weights.shape.count == 3,
            let recurrence = builder.rewriting.floats(given(2)), recurrence.shape.count == 3,
            recurrence.shape.allSatisfy({ $0 > 0 }), given(7).isEmpty,
            ["forward", "reverse", "bidirectional"].contains(direction)
        else { return nil }
        self.cell = cell
        isReversed = direction == "bidirectional" ? [false, true] : [direction == "reverse"]
        isBatchFirst = try node.int("layout") ?? 0 != 0
        time = shape[isBatchFirst ? 1 : 0]
        batch = shape[isBatchFirst ? 0 : 1]
        width = shape[2]
        hidden = recurrence.shape[2]
        self.weights = weights.values
        self.recurrence = recurrence.values
        if given(3).isEmpty {
            bias = Array(repeating: 0, count: isReversed.count * 2 * cell.gates * hidden)
        } else {
            guard let values = builder.rewriting.floats(given(3))?.values else { return nil }
            bias = values
        }
        if !given(4).isEmpty {
            let lengths = builder.rewriting.facts[given(4)]?.constant?.integers
            let time = time
            guard let lengths, lengths.allSatisfy({ $0 == time }) else { return nil }
        }
        if case .lstm = cell { initial = [given(5), given(6)] } else { initial = [given(5)] }
        for name in initial where !name.isEmpty {
            guard builder.floatShape(name) != nil else { return nil }
        }
    }

    func inputWeights(_ direction: Int) -> [Float] {
        Array(weights[direction * rows * width..<(direction + 1) * rows * width])
    }

    /// Both biases, but for what a reset gate multiplies.
    func inputBias(_ direction: Int) -> [Float] {
        let first = direction * 2 * rows
        return (0..<rows).map { row in
            bias[first + row] + (isReset(row) ? 0 : bias[first + rows + row])
        }
    }

    /// The recurrent weights of `direction` as the cell needs them.
    func recurrent(
        _ direction: Int,
        _ builder: inout PlanBuilder
    ) throws(ModelError) -> [(plan: FullyConnectedPlan, weights: FactorPlace)] {
        var parts = [0..<rows]
        if case .gru(resetsLast: false) = cell { parts = [0..<2 * hidden, 2 * hidden..<rows] }
        var layers: [(plan: FullyConnectedPlan, weights: FactorPlace)] = []
        for part in parts {
            let plan = FullyConnectedPlan(inputs: hidden, outputs: part.count)
            let from = (direction * rows + part.lowerBound) * hidden
            let bias = part.map { isReset($0) ? self.bias[(2 * direction + 1) * rows + $0] : 0 }
            let packed = try builder.packed(
                Array(recurrence[from..<from + part.count * hidden]),
                plan,
                isTransposed: true,
                bias: bias
            )
            layers.append((plan, packed))
        }
        return layers
    }

    /// Whether a reset gate multiplies the product of `row` with its bias.
    private func isReset(_ row: Int) -> Bool {
        if case .gru(resetsLast: true) = cell { row >= 2 * hidden } else { false }
    }
}
