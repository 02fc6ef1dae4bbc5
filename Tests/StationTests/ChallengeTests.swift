import Blister
import Inspection
import Linux
import Records
import Testing

@testable import Rejection
@testable import Station

/// The challenge test: no kit reaches a customer, and no batch runs before all of it was rejected.
struct ChallengeTests {
    private static let rule = ChallengeRule(
        kit: [
            ChallengeRule.Item(name: "empty pocket", reasons: [.missing]),
            ChallengeRule.Item(name: "broken tablet", reasons: [.broken, .undersize]),
        ],
        everyHours: 8
    )
    private static let window = ConfirmationWindow(latestNanoseconds: 30_000_000)
    private static let label = BatchLabel(product: "p", lot: "l", expiry: "e", startedBy: "Ann")
    private static let hour: Int64 = 3_600_000_000_000

    /// Brings one blister from capture to the gate; whether it passed there.
    @discardableResult
    private static func run(
        _ world: DeliveryWorld,
        _ reasons: [RejectReason],
        isSeenInChute: Bool = false
    ) -> Bool {
        let cycle = world.cycle()
        world.announce(cycle)
        world.deliver(cycle, reasons)
        world.look()
        // Two empty cycles bring it to the gate; what they show is not asked.
        var isPassed = false
        for _ in 0..<2 {
            let next = world.cycle()
            world.announce(next)
            world.deliver(next)
            isPassed = world.look().contains(.reject)
        }
        if isSeenInChute {
            world.look(afterMilliseconds: 5)
            world.edge(.rejectConfirm)
        }
        world.look(afterMilliseconds: 40)
        world.settle()
        return isPassed
    }

    @Test func `until the challenge is passed every blister is rejected and counted apart`() throws
    {
        let world = DeliveryWorld(challenge: Self.rule)
        let board = try #require(world.challenge)
        _ = world.recorder.startBatch(Self.label)
        #expect(board.standing(atNanoseconds: 0) == .due)
        #expect(!Self.run(world, []))
        #expect(world.account.challengeAccepted == 3 && world.account.accepted == 0)
        let begun = try board.start(by: "Ann", opensBatch: false)
        #expect(begun.number == 1)
        #expect(!Self.run(world, []))
        #expect(!Self.run(world, [.missing]))
        #expect(!Self.run(world, [.undersize]))
        let ended = try board.end(by: "Bob")
        #expect(ended.outcome == .passed, "\(ended)")
        #expect(ended.items.map(\.found) == [[.missing], [.undersize]])
        #expect(board.standing(atNanoseconds: 0) == .passed)
        #expect(Self.run(world, []))
        #expect(world.account.accepted == 3 && world.account.rejected == 0)
        #expect(world.account.challengeBlisters == 12 && world.account.challengeRejected == 2)
        #expect(world.account.unaccounted == 0 && world.account.challengeUnaccounted == 0)
    }

