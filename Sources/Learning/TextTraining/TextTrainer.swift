public import Engine
internal import Foundation
internal import Layers
public import TextPictures
public import TextReading
public import Training

/// Trains readers of print: on drawn lines without end, on labelled ones, or on both.
public struct TextTrainer {
    /// What every draw and every first weight follows from.
    public var seed: UInt64
    /// Steps to learn; by the data where nil.
    public var steps: Int?
    /// Minutes of this sitting; with a checkpoint the next one goes on.
    public var minutes: Double?
    /// Model to go on from.
    public var base: TextModel?
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

    /// What came of it.
    public struct Outcome {
        /// The model.
        public var model: TextModel
        /// What was measured on the way.
        public var records: [TrainingRecord]
    }

    private static let batch = 32
    private static let usualSteps = 16_000

    /// The minutes of a sitting are over.
    private struct SittingEnd: Error {}

    /// Learns from drawn lines.
    public func drawn(report: (Trainer.Progress) throws -> Void) throws -> Outcome {
        let source = DrawnLines(
            seed: seed,
            table: table,
            easyCount: base == nil ? 12_000 : 0,
            validationCount: 256
        )
        let facts = ["data": "lines drawn by TextPictures", "seed": "\(seed)"]
        let peak: Float = base == nil ? 2e-3 : 8e-4
        return try train(source, steps: steps ?? Self.usualSteps, peak: peak, facts, report)
    }

    /// Learns from the labelled lines of `table`, each found by `reader`, and from drawn ones.
    public func labelled(
        _ table: LabelTable,
        reader: PrintReader,
        report: (Trainer.Progress) throws -> Void
    ) throws -> Outcome {
        let drawn = DrawnLines(seed: seed, table: self.table, easyCount: 0, validationCount: 256)
        let source = try LabelledLines(table, reader: reader, drawn: drawn, seed: seed)
        let facts = [
            "data": "drawn lines and \(source.count) labelled ones, \(source.validationCount) to "
                + "judge by",
            "seed": "\(seed)",
        ]
        let usual = max(200, min(2_000, source.count * 4))
        // A long training may leave what it knew further behind.
        let peak: Float = steps ?? usual > 3_000 ? 1e-3 : 4e-4
        return try train(source, steps: steps ?? usual, peak: peak, facts, report)
    }

    private func train(
        _ source: any BatchSource,
        steps: Int,
        peak: Float,
        _ facts: [String: String],
        _ report: (Trainer.Progress) throws -> Void
    ) throws -> Outcome {
        let trainer = try Trainer(
            TextNet.net(signs: TextSigns.all.count),
            objectives: [Objective(TextNet.output, .ctc)],
            settings: settings(steps, peak),
            source: source,
            parameters: base?.parameters,
            checkpoint: checkpoint,
            pool: pool
        )
        let end = minutes.map { ContinuousClock.now + .seconds($0 * 60) }
        do {
            try trainer.run { progress in
                try report(progress)
                if let end, ContinuousClock.now >= end { throw SittingEnd() }
            }
        } catch is SittingEnd {
            // What was best so far is written; the checkpoint goes on from its last steps.
        }
        var facts = facts
        facts["steps"] = "\(trainer.state.step) of \(steps)"
        if let right = trainer.state.records.last?.validationRight {
            facts["metrics.validation-right"] = "\(right)"
        }
        return Outcome(
            model: TextModel(parameters: trainer.state.result, facts: facts),
            records: trainer.state.records
        )
    }

    private func settings(_ steps: Int, _ peak: Float) -> TrainingSettings {
        var settings = TrainingSettings(
            batch: Self.batch,
            steps: steps,
            optimiser: .adamW(decay: 0.01),
            schedule: Schedule(peak: peak, warmUpSteps: min(200, steps / 10)),
            seed: seed
        )
        settings.averageDecay = steps > 3_000 ? 0.998 : 0.98
        settings.gradientLengthMax = 8
        settings.validationInterval = max(25, min(500, steps / 10))
        settings.checkpointInterval = max(1, min(250, steps / 4))
        return settings
    }
}
