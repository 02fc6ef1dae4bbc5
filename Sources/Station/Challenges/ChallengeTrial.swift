internal import Blister
internal import Inspection
internal import Records

/// Who of the rejected blisters stands for which item of the kit: a value without clock or thread.
///
/// Every blister stands for one item at most, so that a blister with all faults does not pass a whole
/// kit. The most items that can be served are served, whatever the order in which blisters came
/// (augmenting paths; H. W. Kuhn, "The Hungarian Method for the Assignment Problem", 1955).
struct ChallengeTrial: Sendable {
    /// Blisters that are remembered; later ones are not taken for the kit.
    static let candidateCountMax = 1024

    private struct Candidate {
        var identity: BlisterIdentity
        var reasons: [RejectReason]
        var confirmation: ChallengeRecord.Confirmation

        var passes: Bool { confirmation == .notAsked || confirmation == .confirmed }
    }

    private let kit: [ChallengeRule.Item]
    private let hasSensor: Bool
    /// Number of the batch, for the names of blisters.
    var batch = 0
    private var candidates: [Candidate] = []
    /// Cycles of which the chute spoke before their verdict was noted.
    private var early: [Int: Bool] = [:]

    init(kit: [ChallengeRule.Item], hasSensor: Bool) {
        self.kit = kit
        self.hasSensor = hasSensor
    }

    /// Takes a blister that inspection rejected for `reasons`; empty: it let it pass.
    mutating func note(_ identity: BlisterIdentity, reasons: [RejectReason]) {
        guard candidates.count < Self.candidateCountMax,
            kit.contains(where: { !$0.reasons.allSatisfy { !reasons.contains($0) } })
        else { return }
        var confirmation: ChallengeRecord.Confirmation = hasSensor ? .awaited : .notAsked
        if let isConfirmed = early[identity.cycle] {
            confirmation = isConfirmed ? .confirmed : .absent
        }
        candidates.append(
            Candidate(identity: identity, reasons: reasons, confirmation: confirmation)
        )
    }

    /// Takes what the chute's sensor says of all rejects of `cycle`, whose lanes it cannot tell apart.
    mutating func tell(cycle: Int, isConfirmed: Bool) {
        guard hasSensor, !kit.isEmpty else { return }
        if early.count >= Self.candidateCountMax { early.removeAll() }
        early[cycle] = isConfirmed
        for index in candidates.indices where candidates[index].identity.cycle == cycle {
            candidates[index].confirmation = isConfirmed ? .confirmed : .absent
        }
    }

    /// The kit as it stands.
    var items: [ChallengeRecord.Item] {
        let matches = matches()
        return kit.enumerated().map { index, item in
            var record = ChallengeRecord.Item(name: item.name, wanted: item.reasons)
            guard let match = matches[index] else {
                record.confirmation = hasSensor ? .awaited : .notAsked
                return record
            }
            let candidate = candidates[match]
            record.blisterID = BlisterID.text(batch: batch, identity: candidate.identity)
            record.found = candidate.reasons
            record.confirmation = candidate.confirmation
            return record
        }
    }

    /// By item, the blister that stands for it.
    ///
    /// Confirmed blisters are matched first; a blister once matched stays so, for another item perhaps.
    private func matches() -> [Int?] {
        var itemOf: [Int?] = Array(repeating: nil, count: candidates.count)
        var blisterOf: [Int?] = Array(repeating: nil, count: kit.count)
        func serve(_ item: Int, _ usable: [Int], _ seen: inout Set<Int>) -> Bool {
            for candidate in usable
            where !candidates[candidate].reasons.allSatisfy({ !kit[item].reasons.contains($0) })
                && seen.insert(candidate).inserted
            {
                if let other = itemOf[candidate], !serve(other, usable, &seen) { continue }
                itemOf[candidate] = item
                blisterOf[item] = candidate
                return true
            }
            return false
        }
        let passing = candidates.indices.filter { candidates[$0].passes }
        for usable in [passing, Array(candidates.indices)] {
            for item in kit.indices where blisterOf[item] == nil {
                var seen: Set<Int> = []
                _ = serve(item, usable, &seen)
            }
        }
        return blisterOf
    }
}
