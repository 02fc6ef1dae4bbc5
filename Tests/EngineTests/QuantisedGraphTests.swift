import Engine
import Graphs
import KernelShapes
import Tensors
import Testing

/// Graphs between QuantizeLinear and DequantizeLinear run on bytes and agree with the float way.
struct QuantisedGraphTests {
    /// A layer that a quantiser wrote.
    struct Layer: CustomTestStringConvertible, Sendable {
        var operation = "Conv"
        var input = [2, 20, 9, 8]
        var outputs = 24
        var kernel = [3, 3]
        var group = 1
        var attributes: [String: Attribute] = [:]
        var type = ElementType.uint8
        var isPerChannel = true
        var hasFloatBias = false
        var activation: String?
        var testDescription: String { "\(operation) \(input) \(kernel) \(group) \(type)" }
    }

    static let layers: [Layer] = [
        Layer(),
        Layer(outputs: 40, kernel: [1, 1], type: .int8, activation: "Relu"),
        Layer(attributes: ["pads": .ints([1, 1, 1, 1])], isPerChannel: false),
        Layer(
            attributes: ["pads": .ints([1, 0, 2, 1]), "strides": .ints([2, 2])],
            hasFloatBias: true,
            activation: "Clip"
        ),
        Layer(outputs: 20, group: 20, attributes: ["pads": .ints([1, 1, 1, 1])]),
        Layer(outputs: 40, group: 20, type: .int8),
        Layer(outputs: 30, group: 5, attributes: ["dilations": .ints([2, 2])]),
        Layer(input: [1, 3, 12, 17], kernel: [5, 5], activation: "LeakyRelu"),
        Layer(input: [2, 16, 30], kernel: [5], attributes: ["pads": .ints([2, 2])]),
        Layer(operation: "Gemm", input: [5, 37], outputs: 21, activation: "Relu"),
        Layer(operation: "Gemm", input: [1, 64], attributes: ["transB": .int(1)], type: .int8),
        Layer(operation: "MatMul", input: [2, 3, 19], outputs: 33),
    ]

    /// `layer` with or without the quantisation of its result.
    private func model(_ layer: Layer, seed: UInt64, isQuantised: Bool) -> Model {
        var sketch = Sketch(seed: seed)
        let scale: Float = 0.013
        let zeroPoint = layer.type == .int8 ? 5 : 117
        let input = sketch.input(layer.input)
        let value = sketch.quantised(input, scale, zeroPoint, layer.type)
        let (count, depth) = (layer.outputs, layer.input[1] / layer.group)
        let isTransposed = layer.attributes["transB"] == .int(1)
        let isConvolution = layer.operation == "Conv"
        let inner = layer.input[layer.input.count - 1]
        let shape =
            isConvolution
            ? [count, depth] + layer.kernel : isTransposed ? [count, inner] : [inner, count]
        let axis = isConvolution || isTransposed ? 0 : 1
        let weights = sketch.byteWeights(shape, axis: layer.isPerChannel ? axis : nil)
        var inputs = [value, weights.dequantised]
        if layer.operation != "MatMul" {
            inputs.append(
                layer.hasFloatBias
                    ? sketch.weights([count]) : sketch.wholeBias(count, scale, weights.scales)
            )
        }
        var attributes = layer.attributes
        if isConvolution { attributes["group"] = .int(layer.group) }
        var result = sketch.node(layer.operation, inputs, attributes)
        if layer.activation == "Clip" {
            result = sketch.node("Clip", [result, sketch.weights([], -3 ... -2), ""])
        } else if let activation = layer.activation {
            result = sketch.node(activation, [result])
        }
        sketch.output(isQuantised ? sketch.bytes(result, 0.11, 128) : result)
        return sketch.model
    }

