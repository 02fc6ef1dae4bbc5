public import Measures
public import VisionModels

/// What a model made of an acceptance set.
public struct AcceptanceTrial: Sendable {
    /// The figures.
    public let report: EvaluationReport
    /// The limits they are held to.
    public let limits: AcceptanceLimits

    /// Judges every picture of `set` by `model`, one at a time.
    ///
    /// - Throws: ``AcceptanceError`` where the set is not as it was sealed, and whatever a picture
    ///   or the model throws.
    public init(_ set: AcceptanceSet, model: VisionModel) throws {
        var evaluation = Evaluation()
        try evaluation.add(try set.pictures(), judgedBy: model)
        report = evaluation.report
        limits = set.limits
    }

    /// What exceeds its limit, in words; empty where nothing does.
    public var excesses: [String] {
        var excesses: [String] = []
        func note(_ what: String, _ count: Int, _ total: Int, _ limit: Double) {
            // Only to see the difference between, say, 3 of 1,000 and a share of 0.003.
            guard total > 0, Double(count) > limit * Double(total) + 1e-9 else { return }
            excesses.append("\(count) of \(total) \(what), limit \(limit * 100) %")
        }
        for (kind, figures) in report.kinds.sorted(by: { $0.key < $1.key }) {
            note(
                "\(kind) escape",
                figures.escapes,
                figures.count,
                limits.escapeShareMax(of: kind)
            )
        }
        note("good are rejected", report.falseRejects, report.goodCount, limits.falseRejectShareMax)
        return excesses
    }

    /// All counts in one line.
    public var summary: String {
        let kinds = report.kinds.sorted { $0.key < $1.key }
            .map { "\($0.key) \($0.value.escapes) of \($0.value.count)" }
        return "escapes: \(kinds.joined(separator: ", ")); false rejects: "
            + "\(report.falseRejects) of \(report.goodCount)"
    }
}
