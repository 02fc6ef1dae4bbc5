import Foundation
import Graphs
import ONNXFiles
import Tensors
import VisionModels

/// A pocket classifier made by hand: the brighter a crop is in the mean, the likelier it is good.
struct SmallClassifier {
    var classes = ["good", "missing"]
    /// Mean sample, 0...1, at which both classes are as likely.
    var middle: Float = 0.5
    /// How fast the odds change with the mean sample.
    var slope: Float = 80
    /// Pockets in one run; nil: as many as are given.
    var batch: Int?
    /// Whether it gives what is no number.
    var isBroken = false

    /// The model's file.
    func bytes() throws -> [UInt8] {
        let first = batch.map { Graphs.Dimension.known($0) } ?? .named("batch")
        func node(
            _ operation: String,
            _ inputs: [String],
            _ output: String,
            _ attributes: [String: Attribute] = [:]
        ) -> Node {
            Node(
                name: output,
                operation: operation,
                opset: 17,
                inputs: inputs,
                outputs: [output],
                attributes: attributes
            )
        }
        let weights = [slope, -slope].flatMap { [$0 / 3, $0 / 3, $0 / 3] }
        var nodes = [
            node("GlobalAveragePool", ["pockets"], "means"), node("Flatten", ["means"], "rows"),
            node(
                "Gemm",
                ["rows", "weights", "bias"],
                "odds",
                ["transB": .int(1)]
            ),
        ]
        if isBroken { nodes.append(node("Log", ["negative"], "nothing")) }
        if isBroken { nodes.append(node("Add", ["odds", "nothing"], "lost")) }
        nodes.append(node("Softmax", [isBroken ? "lost" : "odds"], "classes", ["axis": .int(1)]))
        var constants = [
            "weights": Tensor(weights, shape: [2, 3]),
            "bias": Tensor([-slope * middle, slope * middle], shape: [2]),
        ]
        if isBroken { constants["negative"] = Tensor([-1 as Float, -1], shape: [2]) }
        let card = ModelCard(
            task: .pocket,
            classes: classes,
            width: 32,
            height: 32,
            channels: 3,
            mean: [0, 0, 0],
            deviation: [1, 1, 1],
            threshold: 0.9
        )
        let graph = Graph(
            inputs: [
                GraphPort(
                    name: "pockets",
                    fact: ValueFact(.float32, [first, .known(3), .known(32), .known(32)])
                )
            ],
            outputs: [
                GraphPort(name: "classes", fact: ValueFact(.float32, [first, .known(2)]))
            ],
            constants: constants,
            nodes: nodes
        )
        return try ModelFile.bytes(
            Model(graph: graph, opsets: ["": 17], metadata: card.metadata, producer: "test")
        )
    }

    /// A new folder with the model as its classifier.
    func folder() throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "models-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(bytes()).write(to: folder.appending(path: "pocket.onnx"))
        return folder.path()
    }
}
