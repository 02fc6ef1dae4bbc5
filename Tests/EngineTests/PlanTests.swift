import Engine
import Graphs
import Tensors
import Testing

/// Everything but convolutions: forms of values, copies, names and plain steps.
struct PlanTests {
    static let seed: UInt64 = 72

    @Test(arguments: ["MaxPool", "AveragePool"], [false, true])
    func `pools`(operation: String, roundsUp: Bool) throws {
        let forms: [[String: Attribute]] = [
            ["kernel_shape": .ints([2, 2]), "strides": .ints([2, 2])],
            [
                "kernel_shape": .ints([3, 3]), "strides": .ints([2, 2]),
                "pads": .ints([1, 1, 1, 1]),
            ],
            ["kernel_shape": .ints([3, 2]), "pads": .ints([0, 1, 1, 0])],
            ["kernel_shape": .ints([3, 3]), "auto_pad": .string("SAME_UPPER")],
            [
                "kernel_shape": .ints([2, 3]), "strides": .ints([2, 2]),
                "auto_pad": .string("SAME_LOWER"),
            ],
            ["kernel_shape": .ints([2, 2]), "auto_pad": .string("VALID")],
            ["kernel_shape": .ints([3, 3]), "dilations": .ints([2, 2])],
            [
                "kernel_shape": .ints([3, 3]), "strides": .ints([3, 3]),
                "pads": .ints([0, 0, 2, 2]),
            ],
        ]
        for form in forms {
            for countsPads in [0, 1] where operation == "AveragePool" || countsPads == 0 {
                var attributes = form
                if roundsUp && form["auto_pad"] == nil { attributes["ceil_mode"] = .int(1) }
                if countsPads == 1 { attributes["count_include_pad"] = .int(1) }
                var sketch = Sketch(seed: Self.seed)
                sketch.opset = 19
                let input = sketch.input([2, 19, 8, 9])
                sketch.output(sketch.node(operation, [input], attributes))
                try Twins(sketch.model, seed: Self.seed)
            }
        }
    }

    @Test func `means of whole channels`() throws {
        for channels in [16, 19] {
            var sketch = Sketch(seed: Self.seed)
            let input = sketch.input([3, channels, 5, 4])
            let mean = sketch.node("GlobalAveragePool", [input])
            sketch.output(sketch.node("Flatten", [mean]), sketch.node("GlobalMaxPool", [input]))
            for axes in [[2, 3], [-1, -2], [3, 2], [2], [1, 2]] {
                for keeps in [0, 1] {
                    let attributes: [String: Attribute] = [
                        "axes": .ints(axes), "keepdims": .int(keeps),
                    ]
                    sketch.output(sketch.node("ReduceMean", [input], attributes))
                }
            }
            try Twins(sketch.model, seed: Self.seed)
        }
    }

    @Test(arguments: [1, 3])
    func `concatenations`(batch: Int) throws {
        var sketch = Sketch(seed: Self.seed)
        let input = sketch.input([batch, 5, 6, 6])
        let first = sketch.node("Relu", [sketch.conv(input, 5, 16, [1, 1])])
        let second = sketch.conv(input, 5, 32, [1, 1])
        let third = sketch.conv(first, 16, 19, [1, 1])
        let axis: [String: Attribute] = ["axis": .int(1)]
        // Parts that others use, that are there twice, that are a whole before.
        let whole = sketch.node("Concat", [first, second], axis)
        let twice = sketch.node("Concat", [second, first, second], axis)
        let nested = sketch.node("Concat", [whole, twice, first], axis)
        let odd = sketch.node("Concat", [third, whole], axis)
        let late = sketch.conv(nested, 144, 16, [1, 1])
        let last = sketch.node("Concat", [late, late], ["axis": .int(-3)])
        sketch.output(sketch.conv(odd, 67, 8, [3, 3]), second, last)
        sketch.output(sketch.node("Concat", [first, first], ["axis": .int(3)]), nested)
        sketch.output(sketch.node("Concat", [input, input], ["axis": .int(0)]))
        sketch.output(sketch.node("Concat", [input], axis))
        try Twins(sketch.model, seed: Self.seed)
    }

    @Test func `nearest enlarging`() throws {
        let modes = [
            ("asymmetric", "floor"), ("half_pixel", "round_prefer_floor"),
            ("half_pixel", "round_prefer_ceil"), ("align_corners", "round_prefer_floor"),
            ("pytorch_half_pixel", "floor"), ("asymmetric", "ceil"),
        ]
        for (transformation, rounding) in modes {
            for scales in [[1, 1, 2, 2], [1, 1, 3, 1], [1, 1, 1.5, 2], [1, 1, 2.2, 1.1]]
                as [[Float]]
            {
                var sketch = Sketch(seed: Self.seed)
                let input = sketch.input([2, 19, 4, 6])
                let sizes = sketch.constant(Tensor(scales, shape: [4]))
                let value = sketch.node(
                    "Resize",
                    [input, "", sizes],
                    [
                        "mode": .string("nearest"), "nearest_mode": .string(rounding),
                        "coordinate_transformation_mode": .string(transformation),
                    ]
                )
                sketch.output(value)
                try Twins(sketch.model, seed: Self.seed)
            }
        }
    }

