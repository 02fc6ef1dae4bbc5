import Blister
import Panel
import Station

/// What an export took and left out, for people and as JSON.
struct LabelReport {
    /// Names told for one reason; the rest is counted.
    private static let namesMax = 6

    private let journal: LabelJournal
    var omissions: [LabelledEvidence.Omission] = []
    private var counts: [PanelLabel: Int] = [:]
    private var blisterCount = 0

    init(_ journal: LabelJournal) { self.journal = journal }

    /// Takes note of what was written.
    mutating func count(_ entries: [LabelCropFolder.Entry]) {
        for entry in entries { counts[entry.label, default: 0] += 1 }
        blisterCount = Set(entries.map(\.blister)).count
    }

    /// Why there is nothing to write, in one line with the cure.
    var nothingSentence: String {
        let labels = journal.labels.count
        guard labels > 0 else {
            let damage = journal.damage.first.map { "; line \($0.line) \($0.reason)" } ?? ""
            return "\(journal.path): holds no label that can be read\(damage); label evidence on "
                + "the panel"
        }
        let what = labels == 1 ? "its one label gives no" : "none of its \(labels) labels gives a"
        let reasons = groups.map { "\($0.members.count) x \($0.reason.reason)" }
        let cure = groups.first?.reason.cure ?? "label more"
        return "\(journal.path): \(what) crop (\(reasons.joined(separator: ", "))); \(cure)"
    }

    /// Lines for people.
    func text(_ out: String) -> String {
        let parts = PanelLabel.allCases.compactMap { label in
            counts[label].map { "\($0) \(label.rawValue)" }
        }
        var lines = ["\(out): \(parts.joined(separator: ", ")); crops of \(blisterCount) blisters"]
        for group in groups {
            let names = group.members.prefix(Self.namesMax).map { member in
                member.blisterID + (member.pocket.map { " pocket \($0)" } ?? "")
            }
            let rest = group.members.count - names.count
            let more = rest > 0 ? " and \(rest) more" : ""
            lines.append(
                "left out, \(group.reason.reason): \(names.joined(separator: ", "))\(more); "
                    + group.reason.cure
            )
        }
        for damage in journal.damage {
            lines.append("\(journal.path):\(damage.line): \(damage.reason); passed over")
        }
        if counts[.good] == nil {
            lines.append(
                "no crop is good: learn with --drawn, and give --neighbours here, lest everything "
                    + "from this camera is taken for a defect"
            )
        }
        return lines.joined(separator: "\n")
    }

    /// One object.
    func json(_ out: String) -> String {
        var json = JSONText()
        json.object { json in
            json.value(out, "out")
            json.value(blisterCount, "blisters")
            json.object("crops") { json in
                for label in PanelLabel.allCases {
                    json.value(counts[label] ?? 0, label.rawValue)
                }
            }
            json.array("left_out") { json in
                for group in groups {
                    for member in group.members {
                        json.object { json in
                            json.value(member.blisterID, "blister_id")
                            if let pocket = member.pocket { json.value(pocket, "pocket") }
                            json.value(group.reason.rawValue, "reason")
                        }
                    }
                }
            }
            json.array("passed_over") { json in
                for damage in journal.damage {
                    json.object { json in
                        json.value(damage.line, "line")
                        json.value(damage.reason, "reason")
                    }
                }
            }
        }
        return json.text
    }

    /// What is left out, by reason.
    private var groups: [(reason: LabelOmission, members: [LabelledEvidence.Omission])] {
        LabelOmission.allCases.compactMap { reason in
            let members = omissions.filter { $0.reason == reason }
            return members.isEmpty ? nil : (reason, members)
        }
    }
}
