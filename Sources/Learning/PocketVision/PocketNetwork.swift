internal import Digests
internal import Engine
internal import Foundation
internal import Graphs
internal import ONNXFiles
public import VisionModels

/// A network that looks at pockets, read, checked and planned once for any number of threads.
///
/// Sessions of all threads share its plan and packed weights. Thread-safe as a value.
public struct PocketNetwork: Sendable {
    /// The file, or what stands for it.
    public let name: String
    /// SHA-256 of the file, 64 hexadecimal digits.
    public let digest: String
    /// What the file says of itself.
    public let card: ModelCard
    /// Pockets that it looks at in one run, where its file states no number: values between its layers
    /// stay in a core's own cache then, and threads can share the pockets of one blister.
    static let pocketsPerRun = 2
    /// Pockets that it looks at in one run.
    let batch: Int
    let plan: Plan

    /// Reads the file at `path`; see ``init(bytes:name:task:pocketCount:)``.
    public init(
        path: String,
        task: ModelCard.Task,
        pocketCount: Int
    ) throws(VisionModelError) {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw VisionModelError(
                path: path,
                reason: "cannot be read",
                cure: "put the model there, or name its folder with --models or models:"
            )
        }
        try self.init(bytes: Array(data), name: path, task: task, pocketCount: pocketCount)
    }

    /// Plans a model out of its file's `bytes`.
    ///
    /// - Parameters:
    ///   - bytes: The file; weights beside it are not looked for.
    ///   - name: What errors and people call it.
    ///   - task: ``ModelCard/Task/pocket`` or ``ModelCard/Task/anomaly``.
    ///   - pocketCount: Pockets of a blister, at least 1; the file may state how many it takes at once.
    /// - Throws: What is wrong, with file, reason and cure.
    public init(
        bytes: [UInt8],
        name: String,
        task: ModelCard.Task,
        pocketCount: Int
    ) throws(VisionModelError) {
        self.name = name
        digest = SHA256Digest(of: bytes).description
        func flaw(_ reason: String, _ cure: String) -> VisionModelError {
            VisionModelError(path: name, reason: reason, cure: cure)
        }
        let model: Model
        do {
            model = try ModelFile.model(bytes)
        } catch {
            throw flaw("\(error)", "export it again, or take it from its library")
        }
        do {
            card = try ModelCard(metadata: model.metadata)
        } catch {
            throw flaw(error.description, "use a model that blisterctl train wrote")
        }
        guard card.task == task else {
            throw flaw(
                "is a model for the task \(card.task.rawValue), not \(task.rawValue)",
                "use a model for this task"
            )
        }
        guard model.graph.inputs.count == 1, let input = model.graph.inputs.first else {
            throw flaw("has \(model.graph.inputs.count) inputs, not 1", "export it again")
        }
        batch = input.fact.shape?.first?.extent ?? min(Self.pocketsPerRun, max(1, pocketCount))
        do {
            let shape = [batch, card.channels, card.height, card.width]
            plan = try Plan(model, batch: batch, shapes: [input.name: shape])
        } catch {
            throw flaw(error.description, "export it again, or take it from its library")
        }
        guard Self.answers(plan, card, batch: batch) else {
            throw flaw(
                "its outputs do not answer its task",
                "use a model that blisterctl train wrote"
            )
        }
    }

    /// Whether the outputs are probabilities of the classes, or a score and its map, per pocket.
    private static func answers(_ plan: Plan, _ card: ModelCard, batch: Int) -> Bool {
        let counts = plan.outputs.map { $0.fact.extents?.reduce(1, *) }
        guard batch > 0, let first = counts.first else { return false }
        switch card.task {
        case .pocket: return first == batch * card.classes.count
        case .anomaly:
            let shape = plan.outputs.count > 1 ? plan.outputs[1].fact.extents : nil
            guard first == batch, let shape, shape.count == 4 else { return false }
            return shape[0] == batch && shape[1] == 1 && shape[2] > 0 && shape[3] > 0
        case .backbone, .print: return false
        }
    }

    /// First digits of the digest, enough for people.
    public var shortDigest: String { String(digest.prefix(16)) }
}
