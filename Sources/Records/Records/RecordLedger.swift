internal import Blister
internal import Imaging

/// What workers and the records thread share, under one short lock: the open batches' accounts,
/// what became of the latest blisters, and the queue to disk.
///
/// The account is exact whatever the queue drops. Not thread-safe by itself.
struct RecordLedger {
    /// Blisters that wait for disk at most; beyond it the row is dropped and counted.
    static let blisterCountMax = 2048
    /// Blisters that wait with their full results.
    static let detailCountMax = 1024
    /// Pictures that wait.
    static let pictureCountMax = 24
    /// Bytes of the cuts that wait.
    static let cutByteCountMax = 32 << 20
    /// Blisters whose fate is remembered for amendments.
    static let memoryCount = 8192
    private static let lanesMax = 8

    enum Job: Sendable {
        case blister(FiledBlister)
        case amendment(FiledAmendment)
        case challenge(ChallengeRecord)
    }

    private enum Fate {
        case expected
        case decided(RejectReason?)
        case overruledEarly(RejectReason)
    }

    private struct Memory {
        var key = -1
        var batch = 0
        var fate = Fate.expected
        // nil in production, 0 while a challenge is due, else the challenge's number.
        var challenge: Int?
    }

    /// Ended batches that are remembered once they are settled: a blister may still be on its way to the
    /// reject station.
    static let settledCountMax = 8

    private(set) var batches: [BatchRow] = []
    private var settled: [BatchRow] = []
    private var memories = Array(repeating: Memory(), count: memoryCount)
    private var jobs: [Job] = []
    private let acceptedCutInterval: Int
    private var cutByteCount = 0
    /// What the next blister is for: nil production, 0 nothing while a challenge is due, else the
    /// challenge of that number.
    private(set) var challenge: Int?
    private var challengeCount = 0
    private var pictureCount = 0
    private var detailCount = 0
    private var nextNumber: Int
    var context: InspectionContext

    init(firstNumber: Int, context: InspectionContext, acceptedCutInterval: Int = 0) {
        nextNumber = firstNumber
        self.context = context
        self.acceptedCutInterval = acceptedCutInterval
        challenge = context.demandsChallenge ? 0 : nil
        jobs.reserveCapacity(Self.blisterCountMax)
    }

    /// The batch that new blisters belong to, started when there is none.
    private mutating func openIndex(at now: Timestamp) -> Int {
        if let index = batches.lastIndex(where: { $0.state == .open }) { return index }
        let label = BatchLabel(product: context.recipe, lot: "-", expiry: "-", startedBy: "daemon")
        append(label, isAutomatic: true, at: now)
        return batches.count - 1
    }

    private mutating func append(_ label: BatchLabel, isAutomatic: Bool, at now: Timestamp) {
        batches.append(
            BatchRow(
                id: nextNumber,
                state: .open,
                isAutomatic: isAutomatic,
                label: label,
                startedAt: now.text,
                endedAt: nil,
                endedBy: nil,
                recipe: context.recipe,
                model: context.model,
                account: BatchAccount()
            )
        )
        nextNumber += 1
        challenge = context.demandsChallenge ? 0 : nil
        challengeCount = 0
    }

    /// The open batch; nil before the first blister.
    var open: BatchRow? { batches.last { $0.state == .open } }

    mutating func start(_ label: BatchLabel, at now: Timestamp) {
        append(label, isAutomatic: false, at: now)
    }

    /// Ends the open batch; blisters under way still count in it.
    mutating func end(by name: String, at now: Timestamp) -> BatchRow? {
        guard let index = batches.lastIndex(where: { $0.state == .open }) else { return nil }
        batches[index].state = .ended
        batches[index].endedAt = now.text
        batches[index].endedBy = name
        return batches[index]
    }

    mutating func beginChallenge(
        opensBatch: Bool,
        at now: Timestamp
    ) -> (batch: Int, number: Int)? {
        guard opensBatch || open != nil else { return nil }
        let index = openIndex(at: now)
        challengeCount += 1
        challenge = challengeCount
        return (batches[index].id, challengeCount)
    }

    mutating func endChallenge(isPassed: Bool) {
        challenge = isPassed || !context.demandsChallenge ? nil : 0
    }

    mutating func demandChallenge() { challenge = 0 }

    mutating func file(_ challenge: ChallengeRecord) { jobs.append(.challenge(challenge)) }

    mutating func countUnconfirmed(_ identity: BlisterIdentity) {
        let key = Self.key(identity)
        let memory = memories[key % Self.memoryCount]
        let batch = memory.key == key ? memory.batch : open?.id
        guard let batch, let index = knownIndex(batch) else { return }
        batches[index].account.unconfirmed += 1
    }

    @discardableResult
    mutating func expect(_ identity: BlisterIdentity, at now: Timestamp) -> Int? {
        let key = Self.key(identity)
        let slot = key % Self.memoryCount
        guard memories[slot].key != key else { return memories[slot].challenge }
        let index = openIndex(at: now)
        batches[index].account.announce(isSetApart: challenge != nil)
        memories[slot] = Memory(key: key, batch: batches[index].id, challenge: challenge)
        return challenge
    }

    mutating func record(_ record: BlisterRecord, at now: Timestamp) {
        let identity = record.result.identity
        let key = Self.key(identity)
        let slot = key % Self.memoryCount
        if memories[slot].key != key {
            let index = openIndex(at: now)
            memories[slot] = Memory(key: key, batch: batches[index].id, challenge: challenge)
        }
        var verdict = record.result.verdict
        switch memories[slot].fate {
        case .expected: break
        case .overruledEarly(let reason):
            verdict = Verdict(reasons: verdict.reasons + [reason])
        case .decided:
            return amend(identity, reason: .doubled, at: now)
        }
        memories[slot].fate = .decided(verdict.reasons.first)
        let index = accountIndex(memories[slot].batch, at: now)
        let isSetApart = memories[slot].challenge != nil
        batches[index].account.count(verdict.reasons.first, isSetApart: isSetApart)
        var record = record
        record.result.verdict = verdict
        enqueue(record, index: index, challenge: memories[slot].challenge, at: now)
    }

