import Engine
import Graphs
import KernelShapes
import Tensors
import Testing

/// Graphs that quantise by the range of what they see.
struct MeasuredGraphTests {
    /// A convolution and a fully connected layer as a dynamic quantiser writes them.
    private func model(seed: UInt64, _ type: ElementType, channels: Int) -> Model {
        var sketch = Sketch(seed: seed)
        func weights(_ shape: [Int]) -> [String] {
            let count = shape.reduce(1, *)
            if type == .int8 {
                let values = (0..<count).map { _ in
                    Int8.random(in: -128...127, using: &sketch.random)
                }
                return [
                    sketch.constant(Tensor(values, shape: shape)),
                    sketch.constant(Tensor(scalar: Int8(0))),
                ]
            }
            let values = (0..<count).map { _ in UInt8.random(in: 0...255, using: &sketch.random) }
            return [
                sketch.constant(Tensor(values, shape: shape)),
                sketch.constant(Tensor(scalar: UInt8(90))),
            ]
        }
        func scaled(
            _ operation: String,
            _ input: String,
            _ weights: [String],
            _ scales: [Int],
            _ bias: [Int],
            _ attributes: [String: Attribute] = [:]
        ) -> String {
            let parts = sketch.node("DynamicQuantizeLinear", [input], outputs: 3)
            let sums = sketch.node(
                operation,
                [parts[0], weights[0], parts[2], weights[1]],
                attributes
            )
            let scale = sketch.node("Mul", [parts[1], sketch.weights(scales, 0.001...0.01)])
            let cast = sketch.node("Cast", [sums], ["to": .int(1)])
            let product = sketch.node("Mul", [cast, scale])
            return sketch.node("Relu", [sketch.node("Add", [product, sketch.weights(bias)])])
        }
        let input = sketch.input([2, channels, 8, 9])
        let convolved = scaled(
            "ConvInteger",
            input,
            weights([24, channels, 3, 3]),
            [],
            [1, 24, 1, 1],
            ["pads": .ints([1, 1, 1, 1])]
        )
        let single = scaled(
            "ConvInteger",
            convolved,
            weights([24, 1, 3, 3]),
            [],
            [24, 1, 1],
            ["group": .int(24), "pads": .ints([0, 1, 2, 1])]
        )
        sketch.output(scaled("MatMulInteger", single, weights([9, 13]), [13], [13]))
        sketch.output(convolved)
        return sketch.model
    }

    @Test(arguments: [ElementType.uint8, .int8], [3, 16, 21])
    func `scales measured in every run`(type: ElementType, channels: Int) throws {
        for seed in 1...3 as ClosedRange<UInt64> {
            let twins = try Twins(model(seed: seed, type, channels: channels), seed: seed)
            #expect(twins.plan.layers.allSatisfy { $0.kernel != "plain" }, "seed \(seed)")
        }
    }

    @Test func `extreme numbers are quantised as by the plain operator`() throws {
        let rows: [[Float]] = [
            [.nan, 1, -2, .nan], [.infinity, -1, 2, 3], [-.infinity, 1, 2, 3], [0, 0, 0, 0],
            [.leastNonzeroMagnitude, 0, 0, .leastNonzeroMagnitude], [3e38, -3e38, 1, 2],
            [.nan, .nan, .nan, .nan], [5, 6, 7, 8],
            [-5, -6, -7, -8],
        ]
        for row in rows {
            var sketch = Sketch(seed: 1)
            let input = sketch.input([1, 4])
            let parts = sketch.node("DynamicQuantizeLinear", [input], outputs: 3)
            sketch.output(parts[0], parts[1], parts[2])
            let plan = try Plan(sketch.model)
            #expect(plan.layers.allSatisfy { $0.kernel != "plain" })
            let tensor = Tensor(row, shape: [1, 4])
            let wanted = try Interpreter(sketch.model).run([plan.inputs[0].name: tensor])
            for level in Twins.levels {
                let session = try Session(plan, pool: ThreadPool(threadCount: 2), level: level)
                let found = try session.run([tensor])
                #expect(found[0] == wanted[0] && found[2] == wanted[2], "\(row), \(level)")
                #expect(found[1].isNear(wanted[1]), "\(row), \(level)")
            }
        }
    }
}