    @Test func `a challenge that a blister does not pass is named, and production does not begin`()
        throws
    {
        let world = DeliveryWorld(challenge: Self.rule)
        let board = try #require(world.challenge)
        _ = world.recorder.startBatch(Self.label)
        _ = try board.start(by: "Ann", opensBatch: false)
        Self.run(world, [.missing])
        // A second empty pocket is no broken tablet, and one blister serves one item only.
        Self.run(world, [.missing])
        let ended = try board.end(by: "Ann")
        #expect(ended.outcome == .failed)
        #expect(
            ended.items.compactMap(\.complaint)
                == ["broken tablet: no blister was rejected as broken or undersize"]
        )
        #expect(board.standing(atNanoseconds: 0) == .due)
        #expect(!Self.run(world, []))
        #expect(world.account.blisters == 0)
    }

    @Test func `a reject that the chute does not see does not pass its item`() throws {
        let world = DeliveryWorld(confirmation: Self.window, challenge: Self.rule)
        let board = try #require(world.challenge)
        _ = world.recorder.startBatch(Self.label)
        _ = try board.start(by: "Ann", opensBatch: false)
        Self.run(world, [.missing], isSeenInChute: true)
        Self.run(world, [.broken])
        let items = try #require(board.record).items
        #expect(items.map(\.confirmation) == [.confirmed, .absent])
        #expect(items.map(\.passes) == [true, false])
        #expect(try board.end(by: "Ann").outcome == .failed)
        #expect(world.faults.active.contains(.rejectUnconfirmed))
        #expect(world.account.unconfirmed > 0)
    }

    @Test func `rejects of a challenge raise no alarm of rejects in a row`() throws {
        let rules = AlarmRules(consecutiveRejects: 3, windowRejects: 4, consecutiveLate: 3)
        let world = DeliveryWorld(alarms: rules, challenge: Self.rule)
        _ = world.recorder.startBatch(Self.label)
        for _ in 0..<4 { Self.run(world, [.missing]) }
        #expect(world.faults.active.isEmpty)
        // The same without a challenge does.
        let other = DeliveryWorld(alarms: rules)
        for _ in 0..<4 {
            let cycle = other.cycle()
            other.announce(cycle)
            other.deliver(cycle, [.missing])
            other.look()
        }
        for _ in 0..<2 { other.cycle() }
        other.look()
        other.settle()
        #expect(other.faults.active == [.rejectsRepeated])
    }

    @Test func `a blister captured during a challenge is rejected though its verdict comes after`()
        throws
    {
        let world = DeliveryWorld(challenge: Self.rule)
        let board = try #require(world.challenge)
        _ = world.recorder.startBatch(Self.label)
        _ = try board.start(by: "Ann", opensBatch: false)
        Self.run(world, [.missing])
        Self.run(world, [.broken])
        let cycle = world.cycle()
        world.announce(cycle)
        #expect(try board.end(by: "Ann").outcome == .passed)
        world.deliver(cycle)
        world.look()
        for _ in 0..<2 {
            let next = world.cycle()
            world.announce(next)
            world.deliver(next)
            if world.actuator.cycleAtStation == cycle {
                #expect(world.look().isDisjoint(with: .reject))
            }
        }
        #expect(world.actuator.cycleAtStation == cycle)
        #expect(world.account.accepted == 2 && world.account.challengeAccepted == 5)
    }

    @Test func `a challenge is due again after its hours, with a warning before`() throws {
        let world = DeliveryWorld(challenge: Self.rule)
        let board = try #require(world.challenge)
        _ = world.recorder.startBatch(Self.label)
        _ = try board.start(by: "Ann", opensBatch: false)
        Self.run(world, [.missing])
        Self.run(world, [.broken])
        let now = MonotonicClock.nowNanoseconds
        _ = try board.end(by: "Ann")
        #expect(board.standing(atNanoseconds: now + 7 * Self.hour) == .passed)
        #expect(board.standing(atNanoseconds: now + 7 * Self.hour + Self.hour / 2) == .soon)
        #expect(Self.run(world, []))
        #expect(board.standing(atNanoseconds: now + 8 * Self.hour + Self.hour / 60) == .due)
        #expect(!Self.run(world, []))
    }

    @Test func `a new batch, or one of the daemon's own, is challenged anew`() throws {
        let world = DeliveryWorld(challenge: Self.rule)
        let board = try #require(world.challenge)
        _ = world.recorder.startBatch(Self.label)
        _ = try board.start(by: "Ann", opensBatch: false)
        Self.run(world, [.missing])
        Self.run(world, [.broken])
        _ = try board.end(by: "Ann")
        _ = world.recorder.startBatch(Self.label)
        board.interrupt()
        #expect(board.standing(atNanoseconds: 0) == .due)
        #expect(!Self.run(world, []))
        _ = world.recorder.endBatch(by: "Ann")
        #expect(board.standing(atNanoseconds: 0) == .due)
        #expect(!Self.run(world, []))
        #expect(world.recorder.batch?.isAutomatic == true)
        #expect(world.account.blisters == 0 && world.account.challengeBlisters == 3)
    }

    @Test func `requests that make no sense are refused`() throws {
        let world = DeliveryWorld(challenge: Self.rule)
        let board = try #require(world.challenge)
        #expect(throws: ChallengeBoard.Flaw.noneRuns) { try board.end(by: "Ann") }
        #expect(throws: ChallengeBoard.Flaw.noBatch) {
            try board.start(by: "Ann", opensBatch: false)
        }
        _ = try board.start(by: "Ann", opensBatch: true)
        #expect(throws: ChallengeBoard.Flaw.isRunning) {
            try board.start(by: "Ann", opensBatch: true)
        }
    }

    /// A kit and blisters of random reasons against trying every assignment.
    @Test(arguments: 1...200 as ClosedRange<UInt64>)
    func `as many items are served as any assignment of blisters can`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let pool: [RejectReason] = [.missing, .broken, .dented, .double]
        func some(_ random: inout SeededRandom) -> [RejectReason] {
            let few = pool.filter { _ in Bool.random(using: &random) }
            return few.isEmpty ? [.missing] : few
        }
        let kit = (0..<Int.random(in: 1...4, using: &random)).map { index in
            ChallengeRule.Item(name: "item \(index)", reasons: some(&random))
        }
        let blisters = (0..<Int.random(in: 0...5, using: &random)).map { _ in some(&random) }
        var trial = ChallengeTrial(kit: kit, hasSensor: true)
        var confirmed: [Bool] = []
        for (cycle, reasons) in blisters.enumerated() {
            trial.note(BlisterIdentity(cycle: cycle, lane: 0), reasons: reasons)
            confirmed.append(Bool.random(using: &random))
            trial.tell(cycle: cycle, isConfirmed: confirmed[cycle])
        }
        func most(_ item: Int, _ free: Set<Int>) -> Int {
            guard item < kit.count else { return 0 }
            var best = most(item + 1, free)
            for blister in free where !Set(kit[item].reasons).isDisjoint(with: blisters[blister]) {
                best = max(best, 1 + most(item + 1, free.subtracting([blister])))
            }
            return best
        }
        let items = trial.items
        let usable = Set(blisters.indices.filter { confirmed[$0] })
        #expect(items.count { $0.passes } == most(0, usable), "seed \(seed)")
        #expect(
            items.count { $0.blisterID != nil } == most(0, Set(blisters.indices)),
            "seed \(seed)"
        )
        let taken = items.compactMap(\.blisterID)
        #expect(Set(taken).count == taken.count, "seed \(seed)")
    }
}
