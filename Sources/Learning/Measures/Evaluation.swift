internal import Foundation

/// What a model or recipe said of labelled samples, summed up.
public struct Evaluation: Sendable {
    /// One judged sample.
    public struct Sample: Sendable {
        /// `good` or the kind of defect.
        public var label: String
        /// Higher is worse; any scale.
        public var score: Double
        /// Whether it would leave the line.
        public var isRejected: Bool
        /// What the model called it.
        public var answer: String
        /// Time to judge it, in milliseconds.
        public var milliseconds: Double

        /// Makes a sample.
        public init(
            label: String,
            score: Double,
            isRejected: Bool,
            answer: String,
            milliseconds: Double
        ) {
            self.label = label
            self.score = score
            self.isRejected = isRejected
            self.answer = answer
            self.milliseconds = milliseconds
        }
    }

    /// The samples in the order given.
    public private(set) var samples: [Sample] = []

    /// No samples.
    public init() {}

    /// Adds one.
    public mutating func add(_ sample: Sample) { samples.append(sample) }

    var good: [Sample] { samples.filter { $0.label == "good" } }
    var bad: [Sample] { samples.filter { $0.label != "good" } }

    /// The figures.
    public var report: EvaluationReport {
        let (good, bad) = (good, bad)
        var kinds: [String: EvaluationReport.Kind] = [:]
        for (label, members) in Dictionary(grouping: bad, by: \.label) {
            let escapes = members.count { !$0.isRejected }
            kinds[label] = EvaluationReport.Kind(
                count: members.count,
                escapes: escapes,
                interval: EvaluationReport.interval(escapes, members.count) ?? [0, 1],
                auroc: ScoreRanking.auroc(good: good.map(\.score), bad: members.map(\.score))
            )
        }
        let escapes = bad.count { !$0.isRejected }
        let falseRejects = good.count(where: \.isRejected)
        let times = samples.map(\.milliseconds).sorted()
        return EvaluationReport(
            auroc: ScoreRanking.auroc(good: good.map(\.score), bad: bad.map(\.score)),
            escapes: escapes,
            falseRejects: falseRejects,
            goodCount: good.count,
            badCount: bad.count,
            escapeInterval: EvaluationReport.interval(escapes, bad.count),
            falseRejectInterval: EvaluationReport.interval(falseRejects, good.count),
            kinds: kinds,
            confusion: Dictionary(grouping: samples, by: \.label).mapValues { members in
                Dictionary(grouping: members, by: \.answer).mapValues(\.count)
            },
            latency: times.isEmpty
                ? nil
                : EvaluationReport.Latency(
                    median: times[times.count / 2],
                    p999: times[min(times.count - 1, times.count * 999 / 1000)]
                )
        )
    }
}
