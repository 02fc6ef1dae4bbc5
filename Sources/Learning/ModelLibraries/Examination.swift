internal import AcceptanceSets
internal import Foundation
public import VisionModels

/// A model held to every demand, check by check, up to the first that fails.
public struct Examination: Sendable {
    /// Every check of a model that is to become live, in order.
    static var all: [any ModelCheck.Type] { proof + [LatencyCheck.self, AcceptanceCheck.self] }
    /// Those that a model which was live before must pass again.
    static var proof: [any ModelCheck.Type] {
        [
            FormatCheck.self, SignatureCheck.self, OperatorCheck.self, CardCheck.self,
            RecipeCheck.self, SelfTestCheck.self,
        ]
    }

    /// Name that people know the file by.
    public let name: String
    /// SHA-256 of the file.
    public let digest: String
    /// What was found, in order; only the last can fail.
    public private(set) var findings: [ModelFinding] = []
    /// What the file says of itself; nil where a check before failed.
    public let card: ModelCard?
    /// Key that signed it.
    public let signedBy: String?
    /// Digest of the acceptance set that it passed.
    public let acceptance: String?

    /// Whether every check passes.
    public var passes: Bool { findings.allSatisfy(\.passes) }
    /// The check that fails.
    public var failure: ModelFinding? { findings.first { !$0.passes } }

    init(
        _ candidate: consuming ModelCandidate,
        _ demands: ModelDemands,
        checks: [any ModelCheck.Type] = all
    ) {
        for check in checks {
            let finding = check.examine(&candidate, demands)
            findings.append(finding)
            if !finding.passes { break }
        }
        (name, digest, card) = (candidate.name, candidate.digest, candidate.card)
        (signedBy, acceptance) = (candidate.signedBy, candidate.acceptance)
    }

    /// A file that cannot be examined, or a refusal from outside the checks.
    init(name: String, digest: String, findings: [ModelFinding], card: ModelCard? = nil) {
        (self.name, self.digest, self.findings, self.card) = (name, digest, findings, card)
        (signedBy, acceptance) = (nil, nil)
    }

    /// The same with a last finding.
    func adding(_ finding: ModelFinding) -> Examination {
        var longer = self
        longer.findings.append(finding)
        return longer
    }

    /// What a person reads beside a file that was moved aside.
    var rejection: String {
        var lines = [
            "\(name) was not taken into use at \(Date.now.formatted(.iso8601)).",
            "The model that was live before is still live.", "",
        ]
        if let failure {
            lines += [
                "Failed check: \(failure.check)", "Found:        \(failure.value)",
                "Wanted:       \(failure.limit)", "What to do:   \(failure.cure ?? "")", "",
            ]
        }
        lines += findings.filter(\.passes).map { "passed: \($0)" }
        lines.append("SHA-256: \(digest)")
        return lines.joined(separator: "\n") + "\n"
    }
}