    @Test func `fully connected layers of odd sizes`() throws {
        for (rows, inputs, outputs) in [(1, 7, 3), (5, 33, 17), (3, 16, 32), (40, 1, 1)] {
            for isTransposed in [0, 1] {
                var sketch = Sketch(seed: Self.seed)
                let input = sketch.input([rows, inputs])
                let matrix = sketch.weights(
                    isTransposed == 1 ? [outputs, inputs] : [inputs, outputs]
                )
                let attributes: [String: Attribute] = ["transB": .int(isTransposed)]
                for bias in [[outputs], [1], [1, outputs], [rows, outputs], []] {
                    let inputs = [input, matrix, sketch.weights(bias)]
                    let value = sketch.node("Gemm", inputs, attributes)
                    sketch.output(value, sketch.node("Relu", [value]))
                    sketch.output(sketch.node("Relu", [sketch.node("Gemm", inputs, attributes)]))
                }
                var scaled = attributes
                scaled["alpha"] = .float(0.5)
                sketch.output(sketch.node("Gemm", [input, matrix], scaled))
                try Twins(sketch.model, seed: Self.seed)
            }
        }
    }

    @Test func `matrix products with a batch`() throws {
        var sketch = Sketch(seed: Self.seed)
        let input = sketch.input([2, 3, 5, 9])
        let product = sketch.node("MatMul", [input, sketch.weights([9, 21])])
        let sum = sketch.node("Add", [product, sketch.weights([21])])
        let other = sketch.node("MatMul", [sketch.weights([4, 5]), input])
        let many = sketch.node("MatMul", [input, sketch.weights([2, 1, 9, 4])])
        let vector = sketch.node("MatMul", [input, sketch.weights([9])])
        sketch.output(sketch.node("Relu", [sum]), other, many, vector, product)
        let twins = try Twins(sketch.model, seed: Self.seed)
        #expect(twins.kernels("MatMul").filter { $0 == "fully connected" }.count == 1)
    }

    @Test func `names for the same numbers`() throws {
        var sketch = Sketch(seed: Self.seed)
        let input = sketch.input([2, 6, 4, 4])
        let picture = sketch.conv(input, 6, 18, [3, 3])
        let flat = sketch.node("Flatten", [picture])
        let shaped = sketch.node("Reshape", [picture, sketch.integers([2, 9, 4, 2])])
        let again = sketch.conv(shaped, 9, 4, [1, 1])
        let loose = sketch.node("Unsqueeze", [flat, sketch.integers([1])])
        let tight = sketch.node("Squeeze", [loose, sketch.integers([1])])
        let pixel = sketch.node("GlobalAveragePool", [sketch.conv(picture, 18, 32, [1, 1])])
        let vector = sketch.node("Reshape", [pixel, sketch.integers([0, -1])])
        let back = sketch.node("Reshape", [vector, sketch.integers([2, 32, 1, 1])])
        let product = sketch.node("Gemm", [tight, sketch.weights([72, 5])])
        sketch.output(flat, again, product, vector, sketch.conv(back, 32, 5, [1, 1]))
        sketch.output(sketch.node("Reshape", [input, sketch.integers([-1])]))
        try Twins(sketch.model, seed: Self.seed)
    }

    @Test(arguments: [16, 20])
    func `a gate per channel`(channels: Int) throws {
        var sketch = Sketch(seed: Self.seed)
        let input = sketch.input([2, 3, 7, 7])
        let picture = sketch.node("HardSwish", [sketch.conv(input, 3, channels, [3, 3])])
        let mean = sketch.node("GlobalAveragePool", [picture])
        let narrow = sketch.node("Relu", [sketch.conv(mean, channels, 5, [1, 1])])
        let gate = sketch.node("HardSigmoid", [sketch.conv(narrow, 5, channels, [1, 1])])
        let gated = sketch.node("Mul", [picture, gate])
        let swapped = sketch.node("Mul", [sketch.node("Sigmoid", [gate]), picture])
        let wide = sketch.node("Mul", [gate, mean])
        sketch.output(sketch.conv(gated, channels, 4, [1, 1]), swapped, wide)
        let twins = try Twins(sketch.model, seed: Self.seed)
        #expect(twins.kernels("Mul").filter { $0 == "gate" }.count == 2)
    }

