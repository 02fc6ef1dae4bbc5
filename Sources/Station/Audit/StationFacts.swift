internal import AuditTrails
internal import Digests
internal import Foundation
internal import Inspection
internal import Linux
internal import Panel

/// What a station starts with, by digest: what a later start is compared with.
struct StationFacts {
    /// One thing that can become another one.
    private struct Fact {
        let name: String
        let event: AuditEvent?
        let value: String
        /// Says who changed it last; nil for what is no file.
        let path: String?
    }

    private let facts: [Fact]
    /// The limits of the recipe as text.
    private let limits: String

    init(configuration: StationConfiguration, product: TaughtProduct) {
        limits = Self.limits(of: product.recipe)
        let recipe = configuration.recipePath
        facts = [
            Fact(name: "program", event: nil, value: Self.digest("/proc/self/exe"), path: nil),
            Fact(
                name: "configuration",
                event: .configuration,
                value: configuration.path.map { Self.digest($0) } ?? "-",
                path: configuration.path
            ),
            Fact(name: "recipe", event: .recipe, value: Self.digest(recipe), path: recipe),
            Fact(
                name: "limits",
                event: .threshold,
                value: SHA256Digest(of: Array(limits.utf8)).description,
                path: recipe
            ),
            Fact(
                name: "calibration",
                event: .calibration,
                value: configuration.calibrationPath.map { Self.digest($0) } ?? "-",
                path: configuration.calibrationPath
            ),
            Fact(
                name: "users",
                event: .account,
                value: configuration.panel.map { Self.digest($0.usersFile) } ?? "-",
                path: configuration.panel?.usersFile
            ),
            Fact(
                name: "product_model",
                event: .model,
                value: product.recipe.modelDigest,
                path: recipe
            ),
            Fact(
                name: "network",
                event: .model,
                value: product.recipe.networkDigest ?? "-",
                path: recipe
            ),
        ]
    }

    /// The entry of a start of whose predecessor nothing is known.
    var start: AuditNote {
        AuditNote(
            .start,
            after: facts.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
        )
    }

    /// The entries of a start behind `history`: one for the start, one for everything that is another
    /// than at the start before.
    func notes(behind history: AuditHistory) -> [AuditNote] {
        let before = history.latest[.start]?.note.after
        let old = Self.values(before ?? "")
        var first = start
        first.before = before
        first.reason = history.wasCutOff ? "the run before was cut off" : nil
        var notes = [first]
        for fact in facts {
            guard let event = fact.event, old[fact.name] != fact.value else { continue }
            if event == .threshold {
                notes.append(threshold(behind: history, fact))
            } else if old[fact.name] != nil {
                notes.append(
                    AuditNote(
                        event,
                        subject: fact.name,
                        before: old[fact.name],
                        after: fact.value,
                        reason: Self.origin(fact.path)
                    )
                )
            }
        }
        return notes
    }

    /// Old and new limits in words; at the first start the new ones.
    private func threshold(behind history: AuditHistory, _ fact: Fact) -> AuditNote {
        let old = history.latest[.threshold]?.note
        return AuditNote(
            .threshold,
            subject: fact.name,
            before: old?.subject == fact.name ? old?.after : nil,
            after: limits,
            reason: Self.origin(fact.path)
        )
    }

    /// The lines of a recipe's file from `limits:` on.
    private static func limits(of recipe: Recipe) -> String {
        let lines = recipe.yaml().split(separator: "\n", omittingEmptySubsequences: false)
        return lines.drop { !$0.hasPrefix("limits:") }.joined(separator: "\n")
    }

    private static func values(_ text: String) -> [String: String] {
        var values: [String: String] = [:]
        for word in text.split(separator: " ") {
            let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
            if parts.count == 2 { values[parts[0]] = parts[1] }
        }
        return values
    }

    private static func digest(_ path: String) -> String {
        guard let bytes = try? ReadFile.bytes(of: path) else { return "unreadable" }
        return SHA256Digest(of: bytes).description
    }

    private static func origin(_ path: String?) -> String? {
        guard let path, let facts = try? FileFacts(path: path) else { return nil }
        let moment = AuditMoment(
            wallMilliseconds: facts.modifiedNanoseconds / 1_000_000,
            isSynchronised: false,
            monotonicNanoseconds: 0
        )
        return "\(path), which belongs to \(facts.ownerName), was last written \(moment.text)"
    }
}
