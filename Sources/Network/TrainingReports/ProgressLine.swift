public import Training

/// How training stands, as one line of text for a person who waits.
public struct ProgressLine: Sendable {
    private let startStep: Int
    private let barWidth: Int

    /// Begins at `startStep`, which is not 0 where training goes on from a checkpoint.
    ///
    /// - Parameters:
    ///   - startStep: Steps done before the clock started.
    ///   - barWidth: Characters of the bar.
    public init(startStep: Int = 0, barWidth: Int = 24) {
        self.startStep = startStep
        self.barWidth = max(1, barWidth)
    }

    /// The line `seconds` after the start; the time that is left follows from the steps so far.
    public func text(_ progress: Trainer.Progress, seconds: Double) -> String {
        let share = Double(progress.step) / Double(max(1, progress.steps))
        let filled = min(barWidth, Int(share * Double(barWidth)))
        let bar =
            String(repeating: "#", count: filled)
            + String(repeating: "-", count: barWidth - filled)
        var text = "[\(bar)] \(progress.step)/\(progress.steps)"
        text += "  loss \(Self.number(progress.loss, places: 4))"
        if let loss = progress.record?.validationLoss {
            text += "  validation \(Self.number(loss, places: 4))"
        }
        if let right = progress.record?.validationRight {
            text += ", \(Self.number(right * 100, places: 1)) % right"
        }
        let done = progress.step - startStep
        guard done > 0 else { return text }
        let left = seconds / Double(done) * Double(progress.steps - progress.step)
        return text + "  \(Self.clock(left)) left"
    }

    /// Minutes and seconds, with hours where there are any.
    static func clock(_ seconds: Double) -> String {
        let whole = Int(max(0, seconds).rounded())
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let minutes = whole / 60
        guard minutes >= 60 else { return "\(minutes):\(two(whole % 60))" }
        return "\(minutes / 60):\(two(minutes % 60)):\(two(whole % 60))"
    }

    private static func number(_ value: Double, places: Int) -> String {
        guard value.isFinite, abs(value) < 1e9 else { return "\(value)" }
        var scale = 1
        for _ in 0..<places { scale *= 10 }
        let scaled = Int((abs(value) * Double(scale)).rounded())
        let digits = String(scaled % scale)
        let zeros = String(repeating: "0", count: places - digits.count)
        return "\(value < 0 && scaled > 0 ? "-" : "")\(scaled / scale).\(zeros)\(digits)"
    }
}
