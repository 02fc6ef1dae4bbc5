internal import Blister

/// The end-of-batch account as the store has it, and what does not add up.
public struct BatchReport: Sendable, Equatable {
    /// Batch number.
    public var number: Int
    /// `open`, `ended` or `interrupted`.
    public var state: String
    /// Started by the daemon because nobody had.
    public var isAutomatic: Bool
    /// What was said at its start.
    public var label: BatchLabel
    /// ISO 8601.
    public var startedAt: String
    /// ISO 8601; nil while open.
    public var endedAt: String?
    /// nil while open and when nobody ended it.
    public var endedBy: String?
    /// Recipe it was begun with.
    public var recipe: String
    /// Model it was begun with.
    public var model: String
    /// The counts.
    public var account: BatchAccount
    /// Rows of accepted blisters in the store.
    public var acceptedRows: Int
    /// Rows of rejected blisters in the store.
    public var rejectedRows: Int
    /// Rows of blisters of challenges in the store, whatever their verdict.
    public var challengeRows = 0
    /// The challenge tests, in their order.
    public var challenges: [ChallengeRecord] = []

    /// A sentence for everything that does not add up; empty when all does.
    public var discrepancies: [String] {
        var sentences: [String] = []
        let missing = account.unaccounted
        if missing > 0, state == "interrupted" {
            sentences.append(
                "\(missing) of \(account.blisters) blisters were under way when the daemon ended: "
                    + "not recorded, and rejected with those already accepted that had not passed"
            )
        } else if missing > 0 {
            sentences.append(
                "\(missing) of \(account.blisters) blisters have no verdict"
                    + (state == "open" ? " yet" : "")
            )
        } else if missing < 0 {
            sentences.append("\(-missing) verdicts belong to blisters that capture never announced")
        }
        func compare(_ name: String, counted: Int, stored: Int) {
            guard counted != stored else { return }
            sentences.append("\(counted) \(name) were counted, \(stored) are stored")
        }
        compare("accepted blisters", counted: account.accepted, stored: acceptedRows)
        compare("rejected blisters", counted: account.rejected, stored: rejectedRows)
        compare(
            "blisters of challenges",
            counted: account.challengeAccepted + account.challengeRejected,
            stored: challengeRows
        )
        if account.challengeUnaccounted != 0, state != "interrupted" {
            sentences.append(
                "\(account.challengeUnaccounted) blisters of challenges have no verdict"
                    + (state == "open" ? " yet" : "")
            )
        }
        func lost(_ count: Int, _ what: String) {
            if count > 0 { sentences.append("\(count) \(what)") }
        }
        lost(account.rowsLost, "blister rows could not be stored")
        lost(account.detailsLost, "full results could not be stored")
        lost(account.picturesLost, "evidence pictures were not kept")
        lost(account.cutsLost, "cuts to replay were not kept")
        lost(account.linesLost, "lines are missing in the reject log")
        lost(account.unconfirmed, "rejected blisters were not seen in the chute")
        if state == "interrupted" {
            sentences.append("the batch was interrupted: the daemon did not end it")
        }
        return sentences
    }

    /// Blisters that were under way when a daemon ended without a word; 0 of a batch that was ended.
    public var underWayAtInterruption: Int {
        state == "interrupted" ? max(0, account.unaccounted) : 0
    }

    /// Whether `blisters = accepted + sum of rejected by reason`, and every one has its row.
    ///
    /// An interrupted batch also adds up with the blisters that were under way: nobody passed them.
    /// Blisters of challenges are counted apart, and must have their rows.
    public var addsUp: Bool {
        let apart = account.challengeAccepted + account.challengeRejected
        return account.unaccounted == underWayAtInterruption && account.accepted == acceptedRows
            && account.rejected == rejectedRows && apart == challengeRows
            && (state == "interrupted" || account.challengeUnaccounted == 0)
    }

    /// The report for people.
    public var text: String {
        var lines = [
            "Batch \(number), \(state)\(isAutomatic ? ", started by the daemon" : "")",
            "  product   \(label.product)",
            "  lot       \(label.lot)",
            "  expiry    \(label.expiry)",
            "  started   \(startedAt) by \(label.startedBy)",
            "  ended     \(endedAt ?? "-")\(endedBy.map { " by \($0)" } ?? "")",
            "  recipe    \(recipe)",
            "  model     \(model.isEmpty ? "-" : model)",
            "",
            "  blisters  \(account.blisters)",
            "  accepted  \(account.accepted)\(share(account.accepted))",
            "  rejected  \(account.rejected)\(share(account.rejected))",
        ]
        for reason in RejectReason.allCases where account[reason] > 0 {
            let name = reason.rawValue
            let blanks = String(repeating: " ", count: max(1, 16 - name.count))
            lines.append("    \(name)\(blanks)\(account[reason])")
        }
        if account.challengeBlisters > 0 {
            lines.append(
                "  apart     \(account.challengeBlisters) of challenges, all rejected: "
                    + "\(account.challengeRejected) by inspection"
            )
        }
        for challenge in challenges {
            lines.append("  \(challenge.summary)")
            lines += challenge.items.map { item in
                let found = item.found.map(\.rawValue).joined(separator: ", ")
                return "    " + (item.complaint ?? "\(item.name): \(found), passed")
            }
        }
        if account.unconfirmed > 0 {
            lines.append("  unconfirmed rejects  \(account.unconfirmed)")
        }
        lines.append("")
        let problems = discrepancies
        lines.append(
            addsUp
                ? "  adds up: \(account.blisters) = \(account.accepted) + \(account.rejected)"
                    + (underWayAtInterruption > 0 ? " + \(underWayAtInterruption) under way" : "")
                : "  DOES NOT ADD UP"
        )
        lines += problems.map { "  note: \($0)" }
        return lines.joined(separator: "\n")
    }

    /// The report as one line of JSON.
    public var json: String {
        var json = JSONText(reserving: 1024)
        json.object { json in
            json.value(number, "batch")
            json.value(state, "state")
            json.value(isAutomatic, "automatic")
            json.value(label.product, "product")
            json.value(label.lot, "lot")
            json.value(label.expiry, "expiry")
            json.value(label.startedBy, "started_by")
            json.value(startedAt, "started_at")
            json.value(endedBy, "ended_by")
            json.value(endedAt, "ended_at")
            json.value(recipe, "recipe")
            json.value(model, "model")
            json.value(account.blisters, "blisters")
            json.value(account.accepted, "accepted")
            json.value(account.rejected, "rejected")
            json.object("rejected_by_reason") { json in
                for reason in RejectReason.allCases where account[reason] > 0 {
                    json.member(reason.rawValue, account[reason])
                }
            }
            json.value(account.unaccounted, "unaccounted")
            json.value(account.unconfirmed, "unconfirmed")
            json.value(account.cutsLost, "cuts_lost")
            json.value(account.challengeBlisters, "challenge_blisters")
            json.value(account.challengeAccepted, "challenge_accepted")
            json.value(account.challengeRejected, "challenge_rejected")
            json.array("challenges") { json in
                for challenge in challenges { challenge.write(to: &json) }
            }
            json.value(addsUp, "adds_up")
            json.array("discrepancies") { json in
                for sentence in discrepancies { json.value(sentence) }
            }
        }
        return json.text
    }

    private func share(_ count: Int) -> String {
        guard account.blisters > 0 else { return "" }
        let hundredths = (count * 10_000 + account.blisters / 2) / account.blisters
        let fraction = hundredths % 100
        return "  (\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction) %)"
    }
}
