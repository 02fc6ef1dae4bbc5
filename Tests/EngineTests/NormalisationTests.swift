import Engine
import Graphs
import KernelShapes
import Tensors
import Testing

/// Normalisation, curves and stretched arithmetic, as operators and as exporters write them out.
struct NormalisationTests {
    static let seed: UInt64 = 211

    private func number(_ value: Float, _ sketch: inout Sketch) -> String {
        sketch.constant(Tensor([value], shape: []))
    }

    @Test(arguments: [-1, 1], [false, true])
    func `rows are normalised`(axis: Int, hasShift: Bool) throws {
        var sketch = Sketch(seed: Self.seed)
        let input = sketch.input([3, 5, 37])
        let shape = axis == 1 ? [5, 37] : [37]
        let parameters = [sketch.weights(shape)] + (hasShift ? [sketch.weights(shape)] : [])
        let attributes: [String: Attribute] = ["axis": .int(axis), "epsilon": .float(1e-3)]
        sketch.output(sketch.node("LayerNormalization", [input] + parameters, attributes))
        let twins = try Twins(sketch.model, seed: Self.seed)
        #expect(twins.kernels("LayerNormalization") == ["normalise"])
    }

    @Test(arguments: [18, 21])
    func `groups and channels are normalised`(opset: Int) throws {
        var sketch = Sketch(seed: Self.seed)
        sketch.opset = opset
        let input = sketch.input([2, 12, 7, 5])
        let parameters = (0..<2).map { _ in sketch.weights([opset < 21 ? 3 : 12]) }
        var value = sketch.conv(input, 12, 12, [1, 1])
        value = sketch.node(
            "GroupNormalization",
            [value] + parameters,
            ["num_groups": .int(3)]
        )
        let scales = (0..<2).map { _ in sketch.weights([12]) }
        value = sketch.node("InstanceNormalization", [value] + scales)
        sketch.output(sketch.conv(value, 12, 4, [1, 1]))
        let twins = try Twins(sketch.model, seed: Self.seed)
        #expect(twins.kernels("GroupNormalization") == ["normalise"])
        #expect(twins.kernels("InstanceNormalization") == ["normalise"])
    }

    @Test(arguments: [false, true], [0, 1, 2])
    func `layer normalisation is found in arithmetic`(isTwice: Bool, parameters: Int) throws {
        var sketch = Sketch(seed: Self.seed)
        let input = sketch.input([2, 6, 24])
        let axes: [String: Attribute] = ["axes": .ints([-1])]
        let mean = sketch.node("ReduceMean", [input], axes)
        let difference = sketch.node("Sub", [input, mean])
        let other = isTwice ? sketch.node("Sub", [input, mean]) : difference
        let squares =
            isTwice
            ? sketch.node("Pow", [other, number(2, &sketch)]) : sketch.node("Mul", [other, other])
        let variance = sketch.node("ReduceMean", [squares], axes)
        let sum = sketch.node("Add", [variance, number(1e-4, &sketch)])
        var value = sketch.node("Div", [difference, sketch.node("Sqrt", [sum])])
        if parameters > 0 { value = sketch.node("Mul", [sketch.weights([24]), value]) }
        if parameters > 1 { value = sketch.node("Add", [value, sketch.weights([24])]) }
        sketch.output(value)
        let twins = try Twins(sketch.model, seed: Self.seed)
        #expect(twins.plan.layers.map(\.operation) == ["LayerNormalization"])
    }

    @Test func `a mean of other axes is no layer normalisation`() throws {
        var sketch = Sketch(seed: Self.seed)
        let input = sketch.input([2, 6, 24])
        let mean = sketch.node("ReduceMean", [input], ["axes": .ints([1])])
        let difference = sketch.node("Sub", [input, mean])
        let squares = sketch.node("Mul", [difference, difference])
        let variance = sketch.node("ReduceMean", [squares], ["axes": .ints([-1])])
        let sum = sketch.node("Add", [variance, number(1e-4, &sketch)])
        sketch.output(sketch.node("Div", [difference, sketch.node("Sqrt", [sum])]))
        let twins = try Twins(sketch.model, seed: Self.seed)
        #expect(twins.kernels("LayerNormalization").isEmpty)
    }

    @Test(arguments: 0..<4)
    func `gelu is found in arithmetic`(order: Int) throws {
        var sketch = Sketch(seed: Self.seed)
        let input = sketch.input([3, 40])
        let value = sketch.node("Mul", [input, number(6, &sketch)])
        let half = number(0.5, &sketch)
        var inner: String
        if order < 3 {
            inner = sketch.node("Div", [value, number(1.414_213_5, &sketch)])
            inner = sketch.node("Erf", [inner])
        } else {
            inner = sketch.node("Pow", [value, number(3, &sketch)])
            inner = sketch.node("Mul", [inner, number(0.044715, &sketch)])
            inner = sketch.node("Add", [value, inner])
            inner = sketch.node("Mul", [inner, number(0.797_884_56, &sketch)])
            inner = sketch.node("Tanh", [inner])
        }
        let gate = sketch.node("Add", [inner, number(1, &sketch)])
        switch order {
        case 0: sketch.output(sketch.node("Mul", [sketch.node("Mul", [value, gate]), half]))
        case 1: sketch.output(sketch.node("Mul", [value, sketch.node("Mul", [half, gate])]))
        default: sketch.output(sketch.node("Mul", [sketch.node("Mul", [value, half]), gate]))
        }
        let twins = try Twins(sketch.model, seed: Self.seed)
        #expect(twins.plan.layers.map(\.operation) == ["Mul", "Gelu"])
    }