    mutating func amend(_ identity: BlisterIdentity, reason: RejectReason, at now: Timestamp) {
        let key = Self.key(identity)
        let slot = key % Self.memoryCount
        guard memories[slot].key == key else { return }
        guard case .decided(let earlier) = memories[slot].fate else {
            memories[slot].fate = .overruledEarly(reason)
            return
        }
        let gravest = earlier.map { min($0, reason) } ?? reason
        memories[slot].fate = .decided(gravest)
        // A blister stays in the batch in which it was announced, however late it is overruled.
        let batch = memories[slot].batch
        let index = knownIndex(batch)
        let isSetApart = memories[slot].challenge != nil
        if let index {
            batches[index].account.count(earlier, isSetApart: isSetApart, -1)
            batches[index].account.count(gravest, isSetApart: isSetApart)
        }
        guard jobs.count < 2 * Self.blisterCountMax else {
            if let index { batches[index].account.rowsLost += 1 }
            return
        }
        jobs.append(
            .amendment(
                FiledAmendment(
                    batch: batch,
                    identity: identity,
                    decided: now,
                    wasAccepted: earlier == nil,
                    reason: reason,
                    isSetApart: isSetApart
                )
            )
        )
    }

    private mutating func enqueue(
        _ record: BlisterRecord,
        index: Int,
        challenge: Int?,
        at now: Timestamp
    ) {
        guard jobs.count < Self.blisterCountMax else {
            batches[index].account.rowsLost += 1
            return
        }
        var kept: BlisterRecord? = record
        if record.result.verdict == .accept {
            kept?.picture = nil
        } else if record.picture != nil, pictureCount >= Self.pictureCountMax {
            kept?.picture = nil
            batches[index].account.picturesLost += 1
        }
        if !keepsCut(record.result, challenge: challenge) {
            kept?.inspected = nil
        } else if cutByteCount + (record.inspected?.byteCount ?? 0) > Self.cutByteCountMax {
            kept?.inspected = nil
            batches[index].account.cutsLost += 1
        }
        if detailCount >= Self.detailCountMax {
            if kept?.picture != nil { batches[index].account.picturesLost += 1 }
            if kept?.inspected != nil { batches[index].account.cutsLost += 1 }
            kept = nil
            batches[index].account.detailsLost += 1
        }
        if kept != nil { detailCount += 1 }
        if kept?.picture != nil { pictureCount += 1 }
        cutByteCount += kept?.inspected?.byteCount ?? 0
        jobs.append(
            .blister(
                FiledBlister(
                    batch: batches[index].id,
                    identity: record.result.identity,
                    decided: now,
                    verdict: record.result.verdict,
                    challenge: challenge,
                    record: kept,
                    context: context
                )
            )
        )
    }

    /// Whether the cut is evidence: of every reject, of what a challenge let pass, and of a share of the
    /// accepted.
    private func keepsCut(_ result: InspectionResult, challenge: Int?) -> Bool {
        guard context.provenance != nil else { return false }
        guard result.verdict == .accept, challenge ?? 0 == 0 else { return true }
        let identity = result.identity
        return acceptedCutInterval > 0
            && (identity.cycle + identity.lane) % acceptedCutInterval == 0
    }

    /// Takes the queue, leaving it empty.
    mutating func take() -> [Job] {
        var taken: [Job] = []
        taken.reserveCapacity(Self.blisterCountMax)
        swap(&taken, &jobs)
        pictureCount = 0
        detailCount = 0
        cutByteCount = 0
        return taken
    }

    /// Counts a loss in the account of `batch`.
    mutating func lose(_ batch: Int, _ what: WritableKeyPath<BatchAccount, Int>, _ count: Int = 1) {
        guard let index = batches.firstIndex(where: { $0.id == batch }) else { return }
        batches[index].account[keyPath: what] += count
    }

    /// Forgets ended batches whose last row was stored and in which nothing is under way.
    ///
    /// - Parameter stored: the rows as they were stored.
    mutating func settle(_ stored: [BatchRow]) {
        batches.removeAll { batch in
            let isDone =
                batch.state != .open && batch.account.unaccounted == 0
                && batch.account.challengeUnaccounted == 0
            // The next batch must be there, so that its predecessor is not the one in view.
            guard isDone, stored.contains(batch), batch.id != nextNumber - 1 else { return false }
            settled.append(batch)
            return true
        }
        settled.removeFirst(max(0, settled.count - Self.settledCountMax))
    }

    /// Where the account of `batch` is; one that was settled is open to changes again.
    private mutating func knownIndex(_ batch: Int) -> Int? {
        if let index = batches.firstIndex(where: { $0.id == batch }) { return index }
        guard let place = settled.firstIndex(where: { $0.id == batch }) else { return nil }
        let index = batches.firstIndex { $0.id > batch } ?? batches.count
        batches.insert(settled.remove(at: place), at: index)
        return index
    }

    private mutating func accountIndex(_ batch: Int, at now: Timestamp) -> Int {
        knownIndex(batch) ?? openIndex(at: now)
    }

    private static func key(_ identity: BlisterIdentity) -> Int {
        precondition(identity.cycle >= 0 && (0..<lanesMax).contains(identity.lane))
        return identity.cycle * lanesMax + identity.lane
    }
}
