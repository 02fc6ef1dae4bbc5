import Engine
import Foundation
import Imaging
import PocketTraining
import Training
import TrainingReports
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
        let folder = URL(filePath: out).deletingLastPathComponent().path(percentEncoded: false)
        guard FileManager.default.isWritableFile(atPath: folder) else {
            throw InputError("\(out): its folder cannot be written; name another place")
        }
        let count = threads ?? max(1, ProcessInfo.processInfo.activeProcessorCount)
        var trainer = PocketTrainer(seed: seed, pool: try ThreadPool(threadCount: count))
        (trainer.steps, trainer.minutes, trainer.checkpoint) = (steps, minutes, checkpoint)
        if let base = try base ?? (isDrawn ? nil : ShippedModel.path("pocket")) {
            trainer.base = try PocketModel(path: base)
        } else {
            trainer.backbone = try ShippedModel.path("backbone")
        }
        let reporter = TrainingReporter()
        let outcome: PocketTrainer.Outcome
        do {
            if let data, isDrawn {
                outcome = try trainer.mixed(data) { reporter.report($0) }
            } else if let data {
                outcome = try trainer.folder(data) { reporter.report($0) }
            } else {
                outcome = try trainer.drawn { reporter.report($0) }
            }
        } catch {
            reporter.end()
            throw error
        }
        reporter.end()
        try outcome.model.write(path: out)
        let curve = URL(filePath: out).deletingPathExtension().appendingPathExtension("png")
        try LossCurve().picture(outcome.records).write(path: curve.path(percentEncoded: false))
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
