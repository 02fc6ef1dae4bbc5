import ArgumentParser
import Engine
import Foundation
import Imaging
import Linux
import PocketTraining
import Training
import TrainingReports
import VisionModels

/// `blisterctl train`: a model from labelled pictures.
struct TrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Trains a model, or goes on from one, on this machine.",
        discussion: """
            The data is a folder per class (good and any kinds of defects) or the MVTec AD layout; \
            pictures named NAME-p3.png, NAME-p4.png are of one blister and stay together when some \
            are set aside to judge by. With --base the model goes on from another one, which takes \
            minutes; classes that it does not know get a new last layer. With --drawn crops are \
            drawn without end instead, as simulate --crops draws them. The model is written whole, \
            sealed with its self-test, with the losses as a picture beside it.
            """
    )

    @Option(help: "Folder of labelled pictures.") var data: String?
    @Flag(help: "Draws the pictures instead.") var drawn = false
    @Option(help: "What the model is for: pocket, anomaly or print.") var task: String
    @Option(help: "Model to write.") var out: String
    @Option(help: "Model to go on from.") var base: String?
    @Option(help: "Seed of every random choice.") var seed: UInt64 = 1
    @Option(help: "Minutes that it may take; it learns in fewer steps then.") var minutes: Double?
    @Option(help: "Batches of 64 to learn from, instead of as many as suit the data.")
    var steps: Int?
    @Option(help: "File to go on from after an interruption; the same command goes on.")
    var checkpoint: String?
    @Option(help: "Threads; the processor's count by default.") var threads: Int?

    func validate() throws {
        guard (data != nil) != drawn else {
            throw ValidationError("give either --data or --drawn")
        }
        guard steps ?? 1 > 0, minutes ?? 1 > 0, (1...256).contains(threads ?? 1) else {
            throw ValidationError("--steps, --minutes and --threads are at least 1")
        }
        guard checkpoint == nil || minutes == nil else {
            throw ValidationError(
                "give --steps with --checkpoint: --minutes varies by machine load"
            )
        }
    }

    func run() throws {
        guard let task = ModelCard.Task(rawValue: task), task != .backbone else {
            throw InputError("train: unknown task '\(task)'; use pocket, anomaly or print")
        }
        guard task == .pocket else {
            throw InputError(
                "train: the task \(task.rawValue) cannot be trained yet; use pocket"
            )
        }
        let folder = URL(filePath: out).deletingLastPathComponent().path(percentEncoded: false)
        guard FileManager.default.isWritableFile(atPath: folder) else {
            throw InputError("\(out): its folder cannot be written; name another place")
        }
        let count = threads ?? max(1, ProcessInfo.processInfo.activeProcessorCount)
        var trainer = PocketTrainer(seed: seed, pool: try ThreadPool(threadCount: count))
        (trainer.steps, trainer.minutes, trainer.checkpoint) = (steps, minutes, checkpoint)
        if let base { trainer.base = try PocketModel(path: base) }
        let reporter = ProgressReporter()
        let outcome: PocketTrainer.Outcome
        if let data {
            outcome = try trainer.folder(data) { reporter.report($0) }
        } else {
            outcome = try trainer.drawn { reporter.report($0) }
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

/// Shows progress: one line that changes on a terminal, a line now and then otherwise.
private final class ProgressReporter {
    private let start = MonotonicClock.nowNanoseconds
    private var line: ProgressLine?
    private var last: UInt64 = 0
    private let isTerminal = isatty(2) == 1

    func report(_ progress: Trainer.Progress) {
        let now = MonotonicClock.nowNanoseconds
        let line = line ?? ProgressLine(startStep: progress.step - 1)
        self.line = line
        let pause: UInt64 = isTerminal ? 300_000_000 : 15_000_000_000
        guard UInt64(now) - last > pause || progress.step == progress.steps else { return }
        last = UInt64(now)
        let text = line.text(progress, seconds: Double(now - start) / 1e9)
        write(isTerminal ? "\r\u{1B}[K\(text)" : "\(text)\n")
    }

    func end() {
        if isTerminal { write("\n") }
    }

    private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
