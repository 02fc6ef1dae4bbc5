import Engine
import Foundation
import PocketTraining
import Training
import VisionModels

/// `blisterctl train --task pocket`: a pocket classifier out of labelled or drawn crops.
struct PocketTrainingRun {
    /// Folder of crops; nil: drawn ones alone.
    let data: String?
    /// Whether crops are drawn, too.
    let isDrawn: Bool
    let out: String
    /// Model to go on from; nil: the shipped one, or the backbone alone where crops are drawn.
    let base: String?
    let seed: UInt64
    let minutes: Double?
    let steps: Int?
    let checkpoint: String?
    let threads: Int?

    func run() throws {
        let output = TrainingOutput(path: out)
        try output.check()
        let count = threads ?? max(1, ProcessInfo.processInfo.activeProcessorCount)
        var trainer = PocketTrainer(seed: seed, pool: try ThreadPool(threadCount: count))
        (trainer.steps, trainer.minutes, trainer.checkpoint) = (steps, minutes, checkpoint)
        if let base = try base ?? (isDrawn ? nil : ShippedModel.path("pocket")) {
            trainer.base = try PocketModel(path: base)
        } else {
            trainer.backbone = try ShippedModel.path("backbone")
        }
        let outcome = try TrainingReporter.watching { reporter in
            if let data, isDrawn {
                return try trainer.mixed(data) { reporter.report($0) }
            } else if let data {
                return try trainer.folder(data) { reporter.report($0) }
            } else {
                return try trainer.drawn { reporter.report($0) }
            }
        }
        try outcome.model.write(path: out)
        try output.writeLosses(outcome.records)
        print(summary(outcome))
    }

    private func summary(_ outcome: PocketTrainer.Outcome) -> String {
        let best = outcome.records.compactMap { record in
            record.validationLoss.map { ($0, record.validationRight ?? 0) }
        }
        .min { $0.0 < $1.0 }
        let classes = outcome.model.classes.joined(separator: ", ")
        guard let best else { return "\(out): \(classes)" }
        let right = String(format: "%.2f", best.1 * 100)
        return "\(out): \(classes); \(right) % of what was set aside right"
    }
}
