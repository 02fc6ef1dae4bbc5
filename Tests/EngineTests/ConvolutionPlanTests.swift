import Engine
import Graphs
import Tensors
import Testing

/// Convolutions with all that is folded and fused into them.
struct ConvolutionPlanTests {
    static let seed: UInt64 = 71

    /// A convolution as a network of its own.
    struct Case: CustomTestStringConvertible {
        var testDescription: String
        var shape: [Int]
        var outputs: Int
        var kernel: [Int]
        var group = 1
        var attributes: [String: Attribute] = [:]
        var isFast = true
    }

    static let cases = [
        Case(
            testDescription: "padded",
            shape: [1, 3, 11, 9],
            outputs: 20,
            kernel: [3, 3],
            attributes: ["pads": .ints([1, 1, 1, 1])]
        ),
        Case(
            testDescription: "padded unevenly",
            shape: [2, 18, 9, 9],
            outputs: 5,
            kernel: [3, 2],
            attributes: ["pads": .ints([0, 1, 2, 0])]
        ),
        Case(
            testDescription: "strided",
            shape: [3, 17, 12, 13],
            outputs: 33,
            kernel: [3, 3],
            attributes: ["strides": .ints([2, 3]), "pads": .ints([1, 1, 1, 1])]
        ),
        Case(
            testDescription: "dilated",
            shape: [1, 5, 12, 12],
            outputs: 7,
            kernel: [3, 3],
            attributes: ["dilations": .ints([2, 3]), "pads": .ints([2, 2, 2, 2])]
        ),
        Case(
            testDescription: "same upper",
            shape: [1, 16, 7, 8],
            outputs: 16,
            kernel: [4, 3],
            attributes: ["auto_pad": .string("SAME_UPPER"), "strides": .ints([2, 2])]
        ),
        Case(
            testDescription: "same lower",
            shape: [1, 16, 7, 8],
            outputs: 16,
            kernel: [4, 3],
            attributes: ["auto_pad": .string("SAME_LOWER"), "strides": .ints([2, 2])]
        ),
        Case(
            testDescription: "valid",
            shape: [1, 6, 7, 8],
            outputs: 9,
            kernel: [3, 3],
            attributes: ["auto_pad": .string("VALID")]
        ),
        Case(testDescription: "pointwise", shape: [2, 19, 5, 5], outputs: 35, kernel: [1, 1]),
        Case(
            testDescription: "pointwise strided",
            shape: [2, 19, 5, 5],
            outputs: 35,
            kernel: [1, 1],
            attributes: ["strides": .ints([2, 2])]
        ),
        Case(
            testDescription: "tiled",
            shape: [2, 24, 14, 13],
            outputs: 40,
            kernel: [3, 3],
            attributes: ["pads": .ints([1, 1, 1, 1])]
        ),
        Case(
            testDescription: "tiled of 5",
            shape: [1, 16, 10, 9],
            outputs: 17,
            kernel: [5, 5],
            attributes: ["pads": .ints([2, 2, 2, 2])]
        ),
        Case(
            testDescription: "grouped",
            shape: [1, 12, 6, 6],
            outputs: 18,
            kernel: [3, 3],
            group: 3,
            isFast: false
        ),
        Case(
            testDescription: "depthwise",
            shape: [2, 21, 9, 9],
            outputs: 21,
            kernel: [3, 3],
            group: 21,
            attributes: ["pads": .ints([1, 1, 1, 1])]
        ),
        Case(
            testDescription: "depthwise strided",
            shape: [1, 32, 9, 10],
            outputs: 32,
            kernel: [5, 5],
            group: 32,
            attributes: ["pads": .ints([2, 2, 2, 2]), "strides": .ints([2, 2])]
        ),
        Case(
            testDescription: "depthwise times two",
            shape: [1, 4, 6, 6],
            outputs: 8,
            kernel: [3, 3],
            group: 4,
            isFast: false
        ),
        Case(
            testDescription: "line",
            shape: [2, 9, 30],
            outputs: 18,
            kernel: [5],
            attributes: ["pads": .ints([2, 2]), "strides": .ints([2])]
        ),
        Case(
            testDescription: "line depthwise",
            shape: [1, 17, 30],
            outputs: 17,
            kernel: [3],
            group: 17,
            attributes: ["dilations": .ints([3])]
        ),
        Case(
            testDescription: "line same",
            shape: [1, 17, 29],
            outputs: 4,
            kernel: [4],
            attributes: ["auto_pad": .string("SAME_UPPER")]
        ),
        Case(testDescription: "one pixel", shape: [3, 40, 1, 1], outputs: 10, kernel: [1, 1]),
        Case(
            testDescription: "volume",
            shape: [1, 2, 4, 5, 6],
            outputs: 3,
            kernel: [2, 3, 2],
            isFast: false
        ),
    ]