    @Test(arguments: [9, 12, 13])
    func `softmax over every axis`(opset: Int) throws {
        var sketch = Sketch(seed: Self.seed)
        sketch.opset = opset
        let input = sketch.input([2, 5, 3, 7])
        sketch.output(sketch.node("Softmax", [input]))
        for axis in -4..<4 {
            sketch.output(sketch.node("Softmax", [input], ["axis": .int(axis)]))
        }
        let rows = sketch.input([6, 10])
        sketch.output(sketch.node("Softmax", [rows]))
        sketch.output(sketch.node("Softmax", [sketch.input([4, 3, 1, 1])], ["axis": .int(1)]))
        try Twins(sketch.model, seed: Self.seed)
    }

    @Test func `curves and elementwise sums, products and differences`() throws {
        var sketch = Sketch(seed: Self.seed)
        let input = sketch.input([2, 5, 6, 5])
        let picture = sketch.conv(input, 5, 19, [1, 1])
        let swish = sketch.node("Mul", [picture, sketch.node("Sigmoid", [picture])])
        let curve = sketch.node("Tanh", [swish])
        let planar = sketch.input([2, 19, 6, 5])
        sketch.output(
            sketch.node("Sub", [picture, curve]),
            sketch.node("Sub", [planar, swish]),
            sketch.node("Mul", [planar, planar]),
            sketch.node("Add", [planar, sketch.weights([2, 19, 6, 5])]),
            sketch.node("Sub", [planar, sketch.weights([6, 1])])
        )
        sketch.output(
            sketch.node("HardSigmoid", [input], ["alpha": .float(0.3)]),
            sketch.node("Clip", [input, "", sketch.weights([])]),
            sketch.node("Clip", [swish, sketch.weights([], -0.5 ... -0.1)]),
            sketch.node("LeakyRelu", [planar]),
            sketch.conv(curve, 19, 3, [1, 1])
        )
        try Twins(sketch.model, seed: Self.seed)
    }

    @Test func `chains of nothing, inputs and constants as outputs`() throws {
        var sketch = Sketch(seed: Self.seed)
        let input = sketch.input([2, 3])
        let picture = sketch.input([1, 5, 3, 3])
        let numbers = sketch.input([4], .int64)
        var value = sketch.conv(picture, 5, 7, [1, 1])
        for _ in 0..<3 { value = sketch.node("Identity", [sketch.node("Dropout", [value])]) }
        let same = sketch.node("Identity", [input])
        let whole = sketch.node("Identity", [numbers])
        let constant = sketch.weights([3, 2])
        let folded = sketch.node("Mul", [constant, sketch.weights([2])])
        sketch.output(value, input, same, numbers, whole, constant, folded)
        sketch.output(sketch.node("Identity", [sketch.node("Identity", [folded])]))
        sketch.output(sketch.node("Relu", [value]), picture)
        try Twins(sketch.model, seed: Self.seed)
    }

    @Test func `several outputs of one node, of which not all are used`() throws {
        var sketch = Sketch(seed: Self.seed)
        let input = sketch.input([2, 18, 4, 4])
        let halves = sketch.node("Split", [input], ["axis": .int(1)], outputs: 2)
        let three = sketch.node(
            "Split",
            [input, sketch.integers([2, 10, 6])],
            ["axis": .int(1)],
            outputs: 3
        )
        let best = sketch.node("TopK", [input, sketch.integers([3])], outputs: 2)
        let pool = sketch.node("MaxPool", [input], ["kernel_shape": .ints([2, 2])], outputs: 2)
        sketch.output(halves[1], sketch.conv(halves[0], 9, 4, [1, 1]), three[1], best[1])
        sketch.output(pool[1], sketch.node("Relu", [pool[0]]))
        try Twins(sketch.model, seed: Self.seed)
    }

    @Test func `plain steps on whole numbers between kernels`() throws {
        var sketch = Sketch(seed: Self.seed)
        let input = sketch.input([1, 5, 6, 6])
        let picture = sketch.node("Relu", [sketch.conv(input, 5, 19, [3, 3])])
        let best = sketch.node("ArgMax", [picture], ["axis": .int(1)])
        let numbers = sketch.node("Cast", [best], ["to": .int(1)])
        let scaled = sketch.node("Mul", [numbers, sketch.weights([])])
        let mean = sketch.conv(scaled, 1, 16, [1, 1])
        let shape = sketch.node("Shape", [picture])
        let wide = sketch.node("Expand", [sketch.weights([1, 19, 1, 1]), shape])
        let sum = sketch.node("Add", [wide, picture])
        let places = sketch.input([2], .int64)
        let rows = sketch.node("Gather", [picture, places], ["axis": .int(2)])
        let found = sketch.node("NonZero", [rows])
        let exponent = sketch.node("Exp", [sum])
        sketch.output(mean, sketch.conv(exponent, 19, 3, [1, 1]), best, found, rows)
        sketch.output(sketch.node("Transpose", [sum], ["perm": .ints([0, 2, 3, 1])]))
        try Twins(sketch.model, seed: Self.seed)
    }
}