    @Test func `what is nearly a gelu stays what it is`() throws {
        for (factor, one) in [(Float(0.6), Float(1)), (0.5, 1.5)] {
            var sketch = Sketch(seed: Self.seed)
            let input = sketch.input([3, 40])
            let inner = sketch.node("Div", [input, number(1.414_213_5, &sketch)])
            let erf = sketch.node("Erf", [inner])
            let gate = sketch.node("Add", [erf, number(one, &sketch)])
            let product = sketch.node("Mul", [input, gate])
            sketch.output(sketch.node("Mul", [product, number(factor, &sketch)]))
            let twins = try Twins(sketch.model, seed: Self.seed)
            #expect(twins.kernels("Gelu").isEmpty)
            #expect(!twins.plan.layers.contains { $0.kernel == "plain" })
        }
    }

    @Test(arguments: ["Add", "Sub", "Mul", "Div"])
    func `arithmetic stretches`(operation: String) throws {
        for shape in [[1, 16, 1, 1], [1], [], [6], [5, 1], [3, 1, 5, 6], [1, 16, 5, 6]] {
            for isFirst in [false, true] {
                for isPicture in [false, true] {
                    var sketch = Sketch(seed: Self.seed)
                    var value = sketch.input([3, 16, 5, 6])
                    if isPicture { value = sketch.conv(value, 16, 16, [1, 1]) }
                    let other = sketch.weights(shape, 1...2)
                    if operation == "Div", isFirst {
                        // Not near 0.
                        value = sketch.node("Exp", [value])
                    }
                    value = sketch.node(operation, isFirst ? [other, value] : [value, other])
                    sketch.output(sketch.node("Relu", [value]))
                    try Twins(sketch.model, seed: Self.seed)
                }
            }
        }
    }

    @Test func `a constant of every column joins the product before it`() throws {
        var sketch = Sketch(seed: Self.seed)
        let input = sketch.input([2, 5, 12])
        var value = sketch.node("MatMul", [input, sketch.weights([12, 20])])
        value = sketch.node("Relu", [sketch.node("Add", [sketch.weights([20]), value])])
        value = sketch.node("MatMul", [value, sketch.weights([20, 7])])
        sketch.output(sketch.node("Add", [value, sketch.weights([5, 7])]))
        let twins = try Twins(sketch.model, seed: Self.seed)
        #expect(twins.plan.layers.map(\.operation) == ["MatMul", "MatMul", "Add"])
    }

    @Test func `curves that are not defined everywhere leave pictures of any width alone`() throws {
        for operation in ["Sqrt", "Exp", "Erf", "Gelu", "Mish"] {
            var sketch = Sketch(seed: Self.seed)
            sketch.opset = 20
            let input = sketch.input([2, 10, 4, 4])
            var value = sketch.conv(input, 10, 10, [1, 1])
            value = sketch.node("Mul", [value, value])
            value = sketch.node(operation, [value])
            sketch.output(sketch.conv(value, 10, 3, [1, 1]))
            let twins = try Twins(sketch.model, seed: Self.seed)
            #expect(twins.kernels(operation) == ["elementwise"])
        }
    }

    /// A block of a transformer, small.
    private func encoder() -> Model {
        var sketch = Sketch(seed: Self.seed)
        sketch.opset = 20
        let input = sketch.input([1, 9, 24])
        var value = sketch.node("Add", [input, sketch.weights([9, 24])])
        let parameters = [sketch.weights([24]), sketch.weights([24])]
        value = sketch.node("LayerNormalization", [value] + parameters)
        let turned = sketch.node("Transpose", [value], ["perm": .ints([0, 2, 1])])
        var attention = sketch.node("MatMul", [value, turned])
        attention = sketch.node("Div", [attention, number(5, &sketch)])
        attention = sketch.node("Softmax", [attention])
        value = sketch.node("Add", [sketch.node("MatMul", [attention, value]), value])
        var hidden = sketch.node("MatMul", [value, sketch.weights([24, 50])])
        hidden = sketch.node("Gelu", [sketch.node("Add", [hidden, sketch.weights([50])])])
        value = sketch.node("MatMul", [hidden, sketch.weights([50, 5])])
        sketch.output(value)
        return sketch.model
    }

    @Test(arguments: Twins.levels)
    func `an encoder has the same bits for any threads and batch`(level: ProcessorLevel) throws {
        let model = encoder()
        try Twins(model, seed: Self.seed)
        var random = SeededRandom(state: Self.seed)
        let texts = (0..<12).map { _ in random.floats([1, 9, 24]).values(of: Float.self) ?? [] }
        var wanted: [UInt32]?
        for threads in 1...3 {
            let pool = try ThreadPool(threadCount: threads)
            for batch in [1, 3, 12] {
                let plan = try Plan(model, batch: batch)
                #expect(!plan.layers.contains { $0.kernel == "plain" })
                let session = try Session(plan, pool: pool, level: level)
                var found: [UInt32] = []
                for first in stride(from: 0, to: texts.count, by: batch) {
                    let values = texts[first..<first + batch].flatMap { $0 }
                    let output = try session.run([Tensor(values, shape: [batch, 9, 24])])[0]
                    found += (output.values(of: Float.self) ?? []).map(\.bitPattern)
                }
                #expect(found == wanted ?? found, "\(threads) threads, batch of \(batch)")
                wanted = found
            }
        }
    }
}
