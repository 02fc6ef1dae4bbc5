internal import Foundation
internal import Graphs
internal import ONNXFiles
internal import ONNXMessages
internal import SwiftProtobuf
internal import Tensors

/// Small sound models that between them go through every way a plan has of computing.
package enum EngineSamples {
    /// All of them as files.
    package static func files() throws -> [[UInt8]] {
        try [picture(), rows(), shapes()].map { try ModelFile.bytes($0) }
            + [SampleModels.convolution(), SampleModels.shuffled()].map {
                try $0.serializedBytes()
            }
    }

    /// Convolutions with all that is folded and fused into them, pools, a gate, a sum of parts.
    private static func picture() -> Model {
        var nodes = Nodes()
        nodes.constants["w1"] = floats([4, 3, 3, 3])
        nodes.constants["w2"] = floats([4, 1, 3, 3])
        nodes.constants["w3"] = floats([16, 4, 1, 1])
        nodes.constants["w4"] = floats([16, 16, 3, 3])
        nodes.constants["b"] = floats([4])
        nodes.constants["scales"] = Tensor([1, 1, 2, 2] as [Float], shape: [4])
        let same: [String: Attribute] = ["pads": .ints([1, 1, 1, 1]), "group": .int(1)]
        nodes.add("Conv", ["x", "w1", "b"], "c1", same)
        nodes.add("BatchNormalization", ["c1", "b", "b", "b", "b"], "n1", ["epsilon": .float(10)])
        nodes.add("Relu", ["n1"], "r1")
        nodes.add("Conv", ["r1", "w2"], "c2", ["pads": .ints([1, 1, 1, 1]), "group": .int(4)])
        nodes.add("Add", ["c2", "r1"], "s1")
        nodes.add("Clip", ["s1"], "p0")
        let halved: [String: Attribute] = [
            "kernel_shape": .ints([2, 2]), "strides": .ints([2, 2]), "ceil_mode": .int(0),
        ]
        nodes.add("MaxPool", ["p0"], "p1", halved)
        nodes.add("Conv", ["p1", "w3"], "c3", ["strides": .ints([1, 1])])
        nodes.add("GlobalAveragePool", ["c3"], "m1")
        nodes.add("Sigmoid", ["m1"], "g1")
        nodes.add("Mul", ["c3", "g1"], "g2")
        nodes.add("Conv", ["g2", "w4"], "c4", ["auto_pad": .string("SAME_UPPER")])
        nodes.add("Concat", ["c4", "g2"], "k1", ["axis": .int(1)])
        nodes.add("AveragePool", ["k1"], "p2", halved)
        nodes.add(
            "Resize",
            ["p2", "", "scales"],
            "y",
            [
                "coordinate_transformation_mode": .string("asymmetric"),
                "nearest_mode": .string("floor"),
            ]
        )
        return nodes.model(["x": [1, 3, 8, 8]], "y", "m1")
    }

    /// Fully connected layers and what surrounds them.
    private static func rows() -> Model {
        var nodes = Nodes()
        nodes.constants["w1"] = floats([12, 5])
        nodes.constants["w2"] = floats([3, 5])
        nodes.constants["b"] = floats([3])
        nodes.add("Flatten", ["x"], "f", ["axis": .int(1)])
        nodes.add("MatMul", ["f", "w1"], "m")
        nodes.add("Tanh", ["m"], "t")
        nodes.add("Gemm", ["t", "w2", "b"], "g", ["transB": .int(1)])
        nodes.add("Softmax", ["g"], "y", ["axis": .int(-1)])
        nodes.add("ReduceMean", ["x"], "a", ["axes": .ints([2, 3]), "keepdims": .int(0)])
        nodes.add("HardSwish", ["a"], "h")
        nodes.add("Sub", ["h", "a"], "d")
        nodes.add("LeakyRelu", ["d"], "z", ["alpha": .float(0.2)])
        return nodes.model(["x": [2, 3, 2, 2]], "y", "z")
    }

    /// Shapes that are computed, whole numbers between floats.
    private static func shapes() -> Model {
        var nodes = Nodes()
        nodes.constants["two"] = Tensor([2] as [Int64], shape: [1])
        nodes.constants["places"] = Tensor([1, 0] as [Int64], shape: [2])
        nodes.constants["sizes"] = Tensor([2, -1] as [Int64], shape: [2])
        nodes.add("Shape", ["x"], "s")
        nodes.add("Gather", ["s", "places"], "g", ["axis": .int(0)])
        nodes.add("Concat", ["g", "two"], "c", ["axis": .int(0)])
        nodes.add("Expand", ["z", "c"], "e")
        nodes.add("ConstantOfShape", ["g"], "o")
        nodes.add("Add", ["o", "x"], "a")
        nodes.add("Reshape", ["a", "sizes"], "r")
        nodes.add("Transpose", ["r"], "t", ["perm": .ints([1, 0])])
        nodes.add("ArgMax", ["t"], "n", ["axis": .int(1)])
        nodes.add("Cast", ["n"], "f", ["to": .int(1)])
        nodes.add("Tile", ["f", "places"], "tt")
        nodes.add("Identity", ["f"], "i")
        nodes.add("Relu", ["i"], "y")
        return nodes.model(["x": [3, 4], "z": [1]], "y", "e", "tt")
    }

    private static func floats(_ shape: [Int]) -> Tensor {
        Tensor((0..<shape.reduce(1, *)).map { Float($0 % 11) / 8 - 0.5 }, shape: shape)
    }
}

/// Nodes while they are listed.
private struct Nodes {
    var constants: [String: Tensor] = [:]
    private var nodes: [Node] = []

    init() {}

    mutating func add(
        _ operation: String,
        _ inputs: [String],
        _ output: String,
        _ attributes: [String: Attribute] = [:]
    ) {
        nodes.append(
            Node(
                name: "",
                operation: operation,
                opset: 17,
                inputs: inputs,
                outputs: [output],
                attributes: attributes
            )
        )
    }

    func model(_ inputs: [String: [Int]], _ outputs: String...) -> Model {
        func port(_ name: String, _ shape: [Int]?) -> GraphPort {
            GraphPort(name: name, fact: ValueFact(.float32, shape?.map { .known($0) }))
        }
        let graph = Graph(
            inputs: inputs.sorted { $0.key < $1.key }.map { port($0.key, $0.value) },
            outputs: outputs.map { port($0, nil) },
            constants: constants,
            nodes: nodes
        )
        return Model(graph: graph, opsets: ["": 17])
    }
}
