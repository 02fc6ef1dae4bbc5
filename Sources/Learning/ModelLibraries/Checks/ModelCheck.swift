/// One thing that a model must be before it goes live.
///
/// A check leaves in the candidate what the next ones need. The calling thread; it may take seconds.
protocol ModelCheck: Sendable {
    static var name: String { get }
    static func examine(_ candidate: inout ModelCandidate, _ demands: ModelDemands) -> ModelFinding
}

extension ModelCheck {
    /// The check passes.
    static func passed(_ value: String, limit: String) -> ModelFinding {
        ModelFinding(name, value, limit: limit)
    }

    /// The check fails.
    static func failed(_ value: String, limit: String, cure: String) -> ModelFinding {
        ModelFinding(name, value, limit: limit, cure: cure)
    }
}
