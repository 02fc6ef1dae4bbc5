internal import Engine
internal import Graphs

/// The engine knows every operator, and can settle how to compute the whole.
enum OperatorCheck: ModelCheck {
    static let name = "operators"
    private static let limit = "operators of opsets 1 to 22 and fixed shapes"

    static func examine(_ candidate: inout ModelCandidate, _: ModelDemands) -> ModelFinding {
        guard let model = candidate.model else {
            preconditionFailure("the format is checked first")
        }
        do {
            let plan = try Plan(model)
            candidate.plan = plan
            return passed("\(plan.layers.count) layers, all of them known", limit: limit)
        } catch {
            return failed(
                error.description,
                limit: limit,
                cure: "export it with operators that blisterctl model check accepts"
            )
        }
    }
}
