import Engine
import Graphs
import Tensors
import Testing

/// Plans against their slow twin on graphs that nobody thought of.
struct RandomGraphTests {
    /// A graph that grows by one operation at a time on any of its values.
    struct Growth {
        var sketch: Sketch
        private var values: [(name: String, shape: [Int])] = []

        init(seed: UInt64) {
            sketch = Sketch(seed: seed)
            let batch = draw(1...3)
            for _ in 0..<draw(1...2) {
                let shape = [batch, channels(), draw(3...9), draw(3...9)]
                values.append((sketch.input(shape), shape))
            }
            for _ in 0..<draw(3...14) { grow() }
            var outputs: Set<String> = [values[values.count - 1].name]
            for _ in 0..<draw(0...3) { outputs.insert(pick().name) }
            for name in outputs.sorted() { sketch.output(name) }
        }

        private mutating func draw(_ range: ClosedRange<Int>) -> Int {
            Int.random(in: range, using: &sketch.random)
        }

        private mutating func channels() -> Int { [1, 3, 5, 16, 17, 32][draw(0...5)] }

        /// Late values more often, so that chains become long.
        private mutating func pick() -> (name: String, shape: [Int]) {
            let from = draw(0...2) == 0 ? 0 : max(0, values.count - 3)
            return values[draw(from...values.count - 1)]
        }

        private mutating func grow() {
            let (name, shape) = pick()
            if shape.count == 4 { growPicture(name, shape) } else { growRows(name, shape) }
        }

        private mutating func growPicture(_ name: String, _ shape: [Int]) {
            let (channels, last) = (shape[1], min(shape[2], shape[3]))
            switch draw(0...16) {
            case 0...3: convolve(name, shape)
            case 4: add(sketch.normalised(name, channels), shape)
            case 5: depthwise(name, shape)
            case 6...8: combine(name, shape)
            case 9: concatenate(name, shape)
            case 10 where last >= 2: pool(name, shape)
            case 11 where last < 6:
                let scales = sketch.constant(Tensor([1, 1, 2, 2] as [Float], shape: [4]))
                let attributes: [String: Attribute] = [
                    "coordinate_transformation_mode": .string("asymmetric"),
                    "nearest_mode": .string("floor"),
                ]
                let value = sketch.node("Resize", [name, "", scales], attributes)
                add(value, [shape[0], channels, shape[2] * 2, shape[3] * 2])
            case 12:
                let mean = sketch.node("GlobalAveragePool", [name])
                add(mean, [shape[0], channels, 1, 1])
                add(sketch.node("Mul", draw(0...1) == 0 ? [name, mean] : [mean, name]), shape)
            case 13:
                let axes: [String: Attribute] = ["axes": .ints([2, 3]), "keepdims": .int(0)]
                add(sketch.node("ReduceMean", [name], axes), [shape[0], channels])
            case 14:
                add(sketch.node("Flatten", [name]), [shape[0], shape[1...].reduce(1, *)])
            case 15:
                let value = sketch.node("Transpose", [name], ["perm": .ints([0, 1, 3, 2])])
                add(value, [shape[0], channels, shape[3], shape[2]])
            default: activate(name, shape)
            }
        }

        private mutating func growRows(_ name: String, _ shape: [Int]) {
            switch draw(0...4) {
            case 0:
                let outputs = draw(1...40)
                let matrix = sketch.weights([shape[1], outputs], -0.5...0.5)
                let bias = sketch.weights([outputs])
                add(sketch.node("Gemm", [name, matrix, bias]), [shape[0], outputs])
            case 1: add(sketch.node("Softmax", [name]), shape)
            case 2:
                let all = sketch.integers([shape[0], shape[1], 1, 1])
                add(sketch.node("Reshape", [name, all]), shape + [1, 1])
            case 3: combine(name, shape)
            default: activate(name, shape)
            }
        }

        private mutating func add(_ name: String, _ shape: [Int]) { values.append((name, shape)) }

        private mutating func convolve(_ name: String, _ shape: [Int]) {
            let outputs = channels()
            let side = min(shape[2], shape[3]) >= 3 ? [1, 3][draw(0...1)] : 1
            let isPadded = draw(0...2) > 0
            let stride = draw(0...3) == 0 ? 2 : 1
            let pad = isPadded ? side / 2 : 0
            let value = sketch.conv(
                name,
                shape[1],
                outputs,
                [side, side],
                ["pads": .ints([pad, pad, pad, pad]), "strides": .ints([stride, stride])]
            )
            let extents = shape[2...].map { ($0 + 2 * pad - side) / stride + 1 }
            add(value, [shape[0], outputs] + extents)
        }

        private mutating func depthwise(_ name: String, _ shape: [Int]) {
            let pads: [String: Attribute] = ["pads": .ints([1, 1, 1, 1])]
            add(sketch.conv(name, shape[1], shape[1], [3, 3], group: shape[1], pads), shape)
        }

        /// With itself, another of its shape, or a constant.
        private mutating func combine(_ name: String, _ shape: [Int]) {
            let others = values.filter { $0.shape == shape }.map(\.name)
            let operation = ["Add", "Add", "Mul", "Sub"][draw(0...3)]
            var other = others[draw(0...others.count - 1)]
            if draw(0...4) == 0 {
                other = sketch.weights(shape.count == 4 ? [shape[1], 1, 1] : [])
            }
            let inputs = draw(0...1) == 0 ? [name, other] : [other, name]
            add(sketch.node(operation, inputs), shape)
        }

        private mutating func concatenate(_ name: String, _ shape: [Int]) {
            let others = values.filter {
                $0.shape.count == 4 && $0.shape[0] == shape[0] && $0.shape[2...] == shape[2...]
            }
            var parts = [(name, shape)]
            for _ in 0..<draw(1...2) { parts.append(others[draw(0...others.count - 1)]) }
            let channels = parts.map { $0.1[1] }.reduce(0, +)
            guard channels <= 150 else { return }
            let value = sketch.node("Concat", parts.map { $0.0 }, ["axis": .int(1)])
            add(value, [shape[0], channels] + shape[2...])
        }

        private mutating func pool(_ name: String, _ shape: [Int]) {
            let operation = ["MaxPool", "AveragePool"][draw(0...1)]
            let attributes: [String: Attribute] = [
                "kernel_shape": .ints([2, 2]), "strides": .ints([2, 2]),
                "ceil_mode": .int(draw(0...1)),
            ]
            guard case .int(let roundsUp)? = attributes["ceil_mode"] else { return }
            let extents = shape[2...].map { ($0 - 2 + roundsUp) / 2 + 1 }
            add(sketch.node(operation, [name], attributes), [shape[0], shape[1]] + extents)
        }

        private mutating func activate(_ name: String, _ shape: [Int]) {
            let operations = [
                "Relu", "Relu", "LeakyRelu", "Sigmoid", "Tanh", "HardSwish", "HardSigmoid",
                "Identity", "Neg",
            ]
            let operation = operations[draw(0...operations.count - 1)]
            add(sketch.node(operation, [name]), shape)
        }
    }

    static let firstSeed: UInt64 = 20_260_300

    @Test(arguments: 0..<150)
    func `plans compute what their slow twins compute`(index: UInt64) throws {
        let seed = Self.firstSeed + index
        let growth = Growth(seed: seed)
        try Twins(growth.sketch.model, seed: seed, threads: Int(1 + index % 3))
    }
}
