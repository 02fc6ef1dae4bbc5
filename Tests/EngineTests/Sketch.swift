import Graphs
import Tensors

/// SplitMix64: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014.
struct SeededRandom: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var bits = state
        bits = (bits ^ bits >> 30) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ bits >> 27) &* 0x94d0_49bb_1331_11eb
        return bits ^ bits >> 31
    }

    mutating func floats(_ shape: [Int], _ range: ClosedRange<Float> = -1...1) -> Tensor {
        let count = shape.reduce(1, *)
        return Tensor((0..<count).map { _ in Float.random(in: range, using: &self) }, shape: shape)
    }
}

/// A graph while it is drawn up in code; every weight is drawn at random.
struct Sketch {
    var random: SeededRandom
    var opset = 17
    private(set) var inputs: [GraphPort] = []
    private(set) var outputs: [String] = []
    private(set) var constants: [String: Tensor] = [:]
    private(set) var nodes: [Node] = []
    private var count = 0

    init(seed: UInt64) { random = SeededRandom(state: seed) }

    mutating func input(_ shape: [Int], _ type: ElementType = .float32) -> String {
        inputs.append(GraphPort(name: name("in"), fact: ValueFact(type, shape.map { .known($0) })))
        return inputs[inputs.count - 1].name
    }

    mutating func constant(_ tensor: Tensor) -> String {
        let name = name("constant")
        constants[name] = tensor
        return name
    }

    mutating func weights(_ shape: [Int], _ range: ClosedRange<Float> = -1...1) -> String {
        constant(random.floats(shape, range))
    }

    mutating func integers(_ values: [Int]) -> String {
        constant(Tensor(values.map { Int64($0) }, shape: [values.count]))
    }

    mutating func node(
        _ operation: String,
        _ inputs: [String],
        _ attributes: [String: Attribute] = [:],
        outputs: Int
    ) -> [String] {
        let names = (0..<outputs).map { _ in name("v") }
        nodes.append(
            Node(
                name: "\(operation) \(nodes.count)",
                operation: operation,
                opset: opset,
                inputs: inputs,
                outputs: names,
                attributes: attributes
            )
        )
        return names
    }

    mutating func node(
        _ operation: String,
        _ inputs: [String],
        _ attributes: [String: Attribute] = [:]
    ) -> String {
        node(operation, inputs, attributes, outputs: 1)[0]
    }

    /// A convolution with bias from `from` to `to` channels; a kernel per axis of the picture.
    mutating func conv(
        _ input: String,
        _ from: Int,
        _ to: Int,
        _ kernel: [Int],
        group: Int = 1,
        _ attributes: [String: Attribute] = [:]
    ) -> String {
        // So that values neither grow nor vanish from layer to layer.
        let taps = from / group * kernel.reduce(1, *)
        let bound = (3 / Float(taps)).squareRoot()
        let weights = weights([to, from / group] + kernel, -bound...bound)
        let bias = self.weights([to])
        var all = attributes
        all["group"] = .int(group)
        return node("Conv", [input, weights, bias], all)
    }

    /// Scale and shift of `channels` as BatchNormalization.
    mutating func normalised(_ input: String, _ channels: Int) -> String {
        let parts = [
            weights([channels], 0.5...2), weights([channels]), weights([channels]),
            weights([channels], 0.2...2),
        ]
        return node("BatchNormalization", [input] + parts)
    }

    mutating func output(_ names: String...) { outputs += names }

    var model: Model {
        Model(
            graph: Graph(
                inputs: inputs,
                outputs: outputs.map { GraphPort(name: $0, fact: ValueFact(.float32, nil)) },
                constants: constants,
                nodes: nodes
            ),
            opsets: ["": opset]
        )
    }

    private mutating func name(_ kind: String) -> String {
        count += 1
        return "\(kind)\(count)"
    }
}
