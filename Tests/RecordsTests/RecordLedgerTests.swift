import Blister
import Testing

@testable import Records

@Suite struct RecordLedgerTests {
    private let now = Timestamp(milliseconds: 0)

    private func ledger() -> RecordLedger {
        RecordLedger(firstNumber: 1, context: Fixture.context)
    }

    /// What a patient clerk would have written down.
    private struct Clerk {
        var reasons: [BlisterIdentity: RejectReason?] = [:]
        var overruledEarly: [BlisterIdentity: RejectReason] = [:]
        var expected: Set<BlisterIdentity> = []

        mutating func record(_ identity: BlisterIdentity, _ reason: RejectReason?) {
            if let earlier = reasons[identity] {
                reasons[identity] = earlier.map { min($0, .doubled) } ?? .doubled
                return
            }
            guard let early = overruledEarly[identity] else {
                reasons[identity] = .some(reason)
                return
            }
            reasons[identity] = reason.map { min($0, early) } ?? early
        }

        mutating func amend(_ identity: BlisterIdentity, _ reason: RejectReason) {
            if let earlier = reasons[identity] {
                reasons[identity] = earlier.map { min($0, reason) } ?? reason
            } else if expected.contains(identity) {
                overruledEarly[identity] = reason
            }
        }
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `the account is what a clerk would have written, in any order of events`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var ledger = ledger()
        var clerk = Clerk()
        for step in 0..<3_000 {
            let cycle = step / 6 + Int.random(in: 0..<4, using: &random)
            let identity = BlisterIdentity(
                cycle: cycle,
                lane: Int.random(in: 0..<2, using: &random)
            )
            switch Int.random(in: 0..<8, using: &random) {
            case 0..<3:
                ledger.expect(identity, at: now)
                clerk.expected.insert(identity)
            case 3..<7:
                // A verdict only follows its announcement.
                guard clerk.expected.contains(identity) else { continue }
                let reason =
                    Bool.random(using: &random)
                    ? nil : RejectReason.allCases.randomElement(using: &random)
                let result = Fixture.result(
                    cycle: identity.cycle,
                    lane: identity.lane,
                    reasons: reason.map { [$0] } ?? []
                )
                ledger.record(
                    BlisterRecord(result: result, picture: nil, pixelsPerMillimetre: 0),
                    at: now
                )
                clerk.record(identity, reason)
            default:
                let reason = RejectReason.allCases.randomElement(using: &random) ?? .late
                ledger.amend(identity, reason: reason, at: now)
                clerk.amend(identity, reason)
            }
        }
        let account = ledger.batches[0].account
        #expect(account.blisters == clerk.expected.count, "seed \(seed)")
        #expect(account.accepted == clerk.reasons.values.count { $0 == nil }, "seed \(seed)")
        for reason in RejectReason.allCases {
            let count = clerk.reasons.values.count { $0 == reason }
            #expect(account[reason] == count, "seed \(seed), \(reason)")
        }
        #expect(account.unaccounted == clerk.expected.count - clerk.reasons.count)
    }

    @Test func `overflow drops pictures first, then details, then rows, and never a count`() {
        var ledger = ledger()
        for cycle in 0..<3000 {
            ledger.expect(BlisterIdentity(cycle: cycle, lane: 0), at: now)
            ledger.record(
                Fixture.record(cycle: cycle, reasons: [.missing], hasPicture: true),
                at: now
            )
        }
        let account = ledger.batches[0].account
        #expect(account.blisters == 3000)
        #expect(account[.missing] == 3000)
        #expect(account.picturesLost == 2048 - RecordLedger.pictureCountMax)
        #expect(account.detailsLost == 1024)
        #expect(account.rowsLost == 3000 - 2048)
        #expect(ledger.take().count == 2048)
        #expect(ledger.take().isEmpty)
    }

    @Test func `a blister that is overruled after its batch was settled is amended in that batch`()
        throws
    {
        var ledger = ledger()
        let label = BatchLabel(product: "a", lot: "1", expiry: "x", startedBy: "p")
        ledger.start(label, at: now)
        let late = BlisterIdentity(cycle: 0, lane: 0)
        ledger.expect(late, at: now)
        ledger.record(Fixture.record(cycle: 0), at: now)
        _ = ledger.end(by: "p", at: now)
        ledger.start(label, at: now)
        ledger.expect(BlisterIdentity(cycle: 1, lane: 0), at: now)
        ledger.record(Fixture.record(cycle: 1), at: now)
        _ = ledger.take()
        ledger.settle(ledger.batches)
        #expect(ledger.batches.map(\.id) == [2])

        ledger.amend(late, reason: .late, at: now)
        ledger.countUnconfirmed(late)
        #expect(ledger.batches.map(\.id) == [1, 2])
        #expect(ledger.batches.map(\.account.accepted) == [0, 1])
        #expect(ledger.batches.map { $0.account[.late] } == [1, 0])
        #expect(ledger.batches.map(\.account.unconfirmed) == [1, 0])
        let jobs = ledger.take()
        guard case .amendment(let amendment) = try #require(jobs.first) else {
            Issue.record("an amendment is missing")
            return
        }
        #expect(amendment.blisterID == "1-0-0" && amendment.wasAccepted)
        ledger.settle(ledger.batches)
        #expect(ledger.batches.map(\.id) == [2])
    }

    @Test func `a blister counts in the batch it was announced in`() {
        var ledger = ledger()
        let label = BatchLabel(product: "a", lot: "1", expiry: "x", startedBy: "p")
        ledger.start(label, at: now)
        ledger.expect(BlisterIdentity(cycle: 0, lane: 0), at: now)
        ledger.expect(BlisterIdentity(cycle: 1, lane: 0), at: now)
        ledger.record(Fixture.record(cycle: 0), at: now)
        _ = ledger.end(by: "p", at: now)
        ledger.start(label, at: now)
        ledger.expect(BlisterIdentity(cycle: 2, lane: 0), at: now)
        ledger.record(Fixture.record(cycle: 1, reasons: [.hair]), at: now)
        ledger.record(Fixture.record(cycle: 2), at: now)
        #expect(ledger.batches.map(\.account.accepted) == [1, 1])
        #expect(ledger.batches.map(\.account.rejected) == [1, 0])
        #expect(ledger.batches.map(\.account.unaccounted) == [0, 0])
    }
}
