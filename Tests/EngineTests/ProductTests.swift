import Engine
import Graphs
import KernelShapes
import Tensors
import Testing

/// Layers that are computed as products of matrices, on shapes that nobody chose.
struct ProductTests {
    static let firstSeed: UInt64 = 20_261_100

    private static func draw(_ sketch: inout Sketch, _ range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &sketch.random)
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `convolutions with groups, of one to three axes`(index: UInt64) throws {
        let seed = Self.firstSeed + index
        var sketch = Sketch(seed: seed)
        let rank = Self.draw(&sketch, 1...3)
        let groups = Self.draw(&sketch, 1...4)
        let (inputs, outputs) = (Self.draw(&sketch, 1...5), Self.draw(&sketch, 1...9))
        let kernel = (0..<rank).map { _ in Self.draw(&sketch, 1...3) }
        let dilation = Self.draw(&sketch, 1...2)
        let extents = kernel.map { dilation * ($0 - 1) + 1 + Self.draw(&sketch, 0...9) }
        let pads = (0..<2 * rank).map { _ in Self.draw(&sketch, 0...2) }
        let strides = (0..<rank).map { _ in Self.draw(&sketch, 1...2) }
        let input = sketch.input([2, groups * inputs] + extents)
        let attributes: [String: Attribute] = [
            "pads": .ints(pads), "strides": .ints(strides),
            "dilations": .ints(Array(repeating: dilation, count: rank)),
        ]
        let made = sketch.conv(
            input,
            groups * inputs,
            groups * outputs,
            kernel,
            group: groups,
            attributes
        )
        sketch.output(sketch.node("Relu", [made]))
        let twins = try Twins(sketch.model, seed: seed, threads: Int(1 + index % 3))
        #expect(!twins.kernels("Conv").contains("plain"))
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `transposed convolutions`(index: UInt64) throws {
        let seed = Self.firstSeed + 100 + index
        var sketch = Sketch(seed: seed)
        let rank = Self.draw(&sketch, 1...3)
        let groups = Self.draw(&sketch, 1...3)
        let (inputs, outputs) = (Self.draw(&sketch, 1...5), Self.draw(&sketch, 1...20))
        let kernel = (0..<rank).map { _ in Self.draw(&sketch, 1...4) }
        let strides = (0..<rank).map { _ in Self.draw(&sketch, 1...3) }
        let extents = (0..<rank).map { _ in Self.draw(&sketch, 2...6) }
        var attributes: [String: Attribute] = [
            "strides": .ints(strides), "group": .int(groups),
            "dilations": .ints((0..<rank).map { _ in Self.draw(&sketch, 1...2) }),
        ]
        switch Self.draw(&sketch, 0...3) {
        case 0: attributes["auto_pad"] = .string("SAME_UPPER")
        case 1: attributes["output_shape"] = .ints(zip(extents, strides).map { $0 * $1 + 1 })
        default:
            attributes["pads"] = .ints((0..<2 * rank).map { $0 % rank == 0 ? 1 : 0 })
            attributes["output_padding"] = .ints(strides.map { $0 - 1 })
        }
        let input = sketch.input([2, groups * inputs] + extents)
        var values = [input, sketch.weights([groups * inputs, outputs] + kernel)]
        if Self.draw(&sketch, 0...1) == 0 { values.append(sketch.weights([groups * outputs])) }
        sketch.output(sketch.node("ConvTranspose", values, attributes))
        guard (try? Plan(sketch.model)) != nil else { return }
        let twins = try Twins(sketch.model, seed: seed, threads: Int(1 + index % 3))
        #expect(twins.kernels("ConvTranspose") == ["spread product"])
    }

    @Test func `transposed convolutions of large pictures in several strips`() throws {
        var sketch = Sketch(seed: Self.firstSeed)
        let input = sketch.input([1, 3, 60, 70])
        let weights = sketch.weights([3, 70, 2, 2])
        sketch.output(sketch.node("ConvTranspose", [input, weights], ["strides": .ints([2, 2])]))
        try Twins(sketch.model, seed: Self.firstSeed)
    }

    @Test func `a convolution whose weights are computed, with a residual`() throws {
        var sketch = Sketch(seed: Self.firstSeed)
        let input = sketch.input([2, 6, 40, 50])
        let weights = sketch.input([4, 3, 3, 3])
        let bias = sketch.input([4])
        let other = sketch.input([2, 4, 40, 50])
        let pads: [String: Attribute] = ["pads": .ints([1, 1, 1, 1]), "group": .int(2)]
        let made = sketch.node("Conv", [input, weights, bias], pads)
        let sum = sketch.node("Relu", [sketch.node("Add", [made, other])])
        let point = sketch.node("Conv", [input, sketch.weights([2, 3, 1, 1])], ["group": .int(2)])
        sketch.output(sum, point)
        let twins = try Twins(sketch.model, seed: Self.firstSeed)
        #expect(twins.kernels("Conv") == ["product", "product"])
    }

    @Test func `products of matrices that are both computed`() throws {
        var sketch = Sketch(seed: Self.firstSeed)
        let shapes: [([Int], [Int])] = [
            ([2, 3, 5, 9], [2, 3, 9, 4]), ([2, 1, 5, 9], [3, 9, 130]), ([200, 9], [2, 9, 4]),
            ([9], [2, 9, 4]), ([2, 5, 9], [9]), ([9], [9]), ([5, 9], [9, 4]), ([9], [9, 4]),
            ([3, 1, 9], [9, 33]),
        ]
        for (left, right) in shapes {
            let (one, two) = (sketch.input(left), sketch.input(right))
            sketch.output(sketch.node("MatMul", [one, two]))
            sketch.output(sketch.node("MatMul", [sketch.weights(left), two]))
        }
        let twins = try Twins(sketch.model, seed: Self.firstSeed)
        #expect(!twins.kernels("MatMul").contains("plain"))
    }

    @Test(arguments: [0, 1], [0, 1])
    func `Gemm in all its forms`(transA: Int, transB: Int) throws {
        var sketch = Sketch(seed: Self.firstSeed)
        let left = transA == 0 ? [5, 9] : [9, 5]
        let right = transB == 0 ? [9, 20] : [20, 9]
        for added in [[20], [1], [5, 20], [5, 1], [1, 20], [], nil] as [[Int]?] {
            for (alpha, beta) in [(1, 1), (0.5, 2)] as [(Float, Float)] {
                let attributes: [String: Attribute] = [
                    "transA": .int(transA), "transB": .int(transB), "alpha": .float(alpha),
                    "beta": .float(beta),
                ]
                let one = sketch.input(left)
                for two in [sketch.input(right), sketch.weights(right)] {
                    var inputs = [one, two]
                    if let added { inputs.append(sketch.input(added)) }
                    let value = sketch.node("Gemm", inputs, attributes)
                    sketch.output(sketch.node("Relu", [value]))
                }
            }
        }
        let twins = try Twins(sketch.model, seed: Self.firstSeed)
        #expect(!twins.kernels("Gemm").contains("plain"))
    }

    @Test(arguments: ["LSTM", "GRU", "RNN"], ["forward", "reverse", "bidirectional"])
    func `recurrent layers`(operation: String, direction: String) throws {
        let gates = ["LSTM": 4, "GRU": 3, "RNN": 1][operation] ?? 1
        let directions = direction == "bidirectional" ? 2 : 1
        for (layout, hidden, resetsLast) in [(0, 5, 0), (1, 16, 1), (0, 20, 1), (1, 33, 0)] {
            var sketch = Sketch(seed: Self.firstSeed)
            let input = sketch.input(layout == 0 ? [7, 18, 6] : [18, 7, 6])
            var attributes: [String: Attribute] = [
                "direction": .string(direction), "hidden_size": .int(hidden),
                "layout": .int(layout),
            ]
            if operation == "GRU" { attributes["linear_before_reset"] = .int(resetsLast) }
            let state = layout == 0 ? [directions, 18, hidden] : [18, directions, hidden]
            var inputs = [
                input, sketch.weights([directions, gates * hidden, 6], -0.5...0.5),
                sketch.weights([directions, gates * hidden, hidden], -0.4...0.4),
            ]
            let outputs = operation == "LSTM" ? 3 : 2
            for name in sketch.node(operation, inputs, attributes, outputs: outputs) {
                sketch.output(name)
            }
            inputs += [sketch.weights([directions, 2 * gates * hidden]), "", sketch.input(state)]
            if operation == "LSTM" { inputs.append(sketch.weights(state)) }
            for name in sketch.node(operation, inputs, attributes, outputs: outputs) {
                sketch.output(name)
            }
            let twins = try Twins(sketch.model, seed: Self.firstSeed)
            #expect(twins.kernels(operation) == ["recurrent", "recurrent"])
        }
    }

    @Test func `recurrent layers with lengths, peepholes or other functions run plainly`() throws {
        var sketch = Sketch(seed: Self.firstSeed)
        let input = sketch.input([4, 2, 3])
        let weights = [sketch.weights([1, 8, 3]), sketch.weights([1, 8, 2])]
        let lengths = sketch.constant(Tensor([4, 2] as [Int32], shape: [2]))
        let whole = sketch.constant(Tensor([4, 4] as [Int32], shape: [2]))
        let clip: [String: Attribute] = ["clip": .float(0.5)]
        let peepholes = sketch.weights([1, 6])
        sketch.output(sketch.node("LSTM", [input] + weights + ["", lengths]))
        sketch.output(sketch.node("LSTM", [input] + weights + ["", whole]))
        sketch.output(sketch.node("LSTM", [input] + weights, clip))
        sketch.output(sketch.node("LSTM", [input] + weights + ["", "", "", "", peepholes]))
        let twins = try Twins(sketch.model, seed: Self.firstSeed)
        #expect(twins.kernels("LSTM") == ["plain", "recurrent", "plain", "plain"])
    }

    @Test func `sums over labelled axes of two operands`() throws {
        let fast = [
            ("bhqd,bhkd->bhqk", [2, 3, 4, 5], [2, 3, 6, 5]),
            ("bij,bkj->bik", [2, 4, 5], [2, 3, 5]),
            ("bqhd,bkhd->bhqk", [2, 4, 3, 5], [2, 6, 3, 5]), ("bi,bj->bij", [2, 4], [2, 3]),
            ("bi,bi->b", [3, 4], [3, 4]), ("b...i,b...j->jb...i", [2, 3, 4], [2, 3, 5]),
            ("bij,bij->jb", [2, 4, 5], [2, 4, 5]),
        ]
        let plain = [
            ("bii,bi->bi", [2, 3, 3], [2, 3]), ("bi,bj->b", [2, 4], [2, 3]),
            ("ij,jk->ik", [2, 4], [4, 3]), ("bij,bij->b", [2, 1, 5], [2, 4, 5]),
        ]
        var sketch = Sketch(seed: Self.firstSeed)
        for (equation, left, right) in fast + plain {
            let operands = [sketch.input(left), sketch.input(right)]
            let attributes: [String: Attribute] = ["equation": .string(equation)]
            sketch.output(sketch.node("Einsum", operands, attributes))
        }
        let kernels = try Twins(sketch.model, seed: Self.firstSeed).kernels("Einsum")
        #expect(kernels.prefix(fast.count).allSatisfy { $0 == "product" })
        #expect(kernels.dropFirst(fast.count).allSatisfy { $0 == "plain" })
    }

    @Test func `axes in another order`() throws {
        var sketch = Sketch(seed: Self.firstSeed)
        let input = sketch.input([2, 3, 4, 5])
        for order in [[0, 2, 1, 3], [3, 2, 1, 0], [0, 1, 3, 2], [1, 2, 3, 0]] {
            sketch.output(sketch.node("Transpose", [input], ["perm": .ints(order)]))
        }
        let line = sketch.node("Transpose", [sketch.input([3, 1, 5])], ["perm": .ints([1, 0, 2])])
        sketch.output(sketch.node("Transpose", [input]), line)
        let twins = try Twins(sketch.model, seed: Self.firstSeed)
        #expect(twins.kernels("Transpose").last == "copy")
        #expect(twins.kernels("Transpose").filter { $0 == "same memory" }.count == 1)
    }

    @Test(arguments: [1, 2], [32, 20])
    func `parts of a value`(batch: Int, channels: Int) throws {
        var sketch = Sketch(seed: Self.firstSeed)
        let input = sketch.input([batch, 3, 6, 5])
        let wide = sketch.conv(input, 3, channels, [3, 3])
        let halves = sketch.integers([16, channels - 16])
        let parts = sketch.node("Split", [wide, halves], ["axis": .int(1)], outputs: 2)
        sketch.output(
            sketch.conv(parts[0], 16, 4, [1, 1]),
            sketch.node("Relu", [parts[1]]),
            sketch.node("Concat", [parts[1], parts[0]], ["axis": .int(1)])
        )
        for (axis, start, end) in [(1, 16, 1 << 40), (1, 3, 9), (2, -3, -1), (3, 1, 2)] {
            let range = [[start], [end], [axis]].map { sketch.integers($0) }
            sketch.output(sketch.node("Slice", [wide] + range))
            let narrow = [[0], [2], [axis]].map { sketch.integers($0) }
            sketch.output(sketch.node("Relu", [sketch.node("Slice", [input] + narrow)]))
        }
        try Twins(sketch.model, seed: Self.firstSeed)
    }

    /// A reader of text with attention, whose layers are all products.
    static func reader() -> Model {
        var sketch = Sketch(seed: firstSeed)
        let input = sketch.input([1, 12, 20])
        func heads(_ value: String, _ order: [Int]) -> String {
            let split = sketch.node("Reshape", [value, sketch.integers([0, 12, 2, 10])])
            return sketch.node("Transpose", [split], ["perm": .ints(order)])
        }
        let wide = sketch.node("MatMul", [input, sketch.weights([20, 60], -0.3...0.3)])
        let parts = sketch.node("Split", [wide], ["axis": .int(2)], outputs: 3)
        let keys = heads(parts[1], [0, 2, 3, 1])
        let scores = sketch.node("MatMul", [heads(parts[0], [0, 2, 1, 3]), keys])
        let shares = sketch.node("Softmax", [scores])
        let mixed = sketch.node("MatMul", [shares, heads(parts[2], [0, 2, 1, 3])])
        let back = sketch.node("Transpose", [mixed], ["perm": .ints([0, 2, 1, 3])])
        let rows = sketch.node("Reshape", [back, sketch.integers([0, 12, 20])])
        let picture = sketch.node("Transpose", [rows], ["perm": .ints([0, 2, 1])])
        let grouped = sketch.conv(picture, 20, 15, [3], group: 5, ["pads": .ints([1, 1])])
        let longer = sketch.node(
            "ConvTranspose",
            [grouped, sketch.weights([15, 7, 4])],
            ["strides": .ints([2])]
        )
        let sequence = sketch.node("Transpose", [longer], ["perm": .ints([0, 2, 1])])
        let cell = sketch.node(
            "GRU",
            [
                sequence, sketch.weights([2, 27, 7], -0.5...0.5),
                sketch.weights([2, 27, 9], -0.5...0.5),
            ],
            [
                "direction": .string("bidirectional"), "hidden_size": .int(9), "layout": .int(1),
            ],
            outputs: 2
        )
        let last = sketch.node("Reshape", [cell[1], sketch.integers([0, 18])])
        sketch.output(sketch.node("Gemm", [last, sketch.weights([18, 5])], ["alpha": .float(2)]))
        return sketch.model
    }

    @Test(arguments: Twins.levels)
    func `products have the same bits for any threads and batch`(level: ProcessorLevel) throws {
        let model = Self.reader()
        var random = SeededRandom(state: Self.firstSeed)
        let texts = (0..<21).map { _ in random.floats([1, 12, 20]).values(of: Float.self) ?? [] }
        var wanted: [[UInt32]]?
        for threads in 1...3 {
            let pool = try ThreadPool(threadCount: threads)
            for batch in [1, 3, 21] {
                let plan = try Plan(model, batch: batch)
                #expect(!plan.layers.contains { $0.kernel == "plain" })
                let session = try Session(plan, pool: pool, level: level)
                var found: [[UInt32]] = []
                for first in stride(from: 0, to: texts.count, by: batch) {
                    let values = texts[first..<first + batch].flatMap { $0 }
                    let input = Tensor(values, shape: [batch, 12, 20])
                    let rows = try session.run([input])[0].values(of: Float.self) ?? []
                    for place in 0..<batch {
                        found.append(rows[place * 5..<place * 5 + 5].map(\.bitPattern))
                    }
                }
                #expect(found == wanted ?? found, "\(threads) threads, batch of \(batch)")
                wanted = found
            }
        }
        #expect(Set(wanted ?? []).count == 21)
    }

    @Test func `a session may run again on inputs that only plain steps take`() throws {
        var sketch = Sketch(seed: Self.firstSeed)
        let indices = sketch.input([3], .int64)
        sketch.output(sketch.node("Gather", [sketch.weights([5, 2]), indices]))
        let session = try Session(Plan(sketch.model), pool: ThreadPool(threadCount: 1))
        let first = try session.run([Tensor([0, 4, 2] as [Int64], shape: [3])])
        try session.run()
        #expect(try session.outputs() == first)
    }
}
