public import Engine
internal import Graphs
public import KernelShapes
public import Kernels
internal import Tensors

/// Whether the kernels of a processor level compute what the plain operators compute, found on a
/// small network that has one layer of each kind.
///
/// A level that was compiled wrongly, or that the processor does not really have, shows here before
/// any model runs. Takes milliseconds; any thread.
public enum KernelSelfTest {
    private static let seed: UInt64 = 0x5e1f_7e57
    /// Share of an output's largest by which kernels may differ from the operators.
    private static let tolerance: Float = 1e-4

    /// Why this machine cannot run networks, with the cure; nil where all is well.
    public static func refusal(
        pool: ThreadPool,
        level: ProcessorLevel = .detected
    ) -> String? {
        if let refusal = Plan.refusal { return refusal }
        do {
            return try differing(pool, level).map {
                "the kernels for \(level) compute wrong \($0); install the program again, or use "
                    + "another processor"
            }
        } catch {
            return "the kernels for \(level) do not run: \(error); install the program again"
        }
    }

    /// The name of the first output that differs.
    static func differing(
        _ pool: ThreadPool,
        _ level: ProcessorLevel
    ) throws(ModelError) -> String? {
        let model = network()
        let plan = try Plan(model)
        guard let inputs = SelfTestInput.tensors(plan.inputs, seed: seed) else { return "inputs" }
        let found = try Session(plan, pool: pool, level: level).run(inputs)
        let named = Dictionary(uniqueKeysWithValues: zip(plan.inputs.map(\.name), inputs))
        let wanted = try Interpreter(model).run(named)
        for (port, (found, wanted)) in zip(plan.outputs, zip(found, wanted))
        where !isNear(found, wanted) {
            return port.name
        }
        return nil
    }

    private static func isNear(_ found: Tensor, _ wanted: Tensor) -> Bool {
        guard found.shape == wanted.shape, let values = found.values(of: Float.self),
            let others = wanted.values(of: Float.self)
        else { return false }
        let margin = (others.map(\.magnitude).max() ?? 0) * tolerance
        return zip(values, others).allSatisfy { ($0 - $1).magnitude <= margin }
    }

    /// Each kind of kernel once; its outputs are named after what is tested.
    private static func network() -> Model {
        var draft = Draft()
        let planes = draft.convolution("in", [20, 3, 3, 3], "first layer")
        let winograd = draft.convolution(planes, [40, 20, 3, 3], "Winograd's convolution")
        let wide = draft.convolution(winograd, [16, 40, 5, 5], "convolution", pad: 2)
        let depthwise = draft.convolution(wide, [16, 1, 3, 3], "depthwise convolution", groups: 16)
        let grouped = draft.convolution(depthwise, [6, 8, 3, 3], "grouped convolution", groups: 2)
        let pooled = draft.node(
            "MaxPool",
            [wide],
            "pool",
            ["kernel_shape": .ints([2, 2]), "strides": .ints([2, 2])]
        )
        let spread = draft.weights([16, 5, 2, 2], terms: 16)
        let back = draft.node(
            "ConvTranspose",
            [pooled, spread],
            "transposed convolution",
            ["strides": .ints([2, 2])]
        )
        let mean = draft.node("GlobalAveragePool", [winograd], "mean")
        let flat = draft.node("Flatten", [mean], "rows")
        let matrix = draft.weights([40, 24], terms: 40)
        let rows = draft.node("MatMul", [flat, matrix], "fully connected layer")
        draft.outputs = [
            planes, winograd, wide, depthwise, grouped, pooled, back, mean, rows,
            draft.node("Sigmoid", [wide], "curve"), draft.node("Softmax", [rows], "softmax"),
        ]
        return draft.model
    }

    /// A graph while it is drawn up.
    private struct Draft {
        var outputs: [String] = []
        private var constants: [String: Tensor] = [:]
        private var nodes: [Node] = []
        private var stream = SelfTestInput(seed: KernelSelfTest.seed &+ 1)

        /// Weights for sums of `terms`, so that values neither grow nor vanish.
        mutating func weights(_ shape: [Int], terms: Int) -> String {
            let name = "weights \(constants.count)"
            let bound = (3 / Float(terms)).squareRoot()
            let values = stream.tensor(.float32, shape)?.values(of: Float.self) ?? []
            constants[name] = Tensor(values.map { $0 * bound }, shape: shape)
            return name
        }

        mutating func node(
            _ operation: String,
            _ inputs: [String],
            _ name: String,
            _ attributes: [String: Attribute] = [:]
        ) -> String {
            nodes.append(
                Node(
                    name: name,
                    operation: operation,
                    opset: 17,
                    inputs: inputs,
                    outputs: [name],
                    attributes: attributes
                )
            )
            return name
        }

        mutating func convolution(
            _ input: String,
            _ kernel: [Int],
            _ name: String,
            pad: Int = 1,
            groups: Int = 1
        ) -> String {
            let terms = kernel[1...].reduce(1, *)
            let inputs = [input, weights(kernel, terms: terms), weights([kernel[0]], terms: 1)]
            return node(
                "Conv",
                inputs,
                name,
                ["pads": .ints([pad, pad, pad, pad]), "group": .int(groups)]
            )
        }

        var model: Model {
            let fact = ValueFact(.float32, [2, 3, 14, 14].map { .known($0) })
            return Model(
                graph: Graph(
                    inputs: [GraphPort(name: "in", fact: fact)],
                    outputs: outputs.map {
                        GraphPort(name: $0, fact: ValueFact(.float32, nil))
                    },
                    constants: constants,
                    nodes: nodes
                ),
                opsets: ["": 17]
            )
        }
    }
}
