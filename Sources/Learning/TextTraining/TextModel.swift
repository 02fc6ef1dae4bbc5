internal import Engine
internal import Foundation
internal import Graphs
internal import Layers
internal import Linux
internal import ONNXFiles
internal import SelfTests
internal import TextPictures
internal import TextReading
internal import Training
public import VisionModels

/// A reader of print: weights with what its file says of it.
public struct TextModel: Sendable {
    /// Weights of ``TextNet``.
    public var parameters: [Float]
    /// Further facts for the file: data, seed, metrics.
    public var facts: [String: String]

    /// Reads the model at `path`, to go on from.
    public init(path: String) throws(VisionModelError) {
        let cure = "give a model that blisterctl train --task print wrote as --base"
        do {
            let model = try ModelFile.read(path)
            let card = try ModelCard(metadata: model.metadata)
            guard card.task == .print else {
                let reason = "is for the task \(card.task.rawValue)"
                throw VisionModelError(path: path, reason: reason, cure: cure)
            }
            let net = TextNet.net(signs: TextSigns.all.count)
            let (values, missing) = NetModel.parameters(model, for: net, seed: 1)
            guard missing.isEmpty else {
                let reason = "is of another net (\(missing[0]) does not fit)"
                throw VisionModelError(path: path, reason: reason, cure: cure)
            }
            parameters = values
            facts = card.facts
        } catch let error as VisionModelError {
            throw error
        } catch {
            throw VisionModelError(path: path, reason: "\(error)", cure: cure)
        }
    }

    init(parameters: [Float], facts: [String: String]) {
        self.parameters = parameters
        self.facts = facts
    }

    /// What its file says of it.
    public var card: ModelCard {
        var facts = facts.filter { !$0.key.hasPrefix("training.norm.") && $0.key != "selftest" }
        facts[TextReader.signsFact] = String(TextSigns.all)
        return ModelCard(
            task: .print,
            width: TextNet.width,
            height: LineInput.height,
            channels: 1,
            mean: [0.5],
            deviation: [0.5],
            threshold: TextReader.confidenceMin,
            facts: facts
        )
    }

    /// Writes it to `path` whole or not at all, with what it must compute.
    public func write(path: String) throws {
        var model = NetModel.model(
            TextNet.net(signs: TextSigns.all.count),
            parameters: parameters,
            metadata: card.metadata
        )
        let seal = try ModelSelfTest.seal(model, pool: try ThreadPool(threadCount: 1))
        model.metadata[seal.key] = seal.text
        try AtomicFile.replace(path, with: try ModelFile.bytes(model))
    }
}
