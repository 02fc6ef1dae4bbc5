internal import Engine
internal import Graphs
internal import ONNXFiles
internal import SelfTests
internal import Tensors
public import VisionModels

/// A classifier of a few weights: what is darker than the middle is bad, and how dark tells its kind.
///
/// Looks at the mean of 8 × 8 mono pictures: bright is `good`, dark `missing`.
public struct SmallModel: Sendable {
    /// Its card, as it will be written.
    public var card = ModelCard(
        task: .pocket,
        classes: ["good", "missing"],
        width: 8,
        height: 8,
        channels: 1,
        mean: [0.5],
        deviation: [0.5],
        threshold: 0.6
    )
    /// How surely it tells; another one makes another file.
    public var gain: Float = 20
    /// Whether dark is called good: a model that no acceptance set lets through.
    public var isUpsideDown = false
    /// Whether the file states what it must compute.
    public var isSealed = true
    /// Columns that the network takes; nil: as the card says.
    public var width: Int?
    /// Operator in place of Softmax.
    public var operation = "Softmax"
    /// Layers of 64 × 64 before the last, to make it slow.
    public var extraLayers = 0

    /// The model as it stands.
    public init() {}

    /// The same with `change`.
    public func with(_ change: (inout SmallModel) -> Void) -> SmallModel {
        var model = self
        change(&model)
        return model
    }

    private var model: Model {
        let side = (width ?? card.width) * card.height
        let sign: Float = isUpsideDown ? -1 : 1
        let weights = (0..<side).flatMap { _ in
            [sign * gain / Float(side), -sign * gain / Float(side)]
        }
        let square = (0..<side * side).map { Float($0 / side == $0 % side ? 1 : 0) }
        var constants = ["w": Tensor(weights, shape: [side, 2])]
        var nodes = [
            Node(
                name: "flat",
                operation: "Flatten",
                opset: 17,
                inputs: ["in"],
                outputs: ["v0"]
            )
        ]
        for layer in 0..<extraLayers {
            constants["s\(layer)"] = Tensor(square, shape: [side, side])
            nodes.append(
                Node(
                    name: "layer\(layer)",
                    operation: "MatMul",
                    opset: 17,
                    inputs: ["v\(layer)", "s\(layer)"],
                    outputs: ["v\(layer + 1)"]
                )
            )
        }
        nodes += [
            Node(
                name: "sum",
                operation: "MatMul",
                opset: 17,
                inputs: ["v\(extraLayers)", "w"],
                outputs: ["scores"]
            ),
            Node(
                name: "last",
                operation: operation,
                opset: 17,
                inputs: ["scores"],
                outputs: ["out"]
            ),
        ]
        let fact = ValueFact(
            .float32,
            [
                .named("batch"), .known(card.channels), .known(card.height),
                .known(width ?? card.width),
            ]
        )
        return Model(
            graph: Graph(
                inputs: [GraphPort(name: "in", fact: fact)],
                outputs: [GraphPort(name: "out", fact: ValueFact(.float32, nil))],
                constants: constants,
                nodes: nodes
            ),
            opsets: ["": 17],
            metadata: card.metadata
        )
    }

    /// The file.
    public func bytes() throws -> [UInt8] {
        var model = model
        if isSealed {
            let seal = try ModelSelfTest.seal(model, pool: ThreadPool(threadCount: 1))
            model.metadata[seal.key] = seal.text
        }
        return try ModelFile.bytes(model)
    }
}
