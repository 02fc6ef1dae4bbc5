import Blister
import Records
import Station

/// What judging one blister again came to, for people and as JSON.
struct ReplayReport {
    let outcome: EvidenceReplay.Outcome
    /// What changed though nobody asked for something else.
    let unasked: [String]
    /// The first difference that counts.
    let difference: ResultDifference?

    /// Where somebody asks what another recipe or model says, that it is another is no difference.
    init(
        _ evidence: CutEvidence,
        _ outcome: EvidenceReplay.Outcome,
        asksOtherRecipe: Bool,
        asksOtherModel: Bool
    ) {
        self.outcome = outcome
        unasked = outcome.changes.filter { change in
            let isModels = change.hasPrefix("models:")
            return isModels ? !asksOtherModel && !asksOtherRecipe : !asksOtherRecipe
        }
        let isOnlyName = ["model", "recipe"].contains(outcome.difference?.key ?? "")
        difference =
            isOnlyName && unasked.isEmpty && (asksOtherRecipe || asksOtherModel)
            ? nil : outcome.difference
    }

    /// Whether the blister is judged as it was, by what should judge it.
    var passes: Bool { difference == nil && unasked.isEmpty }

    /// One line.
    var text: String {
        var words: [String] = []
        if !unasked.isEmpty {
            words.append(
                "judged by something else than then (\(unasked.joined(separator: "; "))); "
                    + "give the recipe or model of that time with --recipe, --model"
            )
        }
        if let difference {
            words.append(
                "differs at \(difference.key): then \(difference.then), now \(difference.now)"
            )
        } else {
            words.append("same")
        }
        let asked = outcome.changes.filter { !unasked.contains($0) }
        let notes = (asked + outcome.notes).map { "(\($0))" }
        return ([outcome.blisterID + ": " + words.joined(separator: "; ")] + notes)
            .joined(separator: " ")
    }

    /// One object.
    var json: String {
        var json = JSONText()
        json.object { json in
            json.value(outcome.blisterID, "blister_id")
            json.value(passes, "same")
            if let difference {
                json.object("difference") { json in
                    json.value(difference.key, "key")
                    json.value(difference.then, "then")
                    json.value(difference.now, "now")
                }
            } else {
                json.null("difference")
            }
            json.array("changes") { json in
                for change in outcome.changes { json.value(change) }
            }
            json.array("notes") { json in
                for note in outcome.notes { json.value(note) }
            }
            json.null("error")
        }
        return json.text
    }

    /// One object for a blister that could not be judged again.
    static func json(_ name: String, error: String) -> String {
        var json = JSONText()
        json.object { json in
            json.value(name, "blister_id")
            json.value(false, "same")
            json.null("difference")
            json.array("changes") { _ in }
            json.array("notes") { _ in }
            json.value(error, "error")
        }
        return json.text
    }
}