    @Test(arguments: cases)
    func `convolutions alone and normalised with Relu`(convolution: Case) throws {
        for isDressed in [false, true] {
            var sketch = Sketch(seed: Self.seed)
            let input = sketch.input(convolution.shape)
            var value = sketch.conv(
                input,
                convolution.shape[1],
                convolution.outputs,
                convolution.kernel,
                group: convolution.group,
                convolution.attributes
            )
            if isDressed {
                value = sketch.normalised(value, convolution.outputs)
                value = sketch.node("Relu", [value])
            }
            sketch.output(value)
            let twins = try Twins(sketch.model, seed: Self.seed)
            #expect(twins.plan.layers.count == 1)
            #expect((twins.kernels("Conv") == ["product"]) != convolution.isFast)
            #expect(twins.kernels("Conv") != ["plain"])
        }
    }

    @Test(arguments: 0..<120 as Range<UInt64>)
    func `convolutions of random extents`(index: UInt64) throws {
        let seed = 20_260_700 + index
        var random = SeededRandom(state: seed)
        func draw(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
        let axes = draw(0...3) == 0 ? 1 : 2
        let inputs = draw(0...2) == 0 ? draw(1...4) : draw(5...33)
        let isDepthwise = draw(0...2) == 0
        let kernel = (0..<axes).map { _ in draw(1...5) }
        let dilations = (0..<axes).map { _ in draw(0...2) == 0 ? draw(1...3) : 1 }
        let pads = (0..<2 * axes).map { _ in draw(0...2) }
        let extents = (0..<axes).map { axis in
            let reach = (kernel[axis] - 1) * dilations[axis] + 1
            return max(1, reach - pads[axis] - pads[axis + axes]) + draw(0...8) * draw(0...1)
        }
        let attributes: [String: Attribute] = [
            "dilations": .ints(dilations), "pads": .ints(pads),
            "strides": .ints((0..<axes).map { _ in draw(0...1) == 0 ? 1 : draw(1...3) }),
        ]
        var sketch = Sketch(seed: seed)
        let input = sketch.input([draw(1...2), inputs] + extents)
        let outputs = isDepthwise ? inputs : draw(1...33)
        let sums = sketch.conv(
            input,
            inputs,
            outputs,
            kernel,
            group: isDepthwise ? inputs : 1,
            attributes
        )
        sketch.output(draw(0...1) == 0 ? sums : sketch.node("Relu", [sums]))
        let twins = try Twins(sketch.model, seed: seed)
        #expect(twins.kernels("Conv") != ["plain"])
    }

    @Test func `constants per channel fold into the weights`() throws {
        for (operation, shape) in [
            ("Mul", [18, 1, 1]), ("Add", [18, 1, 1]), ("Mul", [1, 18, 1, 1]), ("Add", []),
            ("Mul", [1]), ("Add", [1, 1, 1, 1]),
        ] {
            for isSwapped in [false, true] {
                var sketch = Sketch(seed: Self.seed)
                let input = sketch.input([2, 5, 6, 7])
                let sums = sketch.conv(input, 5, 18, [3, 3])
                let constant = sketch.weights(shape)
                let value = sketch.node(
                    operation,
                    isSwapped ? [constant, sums] : [sums, constant]
                )
                sketch.output(sketch.node("Clip", [value, sketch.weights([], 0.1...0.2)]))
                let twins = try Twins(sketch.model, seed: Self.seed)
                #expect(twins.plan.layers.count == 1, "\(operation) \(shape)")
            }
        }
    }

    @Test func `constants that are not per channel are left alone`() throws {
        for shape in [[7], [6, 7], [3, 1, 1, 1], [1, 7, 6, 7], [6, 1], [1, 1, 7, 6, 7]] {
            var sketch = Sketch(seed: Self.seed)
            let input = sketch.input([3, 5, 6, 7])
            let sums = sketch.conv(input, 5, 7, [1, 1])
            let value = sketch.node("Mul", [sums, sketch.weights(shape)])
            sketch.output(sketch.node("Add", [sketch.weights(shape), value]))
            try Twins(sketch.model, seed: Self.seed)
        }
    }

    @Test(arguments: [false, true], [false, true])
    func `residual sums`(isSwapped: Bool, isActive: Bool) throws {
        var sketch = Sketch(seed: Self.seed)
        let input = sketch.input([2, 19, 6, 6])
        let first = sketch.node("Relu", [sketch.conv(input, 19, 21, [1, 1])])
        let left = sketch.conv(first, 21, 21, [3, 3], ["pads": .ints([1, 1, 1, 1])])
        var sum = sketch.node("Add", isSwapped ? [first, left] : [left, first])
        if isActive { sum = sketch.node("LeakyRelu", [sum], ["alpha": .float(0.2)]) }
        let right = sketch.conv(sum, 21, 21, [1, 1])
        // Both inputs of the last sum are convolutions.
        let other = sketch.conv(first, 21, 21, [1, 1])
        sketch.output(sketch.node("Add", isSwapped ? [right, other] : [other, right]))
        let twins = try Twins(sketch.model, seed: Self.seed)
        #expect(twins.kernels("Add").isEmpty)
        #expect(twins.kernels("LeakyRelu").isEmpty)
    }

    @Test func `a residual joins grouped convolutions and lines, too`() throws {
        var sketch = Sketch(seed: Self.seed)
        let picture = sketch.input([1, 12, 5, 5])
        let grouped = sketch.conv(picture, 12, 12, [1, 1], group: 3)
        sketch.output(sketch.node("Relu", [sketch.node("Add", [picture, grouped])]))
        let line = sketch.input([2, 18, 20])
        let sums = sketch.conv(line, 18, 18, [3], ["pads": .ints([1, 1])])
        sketch.output(sketch.node("Clip", [sketch.node("Add", [sums, line])]))
        try Twins(sketch.model, seed: Self.seed)
    }

    @Test func `a value that is used twice or comes out is not fused away`() throws {
        var sketch = Sketch(seed: Self.seed)
        let input = sketch.input([1, 5, 6, 6])
        let twice = sketch.conv(input, 5, 18, [3, 3])
        let active = sketch.node("Relu", [twice])
        let middle = sketch.conv(active, 18, 18, [1, 1])
        let scaled = sketch.normalised(middle, 18)
        let doubled = sketch.node("Add", [twice, twice])
        let residual = sketch.conv(doubled, 18, 18, [1, 1])
        let sum = sketch.node("Add", [residual, scaled])
        let last = sketch.node("Add", [residual, sum])
        sketch.output(middle, last, sketch.node("Relu", [last]))
        try Twins(sketch.model, seed: Self.seed)
    }

    @Test func `weights that are computed run plainly`() throws {
        var sketch = Sketch(seed: Self.seed)
        let input = sketch.input([1, 3, 6, 6])
        let weights = sketch.input([4, 3, 3, 3])
        let sums = sketch.node("Conv", [input, weights])
        let bias = sketch.weights([4])
        let more = sketch.node("Conv", [input, weights, bias])
        let sum = sketch.node("Add", [sums, sketch.node("Relu", [more])])
        sketch.output(sketch.node("Relu", [sketch.normalised(sum, 4)]))
        try Twins(sketch.model, seed: Self.seed)
    }

    @Test func `an inner name does not hide another value`() throws {
        var sketch = Sketch(seed: Self.seed)
        let input = sketch.input([1, 12, 5, 5])
        let other = sketch.conv(input, 12, 12, [1, 1])
        let grouped = sketch.conv(input, 12, 12, [1, 1], group: 3)
        let result = sketch.node("Relu", [grouped])
        sketch.output(result, sketch.node("Sigmoid", [other]))
        var model = sketch.model
        // What the plan would call the sums before their Relu.
        for index in model.graph.nodes.indices {
            let rename = { (name: String) in name == other ? "\(result)/1" : name }
            model.graph.nodes[index].inputs = model.graph.nodes[index].inputs.map(rename)
            model.graph.nodes[index].outputs = model.graph.nodes[index].outputs.map(rename)
        }
        try Twins(model, seed: Self.seed)
    }
}