    @Test(arguments: layers)
    func `a layer differs only where its value is at the middle of two steps`(
        layer: Layer
    ) throws {
        for seed in 1...4 as ClosedRange<UInt64> {
            let model = model(layer, seed: seed, isQuantised: true)
            let plan = try Plan(model)
            #expect(plan.layers.allSatisfy { $0.kernel != "plain" }, "\(plan.layers)")
            #expect(
                plan.layers.contains { $0.kernel.hasPrefix("8 bits") && $0.multiplications > 0 }
            )
            var random = SeededRandom(state: seed)
            let input = random.floats(layer.input, -2...2)
            let name = plan.inputs[0].name
            let wanted = try Interpreter(model).run([name: input])[0].values(of: UInt8.self) ?? []
            let float =
                try Interpreter(self.model(layer, seed: seed, isQuantised: false))
                .run([name: input])[0].values(of: Float.self) ?? []
            #expect(Set(wanted).count > 20, "seed \(seed)")
            var first: [UInt8]?
            for level in Twins.levels {
                let session = try Session(plan, pool: ThreadPool(threadCount: 2), level: level)
                let found = try session.run([input])[0].values(of: UInt8.self) ?? []
                #expect(found.count == wanted.count)
                for place in found.indices where found[place] != wanted[place] {
                    let steps = float[place] / 0.11
                    let distance = (steps - steps.rounded(.down) - 0.5).magnitude
                    let isNear = abs(Int(found[place]) - Int(wanted[place])) == 1 && distance < 1e-3
                    #expect(isNear, "\(level), seed \(seed), place \(place), \(steps) steps")
                }
                let isSame = found == first ?? found
                #expect(isSame, "\(level) differs, seed \(seed)")
                first = found
            }
        }
    }

    @Test(arguments: layers)
    func `a layer whose result stays in floats agrees`(layer: Layer) throws {
        let model = model(layer, seed: 9, isQuantised: false)
        let twins = try Twins(model, seed: 9)
        #expect(
            twins.plan.layers.contains { $0.kernel.hasPrefix("8 bits") && $0.multiplications > 0 }
        )
        #expect(twins.plan.layers.allSatisfy { $0.kernel != "plain" })
    }

    /// A small classifier as a static quantiser writes it.
    static func classifier(seed: UInt64) -> Model {
        var sketch = Sketch(seed: seed)
        let same: [String: Attribute] = ["pads": .ints([1, 1, 1, 1])]
        func conv(_ input: String, _ from: Int, _ to: Int, _ group: Int, _ scale: Float) -> String {
            let weights = sketch.byteWeights([to, from / group, 3, 3], axis: 0)
            let bias = sketch.wholeBias(to, scale, weights.scales)
            var attributes = same
            attributes["group"] = .int(group)
            return sketch.node("Conv", [input, weights.dequantised, bias], attributes)
        }
        let input = sketch.input([1, 3, 20, 20])
        let picture = sketch.quantised(input, 0.016, 128)
        let stem = conv(picture, 3, 24, 1, 0.016)
        let first = sketch.quantised(sketch.node("Relu", [stem]), 0.05, 0)
        let second = sketch.quantised(conv(first, 24, 24, 24, 0.05), 0.08, 120)
        let sum = sketch.node("Relu", [sketch.node("Add", [first, second])])
        let third = sketch.quantised(sum, 0.07, 0)
        let swish = sketch.quantised(sketch.node("HardSwish", [third]), 0.06, 3)
        let halved = sketch.node(
            "MaxPool",
            [swish],
            ["kernel_shape": .ints([2, 2]), "strides": .ints([2, 2])]
        )
        let small = sketch.quantised(halved, 0.06, 3)
        let wide = sketch.quantised(conv(small, 24, 32, 1, 0.06), 0.3, 128)
        let other = sketch.quantised(conv(small, 24, 16, 1, 0.06), 0.3, 128)
        let both = sketch.node("Concat", [wide, other], ["axis": .int(1)])
        let joined = sketch.quantised(both, 0.3, 128)
        let sigmoid = sketch.quantised(sketch.node("Sigmoid", [joined]), 1 / 255, 0)
        let gated = sketch.quantised(sketch.node("Mul", [joined, sigmoid]), 0.2, 30)
        let mean = sketch.quantised(sketch.node("GlobalAveragePool", [gated]), 0.1, 20)
        let flat = sketch.quantised(sketch.node("Flatten", [mean]), 0.1, 20)
        let matrix = sketch.byteWeights([5, 48], axis: 0)
        let bias = sketch.wholeBias(5, 0.1, matrix.scales)
        let product = sketch.node(
            "Gemm",
            [flat, matrix.dequantised, bias],
            ["transB": .int(1)]
        )
        sketch.output(sketch.quantised(product, 0.4, 128))
        return sketch.model
    }

    @Test func `a whole classifier runs on bytes`() throws {
        for seed in 1...5 as ClosedRange<UInt64> {
            let model = Self.classifier(seed: seed)
            let plan = try Plan(model)
            let kernels = plan.layers.map { "\($0.operation): \($0.kernel)" }
            let isOnBytes = plan.layers.allSatisfy {
                $0.kernel.hasPrefix("8 bits") || $0.kernel == "same memory"
            }
            #expect(isOnBytes, "\(kernels)")
            var random = SeededRandom(state: seed)
            let input = random.floats([1, 3, 20, 20], -2...2)
            let wanted =
                try Interpreter(model).run([plan.inputs[0].name: input])[0].values(of: Float.self)
                ?? []
            for level in Twins.levels {
                let session = try Session(plan, pool: ThreadPool(threadCount: 2), level: level)
                let found = try session.run([input])[0].values(of: Float.self) ?? []
                let worst = zip(found, wanted).map { ($0 - $1).magnitude }.max() ?? .infinity
                // A step of the result.
                #expect(worst < 0.41, "\(level), seed \(seed): \(found) for \(wanted)")
            }
        }
    }

    @Test func `bytes do not depend on level, threads and batch`() throws {
        let model = Self.classifier(seed: 3)
        var random = SeededRandom(state: 3)
        let pictures = (0..<12).map { _ in random.floats([1, 3, 20, 20], -2...2) }
        var wanted: [[Float]]?
        for level in Twins.levels {
            for threads in 1...3 {
                let pool = try ThreadPool(threadCount: threads)
                for batch in [1, 4, 12] {
                    let session = try Session(Plan(model, batch: batch), pool: pool, level: level)
                    var found: [[Float]] = []
                    for start in stride(from: 0, to: 12, by: batch) {
                        let values = pictures[start..<start + batch].flatMap {
                            $0.values(of: Float.self) ?? []
                        }
                        let input = Tensor(values, shape: [batch, 3, 20, 20])
                        let rows: [Float] = try session.run([input])[0].values() ?? []
                        for row in 0..<batch { found.append(Array(rows[row * 5..<row * 5 + 5])) }
                    }
                    let isSame = found == wanted ?? found
                    #expect(isSame, "\(level), \(threads) threads, batch of \(batch)")
                    wanted = found
                }
            }
        }
        #expect(Set(wanted ?? []).count > 6)
    }

    @Test(arguments: [ElementType.uint8, .int8])
    func `quantised operators give the plain operator's bytes`(weightType: ElementType) throws {
        for seed in 1...6 as ClosedRange<UInt64> {
            var sketch = Sketch(seed: seed)
            let input = sketch.input([2, 18, 7, 9])
            let value = sketch.bytes(input, 0.02, 100)
            let from = sketch.grid(0.02, 100, .uint8)
            let to = sketch.grid(0.6, 120, .uint8)
            let matrixTo = sketch.grid(0.3, -7, .int8)
            // Far from the middle, weights less their zero point do not fit 8 bits.
            func weights(_ shape: [Int]) -> [String] {
                let count = shape.reduce(1, *)
                if weightType == .int8 {
                    let values = (0..<count).map { _ in
                        Int8.random(in: -128...127, using: &sketch.random)
                    }
                    return [sketch.constant(Tensor(values, shape: shape))]
                        + sketch.grid(0.01, 0, .int8)
                }
                let values = (0..<count).map { _ in
                    UInt8.random(in: 0...255, using: &sketch.random)
                }
                return [sketch.constant(Tensor(values, shape: shape))]
                    + sketch.grid(0.01, seed % 2 == 0 ? 128 : 30, .uint8)
            }
            let group = seed % 3 == 0 ? 9 : 1
            let bias = (0..<36).map { _ in Int32.random(in: -9999...9999, using: &sketch.random) }
            let convolved = sketch.node(
                "QLinearConv",
                [value] + from + weights([36, 18 / group, 3, 3]) + to
                    + [sketch.constant(Tensor(bias, shape: [36]))],
                ["pads": .ints([1, 0, 1, 2]), "group": .int(group)]
            )
            let product = sketch.node(
                "QLinearMatMul",
                [value] + from + weights([9, 11]) + matrixTo
            )
            sketch.output(convolved, product)
            let twins = try Twins(sketch.model, seed: seed)
            #expect(twins.plan.layers.allSatisfy { $0.kernel != "plain" }, "seed \(seed)")
        }
    }

    @Test func `what does not match stays as it is`() throws {
        var sketch = Sketch(seed: 4)
        let input = sketch.input([1, 8, 6, 6])
        let value = sketch.quantised(input, 0.02, 100)
        // Weights that were never quantised, and a result that others take in floats.
        let plain = sketch.conv(value, 8, 8, [3, 3])
        let shared = sketch.node("Relu", [plain])
        sketch.output(shared, sketch.quantised(shared, 0.05, 0))
        // Blocks of places along an axis have scales of their own.
        let scales = sketch.weights([8], 0.01...0.02)
        let points = sketch.constant(Tensor([UInt8](repeating: 3, count: 8), shape: [8]))
        let bytes = sketch.node("QuantizeLinear", [input, scales, points], ["axis": .int(1)])
        sketch.output(sketch.node("DequantizeLinear", [bytes, scales, points], ["axis": .int(1)]))
        // Pools and moves between different grids.
        let pool = sketch.node("GlobalMaxPool", [value])
        sketch.output(sketch.quantised(sketch.node("Flatten", [pool]), 0.03, 90), bytes)
        let twins = try Twins(sketch.model, seed: 4)
        #expect(!twins.plan.layers.contains { $0.kernel.hasPrefix("8 bits, pixels") })
    }

    @Test func `bytes as inputs and outputs, in every form`() throws {
        for type in [ElementType.uint8, .int8] {
            var sketch = Sketch(seed: 5)
            let point = type == .int8 ? -3 : 140
            let narrow = sketch.bytes(sketch.input([2, 3, 5, 7]), 0.02, point, type)
            let wide = sketch.bytes(sketch.input([2, 21, 5, 7]), 0.02, point, type)
            let grid = sketch.grid(0.02, point, type)
            let pooled = sketch.node(
                "MaxPool",
                [sketch.node("DequantizeLinear", [wide] + grid)],
                ["kernel_shape": .ints([3, 3]), "pads": .ints([1, 1, 1, 1])]
            )
            let shaped = sketch.node("Reshape", [narrow, sketch.integers([2, 105])])
            sketch.output(narrow, wide, sketch.bytes(pooled, 0.02, point, type), shaped)
            sketch.output(sketch.node("DequantizeLinear", [shaped] + grid))
            try Twins(sketch.model, seed: 5)
        }
    }
}
