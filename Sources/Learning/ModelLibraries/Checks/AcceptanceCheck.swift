internal import AcceptanceSets
internal import VisionModels

/// The model does on the station's acceptance set what the set's limits ask.
enum AcceptanceCheck: ModelCheck {
    static let name = "acceptance"

    static func examine(
        _ candidate: inout ModelCandidate,
        _ demands: ModelDemands
    ) -> ModelFinding {
        guard let card = candidate.card else { preconditionFailure("the card is checked first") }
        guard let folder = demands.acceptanceFolder else {
            return passed("the station has no acceptance set", limit: "none")
        }
        do {
            let set = try AcceptanceSet(folder: folder)
            let limit = "the limits of \(folder)"
            guard card.task == .pocket || card.task == .anomaly,
                set.task.map({ $0 == card.task.rawValue }) ?? true
            else {
                candidate.acceptance = set.digest
                return passed("the set does not judge the task \(card.task.rawValue)", limit: limit)
            }
            let trial = try AcceptanceTrial(set, model: VisionModel(path: candidate.path))
            guard trial.excesses.isEmpty else {
                return failed(
                    trial.excesses.joined(separator: "; "),
                    limit: limit,
                    cure: "train it with more pictures of what it gets wrong"
                )
            }
            candidate.acceptance = set.digest
            return passed(trial.summary, limit: limit)
        } catch let error as AcceptanceError {
            return failed(
                "the acceptance set cannot be used: \(error.path) \(error.reason)",
                limit: "a sealed acceptance set",
                cure: error.cure
            )
        } catch {
            return failed("\(error)", limit: "a sealed acceptance set", cure: "check the pictures")
        }
    }
}
