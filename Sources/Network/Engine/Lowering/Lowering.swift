internal import Graphs
internal import KernelShapes
internal import Linux
internal import Operators
internal import Tensors

/// A way to compute operations with a fast kernel.
protocol Lowering: SendableMetatype {
    /// Appends the steps of `operation` to `builder` where this way fits.
    ///
    /// - Returns: how it is computed, for people, or nil when it does not fit and nothing was
    ///   appended.
    static func lower(
        _ operation: Operation,
        to builder: inout PlanBuilder
    ) throws(ModelError) -> LoweredKernel?
}

extension PlanBuilder {
    /// Every way, the first that fits is taken.
    private static let ways: [String: [any Lowering.Type]] = [
        "Add": [SumLowering.self, CombinationLowering.self],
        "AveragePool": [PoolLowering.self],
        "Clip": [ActivationLowering.self],
        "Concat": [ConcatLowering.self, ByteConcatLowering.self],
        "Conv": [ConvolutionLowering.self, WindowProductLowering.self],
        "ConvTranspose": [SpreadLowering.self],
        "DequantizeLinear": [QuantisationLowering.self],
        "Div": [CombinationLowering.self],
        "DynamicQuantizeLinear": [MeasuringLowering.self],
        "Einsum": [EinsumLowering.self],
        "Erf": [ActivationLowering.self],
        "Exp": [ActivationLowering.self],
        "Flatten": [RenamingLowering.self],
        "GRU": [RecurrentLowering.self],
        "Gelu": [ActivationLowering.self],
        "Gemm": [ConnectionLowering.self, ProductLowering.self],
        "GlobalAveragePool": [AverageLowering.self],
        "GlobalMaxPool": [PoolLowering.self],
        "GroupNormalization": [NormalisationLowering.self],
        "HardSigmoid": [ActivationLowering.self],
        "HardSwish": [ActivationLowering.self],
        "Identity": [RenamingLowering.self],
        "InstanceNormalization": [NormalisationLowering.self],
        "LSTM": [RecurrentLowering.self],
        "LayerNormalization": [NormalisationLowering.self],
        "LeakyRelu": [ActivationLowering.self],
        "MatMul": [ConnectionLowering.self, ProductLowering.self],
        "MaxPool": [PoolLowering.self, BytePoolLowering.self],
        "Mish": [ActivationLowering.self],
        "Mul": [ActivationLowering.self, CombinationLowering.self],
        "Pow": [PowerLowering.self],
        "QuantizeLinear": [QuantisationLowering.self],
        "RNN": [RecurrentLowering.self],
        "ReduceMean": [AverageLowering.self],
        "ReduceMin": [LeastChannelLowering.self],
        "Relu": [ActivationLowering.self],
        "Reshape": [RenamingLowering.self],
        "Resize": [EnlargingLowering.self, InterpolationLowering.self],
        "Sigmoid": [ActivationLowering.self],
        "Slice": [RangeLowering.self],
        "Softmax": [SoftmaxLowering.self],
        "Split": [RangeLowering.self],
        "Sqrt": [ActivationLowering.self],
        "Squeeze": [RenamingLowering.self],
        "Sub": [CombinationLowering.self],
        "Tanh": [ActivationLowering.self],
        "Transpose": [PermutationLowering.self],
        "Unsqueeze": [RenamingLowering.self],
        "Upsample": [EnlargingLowering.self],
    ]

    /// Packed floats after which the memory of forgotten weights goes back to the kernel: packed
    /// weights are larger and do not fit the holes.
    private static let givesBackAfter = 2 << 20

    /// Operators whose first output may be left out.
    private static let mayLackFirst: Set<String> = ["GRU", "LSTM", "RNN"]

