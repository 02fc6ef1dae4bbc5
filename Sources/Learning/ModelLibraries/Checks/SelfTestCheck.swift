internal import Engine
internal import SelfTests

/// The network computes on this machine what it computed when it was sealed.
enum SelfTestCheck: ModelCheck {
    static let name = "self-test"
    private static let limit = "the sealed outputs"

    static func examine(_ candidate: inout ModelCandidate, _: ModelDemands) -> ModelFinding {
        guard let model = candidate.model, let plan = candidate.plan else {
            preconditionFailure("format and operators are checked first")
        }
        do {
            let test = try ModelSelfTest(model)
            let proof = try test.run(plan, pool: try ThreadPool(threadCount: 1))
            return passed(
                proof == .bits ? "the same bits" : "the same numbers but for rounding",
                limit: limit
            )
        } catch {
            let sentence = "\(error)"
            let parts = sentence.split(separator: "; ", maxSplits: 1).map(String.init)
            return failed(
                parts.first ?? sentence,
                limit: limit,
                cure: parts.count > 1 ? parts[1] : "copy it again"
            )
        }
    }
}
