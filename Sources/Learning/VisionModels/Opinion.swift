/// What follows from a finding by its model's card.
public struct Opinion: Sendable, Equatable {
    /// The answer of a classifier that is not sure enough.
    public static let undecided = "undecided"

    /// Higher is worse: 1 - P(good) of a classifier, the distance of an anomaly model.
    public let score: Double
    /// Whether it rejects.
    public let isRejected: Bool
    /// The class, ``undecided``, `good` or `anomaly`.
    public let answer: String

    /// Judges `finding` by `card`.
    public init(_ finding: VisionModel.Finding, _ card: ModelCard) {
        switch finding {
        case .classes(let probabilities):
            let best = probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0
            let good = card.classes.firstIndex(of: "good").map { Double(probabilities[$0]) } ?? 0
            score = 1 - good
            // What is not surely good is rejected; what is not surely anything has no name.
            answer =
                Double(probabilities[best]) < card.threshold ? Self.undecided : card.classes[best]
            isRejected = answer != "good"
        case .anomaly(let value, _, _):
            score = Double(value)
            isRejected = !(score <= card.threshold)
            answer = isRejected ? "anomaly" : "good"
        }
    }
}
