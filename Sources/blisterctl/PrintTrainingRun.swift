import Engine
import Foundation
import TextPictures
import TextReading
import TextTraining
import Training
import VisionModels

/// `blisterctl train --task print`: a reader of print out of labelled or drawn lines, or a finder.
struct PrintTrainingRun {
    /// Folder of labelled lines; nil: drawn ones alone.
    let data: String?
    let isFinder: Bool
    let out: String
    /// Model to go on from; nil: the shipped one, or none where lines are drawn alone.
    let base: String?
    let seed: UInt64
    let minutes: Double?
    let steps: Int?
    let checkpoint: String?
    let threads: Int?

    func run() throws {
        let output = TrainingOutput(path: out)
        try output.check()
        let table = try data.map { try LabelTable(folder: $0) }
        let letters = try LetterTable(path: PrintModels.letters())
        let count = threads ?? max(1, ProcessInfo.processInfo.activeProcessorCount)
        let pool = try ThreadPool(threadCount: count)
        let records = try TrainingReporter.watching { reporter in
            isFinder ? try find(letters, pool, reporter) : try read(table, letters, pool, reporter)
        }
        try output.writeLosses(records)
        let best = records.compactMap(\.validationRight).max() ?? 0
        let what = isFinder ? "fields" : "lines"
        let right = String(format: "%.2f", best * 100)
        print("\(out): \(right) % of the \(what) that were set aside right")
    }

    private func find(
        _ letters: LetterTable,
        _ pool: ThreadPool,
        _ reporter: TrainingReporter
    ) throws -> [TrainingRecord] {
        var trainer = FinderTrainer(seed: seed, table: letters, pool: pool)
        (trainer.steps, trainer.checkpoint) = (steps, checkpoint)
        return try trainer.run(path: out) { reporter.report($0) }
    }

    private func read(
        _ table: LabelTable?,
        _ letters: LetterTable,
        _ pool: ThreadPool,
        _ reporter: TrainingReporter
    ) throws -> [TrainingRecord] {
        var trainer = TextTrainer(seed: seed, table: letters, pool: pool)
        (trainer.steps, trainer.minutes, trainer.checkpoint) = (steps, minutes, checkpoint)
        let outcome: TextTrainer.Outcome
        if let table {
            let path = try base ?? ShippedModel.path("print")
            trainer.base = try TextModel(path: path)
            let reader = PrintReader(
                reader: try TextReader(path: path),
                finder: try LineFinder(path: PrintModels.finder())
            )
            outcome = try trainer.labelled(table, reader: reader) { reporter.report($0) }
        } else {
            trainer.base = try base.map { try TextModel(path: $0) }
            outcome = try trainer.drawn { reporter.report($0) }
        }
        try outcome.model.write(path: out)
        return outcome.records
    }
}