    /// Appends the steps of every operation.
    ///
    /// Weights are forgotten as soon as they are packed, so that both are hardly ever in memory
    /// together.
    mutating func lowerAll() throws(ModelError) {
        var givenBackCount = 0
        var takers = rewriting.takers()
        for index in rewriting.operations.indices {
            let operation = rewriting.operations[index]
            rewriting.operations[index].weights = nil
            rewriting.operations[index].bytes = nil
            defer {
                for name in operation.inputs {
                    takers[name, default: 0] -= 1
                    if takers[name] == 0 { rewriting.forget(name) }
                }
            }
            if weights.count - givenBackCount > Self.givesBackAfter {
                FreedMemory.giveBack()
                givenBackCount = weights.count
            }
            let node = operation.node
            let start = steps.count
            var kernel = try ByteLowering.lower(operation, to: &self)
            guard kernel != nil || operation.bytes == nil else {
                throw node.error(.unsupported("8-bit arithmetic of this shape"))
            }
            let isWhole =
                node.inputs.first ?? "" != ""
                && (node.outputs.first ?? "" != "" || Self.mayLackFirst.contains(node.operation))
            for way in Self.ways[node.operation] ?? [] where isWhole && kernel == nil {
                kernel = try way.lower(operation, to: &self)
            }
            if kernel == nil { try lowerPlainly(operation) }
            layers.append(
                PlannedLayer(
                    name: node.name,
                    operation: node.operation,
                    shape: described(node.outputs.first ?? "")?.shape,
                    kernel: kernel?.name ?? "plain",
                    multiplications: kernel?.multiplications ?? 0,
                    steps: start..<steps.count
                )
            )
        }
    }

    /// The operator itself, on tensors, with what was fused into it as operators of their own.
    private mutating func lowerPlainly(_ operation: Operation) throws(ModelError) {
        var node = operation.node
        let result = node.outputs.first ?? ""
        var names = 0
        let facts = rewriting.facts
        func inner() -> String {
            repeat { names += 1 } while facts["\(result)/\(names)"] != nil
            return "\(result)/\(names)"
        }
        var followers: [Node] = []
        var current = result
        if operation.residual != nil || operation.activation != .none {
            current = inner()
            node.outputs[0] = current
        }
        if let residual = operation.residual {
            let isLast = operation.activation == .none
            let next = isLast ? result : inner()
            followers.append(
                Node(
                    name: node.name,
                    operation: "Add",
                    opset: 14,
                    inputs: [current, residual],
                    outputs: [next]
                )
            )
            current = next
        }
        if let follower = Self.node(of: operation.activation, node, from: current, to: result) {
            followers.append(follower)
        }
        try lowerNode(node, weights: operation.weights, bias: operation.bias)
        for follower in followers { try lowerNode(follower) }
    }

    private static func node(
        of activation: Activation,
        _ node: Node,
        from input: String,
        to output: String
    ) -> Node? {
        var made = Node(
            name: node.name,
            operation: "Relu",
            opset: 10,
            inputs: [input],
            outputs: [output]
        )
        switch activation {
        case .none: return nil
        case .relu: break
        case .clip(let low, let high):
            made.operation = "Clip"
            made.attributes = [
                "min": .float(max(low, -.greatestFiniteMagnitude)),
                "max": .float(min(high, .greatestFiniteMagnitude)),
            ]
        case .leakyRelu(let alpha):
            made.operation = "LeakyRelu"
            made.attributes = ["alpha": .float(alpha)]
        }
        return made
    }

    private mutating func lowerNode(
        _ node: Node,
        weights: Tensor? = nil,
        bias: [Float]? = nil
    ) throws(ModelError) {
        var inputs: [Int?] = []
        for (place, name) in node.inputs.enumerated() {
            if place == 1, let weights {
                inputs.append(constantSlot(weights))
            } else if place == 2, let bias {
                inputs.append(constantSlot(Tensor(bias, shape: [bias.count])))
            } else {
                inputs.append(name.isEmpty ? nil : try slot(of: name))
            }
        }
        if let bias, node.inputs.count == 2 {
            inputs.append(constantSlot(Tensor(bias, shape: [bias.count])))
        }
        var outputs: [Int?] = []
        for name in node.outputs {
            guard !name.isEmpty else {
                outputs.append(nil)
                continue
            }
            let slot = newSlot()
            make(name, slot: slot)
            outputs.append(slot)
        }
        let step = PlainStep(
            node: node,
            operation: try OperatorTable.find(node),
            inputs: inputs,
            outputs: outputs
        )
        append(.plain(step), takes: [])
    }

    private mutating func constantSlot(_ tensor: Tensor) -> Int {
        let slot = newSlot()
        constants.append((slot, tensor))
        return slot
    }
}
