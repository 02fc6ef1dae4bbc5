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
    /// Blisters whose fate is remembered for amendments.
    static let memoryCount = 8192
    private static let lanesMax = 8

    enum Job: Sendable {
        case blister(FiledBlister)
        case amendment(FiledAmendment)
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
    }

    private(set) var batches: [BatchRow] = []
    private var memories = Array(repeating: Memory(), count: memoryCount)
    private var jobs: [Job] = []
    private var pictureCount = 0
    private var detailCount = 0
    private var nextNumber: Int
    var context: InspectionContext

    init(firstNumber: Int, context: InspectionContext) {
        nextNumber = firstNumber
        self.context = context
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

    mutating func expect(_ identity: BlisterIdentity, at now: Timestamp) {
        let key = Self.key(identity)
        guard memories[key % Self.memoryCount].key != key else { return }
        let index = openIndex(at: now)
        batches[index].account.blisters += 1
        memories[key % Self.memoryCount] = Memory(key: key, batch: batches[index].id)
    }

    mutating func record(_ record: BlisterRecord, at now: Timestamp) {
        let identity = record.result.identity
        let key = Self.key(identity)
        let slot = key % Self.memoryCount
        if memories[slot].key != key {
            memories[slot] = Memory(key: key, batch: batches[openIndex(at: now)].id)
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
        batches[index].account.count(verdict.reasons.first)
        var record = record
        record.result.verdict = verdict
        enqueue(record, index: index, at: now)
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
        let index = accountIndex(memories[slot].batch, at: now)
        batches[index].account.count(earlier, -1)
        batches[index].account.count(gravest)
        guard jobs.count < 2 * Self.blisterCountMax else {
            batches[index].account.rowsLost += 1
            return
        }
        jobs.append(
            .amendment(
                FiledAmendment(
                    batch: batches[index].id,
                    identity: identity,
                    decided: now,
                    wasAccepted: earlier == nil,
                    reason: reason
                )
            )
        )
    }

    private mutating func enqueue(_ record: BlisterRecord, index: Int, at now: Timestamp) {
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
        if detailCount >= Self.detailCountMax {
            if kept?.picture != nil { batches[index].account.picturesLost += 1 }
            kept = nil
            batches[index].account.detailsLost += 1
        }
        if kept != nil { detailCount += 1 }
        if kept?.picture != nil { pictureCount += 1 }
        jobs.append(
            .blister(
                FiledBlister(
                    batch: batches[index].id,
                    identity: record.result.identity,
                    decided: now,
                    verdict: record.result.verdict,
                    record: kept,
                    context: context
                )
            )
        )
    }

    /// Takes the queue, leaving it empty.
    mutating func take() -> [Job] {
        var taken: [Job] = []
        taken.reserveCapacity(Self.blisterCountMax)
        swap(&taken, &jobs)
        pictureCount = 0
        detailCount = 0
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
            let isDone = batch.state != .open && batch.account.unaccounted == 0
            // The next batch must be there, so that its predecessor is not the one in view.
            return isDone && stored.contains(batch) && batch.id != nextNumber - 1
        }
    }

    private mutating func accountIndex(_ batch: Int, at now: Timestamp) -> Int {
        batches.firstIndex { $0.id == batch } ?? openIndex(at: now)
    }

    private static func key(_ identity: BlisterIdentity) -> Int {
        precondition(identity.cycle >= 0 && (0..<lanesMax).contains(identity.lane))
        return identity.cycle * lanesMax + identity.lane
    }
}
