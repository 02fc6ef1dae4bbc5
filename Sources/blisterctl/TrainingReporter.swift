import Foundation
import Linux
import Training
import TrainingReports

/// Shows progress: one line that changes on a terminal, a line now and then otherwise.
final class TrainingReporter {
    private let start = MonotonicClock.nowNanoseconds
    private var line: ProgressLine?
    private var last = MonotonicClock.nowNanoseconds
    private let isTerminal = isatty(2) == 1

    func report(_ progress: Trainer.Progress) {
        let now = MonotonicClock.nowNanoseconds
        let line = line ?? ProgressLine(startStep: progress.step - 1)
        self.line = line
        guard now - last > (isTerminal ? 300_000_000 : 15_000_000_000) else { return }
        last = now
        let text = line.text(progress, seconds: Double(now - start) / 1e9)
        write(isTerminal ? "\r\u{1B}[K\(text)" : "\(text)\n")
    }

    /// What `training` gives while it reports here; the line ends however it ends.
    static func watching<Outcome>(
        _ training: (TrainingReporter) throws -> Outcome
    ) rethrows -> Outcome {
        let reporter = TrainingReporter()
        defer { reporter.end() }
        return try training(reporter)
    }

    private func end() {
        if isTerminal, line != nil { write("\n") }
    }

    private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
