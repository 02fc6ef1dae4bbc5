public import Engine
internal import Foundation
internal import Graphs
internal import Layers
internal import Linux
internal import ONNXFiles
internal import SelfTests
public import TextPictures
internal import TextReading
public import Training
internal import VisionModels

/// Trains the net that finds lines of print, on drawn pictures without end, and writes its file.
public struct FinderTrainer {
    private static let batch = 8
    private static let usualSteps = 2_000

    /// What every draw and every first weight follows from.
    public var seed: UInt64
    /// Steps to learn; a usual number where nil.
    public var steps: Int?
    /// File to go on from after an interruption.
    public var checkpoint: String?
    /// Letters to draw with.
    public var table: LetterTable
    /// Threads that share the work.
    public var pool: ThreadPool

    /// Makes a trainer.
    public init(seed: UInt64, table: LetterTable, pool: ThreadPool) {
        self.seed = seed
        self.table = table
        self.pool = pool
    }

    /// Learns, and writes the model to `path`, whole or not at all, with what it must compute.
    ///
    /// - Returns: what was measured on the way.
    public func run(
        path: String,
        report: (Trainer.Progress) throws -> Void
    ) throws -> [TrainingRecord] {
        let net = FinderNet.net(side: SceneSource.side)
        let steps = steps ?? Self.usualSteps
        var settings = TrainingSettings(
            batch: Self.batch,
            steps: steps,
            optimiser: .adamW(decay: 0.01),
            schedule: Schedule(peak: 2e-3, warmUpSteps: min(100, steps / 10)),
            seed: seed
        )
        settings.averageDecay = 0.99
        settings.gradientLengthMax = 5
        settings.validationInterval = max(25, min(500, steps / 10))
        settings.checkpointInterval = max(1, min(250, steps / 4))
        let trainer = try Trainer(
            net,
            objectives: [Objective(FinderNet.output, .crossEntropy())],
            settings: settings,
            source: DrawnScenes(seed: seed, table: table, validationCount: 64),
            checkpoint: checkpoint,
            pool: pool
        )
        try trainer.run { try report($0) }
        var facts = [
            LineFinder.partFact: LineFinder.part,
            "data": "pictures drawn by TextPictures",
            "seed": "\(seed)",
            "steps": "\(trainer.state.step)",
        ]
        if let right = trainer.state.records.last?.validationRight {
            facts["metrics.validation-right"] = "\(right)"
        }
        let card = ModelCard(
            task: .print,
            width: SceneSource.side,
            height: SceneSource.side,
            channels: 1,
            mean: [0.5],
            deviation: [0.5],
            threshold: 0.4,
            facts: facts
        )
        var model = NetModel.model(
            net,
            parameters: trainer.state.result,
            metadata: card.metadata
        )
        let seal = try ModelSelfTest.seal(model, pool: try ThreadPool(threadCount: 1))
        model.metadata[seal.key] = seal.text
        try AtomicFile.replace(path, with: try ModelFile.bytes(model))
        return trainer.state.records
    }
}
