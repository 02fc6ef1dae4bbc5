internal import Engine
internal import Foundation
internal import Graphs
internal import Layers
internal import Linux
internal import ONNXFiles
internal import SelfTests
internal import Training
public import VisionModels

/// A pocket classifier: weights with what its file says of it.
public struct PocketModel: Sendable {
    /// Names of the classes in the order of the output.
    public var classes: [String]
    /// Weights of ``PocketNet``.
    public var parameters: [Float]
    /// A probability below it is undecided.
    public var threshold: Double
    /// Further facts for the file: data, seed, metrics.
    public var facts: [String: String]

    /// Reads the model at `path`, to go on from.
    public init(path: String) throws(VisionModelError) {
        do {
            let model = try ModelFile.read(path)
            let card = try ModelCard(metadata: model.metadata)
            guard card.task == .pocket else {
                throw VisionModelError(
                    path: path,
                    reason: "is for the task \(card.task.rawValue)",
                    cure: "give a model of the task pocket as --base"
                )
            }
            let net = PocketNet.net(classes: card.classes.count)
            let (values, missing) = NetModel.parameters(model, for: net, seed: 1)
            guard missing.isEmpty else {
                throw VisionModelError(
                    path: path,
                    reason: "is of another net (\(missing[0]) does not fit)",
                    cure: "give a model that blisterctl train wrote as --base"
                )
            }
            classes = card.classes
            parameters = values
            threshold = card.threshold
            facts = card.facts
        } catch let error as VisionModelError {
            throw error
        } catch let error as ModelCard.Flaw {
            throw VisionModelError(
                path: path,
                reason: error.description,
                cure: "give a model that blisterctl train wrote as --base"
            )
        } catch {
            throw VisionModelError(
                path: path,
                reason: "\(error)",
                cure: "give a model that blisterctl train wrote as --base"
            )
        }
    }

    init(classes: [String], parameters: [Float], threshold: Double, facts: [String: String]) {
        self.classes = classes
        self.parameters = parameters
        self.threshold = threshold
        self.facts = facts
    }

    /// Weights of a new model of so many classes: the trunk's out of the backbone at `path`.
    static func parameters(
        backbone path: String,
        classes: Int,
        seed: UInt64
    ) throws(VisionModelError) -> [Float] {
        let cure = "give the backbone that ships with the product"
        let model: Model
        do {
            model = try ModelFile.read(path)
        } catch {
            throw VisionModelError(path: path, reason: "\(error)", cure: cure)
        }
        let net = PocketNet.net(classes: classes)
        let (values, missing) = NetModel.parameters(model, for: net, seed: seed)
        if let layer = missing.first(where: { $0 == "conv_stem" || $0.hasPrefix("blocks.") }) {
            let reason = "has no layer \(layer) that fits"
            throw VisionModelError(path: path, reason: reason, cure: cure)
        }
        return values
    }

    /// Weights to begin with for a net of `classes`: the head is new unless they are the same.
    func parameters(for classes: [String], seed: UInt64) -> [Float] {
        let net = PocketNet.net(classes: classes.count)
        var values = net.initialParameters(seed: seed)
        let own = PocketNet.net(classes: self.classes.count).layout
        for entry in net.layout.entries {
            guard let found = own.entries.first(where: { $0.name == entry.name }) else { continue }
            if found.shape == entry.shape, net.layers[entry.layer].name != PocketNet.head {
                values.replaceSubrange(entry.range, with: parameters[found.range])
            } else if entry.role == .weight || entry.role == .bias {
                keepRows(entry, found, classes, &values)
            }
        }
        return values
    }

    /// Rows of the head for classes that both know.
    private func keepRows(
        _ entry: ParameterLayout.Entry,
        _ found: ParameterLayout.Entry,
        _ classes: [String],
        _ values: inout [Float]
    ) {
        let width = entry.count / entry.shape[0]
        for (row, name) in classes.enumerated() {
            guard let old = self.classes.firstIndex(of: name) else { continue }
            for column in 0..<width {
                values[entry.offset + row * width + column] =
                    parameters[found.offset + old * width + column]
            }
        }
    }

    /// What its file says of it.
    public var card: ModelCard {
        ModelCard(
            task: .pocket,
            classes: classes,
            width: PocketNet.side,
            height: PocketNet.side,
            channels: 3,
            mean: [Float](repeating: Crop.mean, count: 3),
            deviation: [Float](repeating: Crop.deviation, count: 3),
            threshold: threshold,
            facts: facts.filter { !$0.key.hasPrefix("training.norm.") && $0.key != "selftest" }
        )
    }

    /// Writes it to `path` whole or not at all, with what it must compute.
    public func write(path: String) throws {
        var model = NetModel.model(
            PocketNet.net(classes: classes.count),
            parameters: parameters,
            metadata: card.metadata
        )
        let name = "probabilities"
        model.graph.nodes.append(
            Node(
                name: name,
                operation: "Softmax",
                opset: 17,
                inputs: [PocketNet.output],
                outputs: [name],
                attributes: ["axis": .int(1)]
            )
        )
        model.graph.outputs[0].name = name
        let seal = try ModelSelfTest.seal(model, pool: try ThreadPool(threadCount: 1))
        model.metadata[seal.key] = seal.text
        try AtomicFile.replace(path, with: try ModelFile.bytes(model))
    }
}
