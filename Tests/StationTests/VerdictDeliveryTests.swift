import Blister
import Records
import Testing

@testable import Rejection
@testable import Station

/// From a verdict to pin and record: only one timely accept passes, and the record says why not.
struct VerdictDeliveryTests {
    /// Announces cycle 0 and brings it to the gate; `file` runs while it is under way.
    private static func arrived(_ world: DeliveryWorld, file: (Int) -> Void) {
        let cycle = world.cycle()
        world.announce(cycle)
        file(cycle)
        for _ in 0..<2 {
            world.look()
            other(world)
        }
    }

    /// One more cycle, whose blister is rejected for a hair so that it does not count elsewhere.
    private static func other(_ world: DeliveryWorld, losingEdges lost: Int = 0) {
        let cycle = world.cycle(losingEdges: lost)
        world.announce(cycle)
        world.deliver(cycle, [.hair])
    }

    @Test func `a timely accept passes and is recorded as accepted`() {
        let world = DeliveryWorld()
        Self.arrived(world) { world.deliver($0) }
        #expect(world.look().contains(.reject))
        #expect(!world.look(afterMilliseconds: 30).contains(.reject))
        world.stop()
        #expect(world.account.accepted == 1 && world.account.rejected == world.account[.hair])
    }

    @Test func `a timely reject is not passed and keeps its reason`() {
        let world = DeliveryWorld()
        Self.arrived(world) { world.deliver($0, [.missing]) }
        #expect(!world.look().contains(.reject))
        world.stop()
        #expect(world.account[.missing] == 1 && world.account.accepted == 0)
    }

    @Test func `a late accept is rejected and recorded as late`() {
        let world = DeliveryWorld()
        Self.arrived(world) { _ in }
        world.deliver(0)
        #expect(!world.look().contains(.reject))
        world.stop()
        #expect(world.account[.late] == 1 && world.account.accepted == 0)
        #expect(world.faults.total(of: .verdictLate) == 1)
    }

    @Test func `a late reject keeps its graver reason`() {
        let world = DeliveryWorld()
        Self.arrived(world) { _ in }
        world.deliver(0, [.missing])
        world.stop()
        #expect(world.account[.missing] == 1 && world.account[.late] == 0)
    }

    @Test func `a verdict that never comes rejects as unseen`() {
        let world = DeliveryWorld()
        Self.arrived(world) { _ in }
        #expect(!world.look().contains(.reject))
        for _ in 0...Actuator.graceCycles { Self.other(world) }
        world.settle()
        #expect(world.account[.unseen] == 1)
        #expect(world.account.accepted == 0)
    }

    @Test func `a verdict after its blister was given up changes nothing`() {
        let world = DeliveryWorld()
        Self.arrived(world) { _ in }
        for _ in 0...Actuator.graceCycles { Self.other(world) }
        world.settle()
        world.deliver(0)
        world.settle()
        #expect(world.account[.unseen] == 1 && world.account.accepted == 0)
        #expect(world.account.blisters == world.cycles)
    }

    @Test func `two accepts for one blister reject as doubled`() {
        let world = DeliveryWorld()
        Self.arrived(world) {
            world.deliver($0)
            world.deliver($0)
        }
        #expect(!world.look().contains(.reject))
        world.stop()
        #expect(world.account[.doubled] == 1 && world.account.accepted == 0)
        #expect(world.faults.total(of: .verdictDoubled) == 1)
    }

    @Test func `a second verdict while the blister passes ends the pass and is recorded`() {
        let world = DeliveryWorld()
        Self.arrived(world) { world.deliver($0) }
        #expect(world.look().contains(.reject))
        world.deliver(0)
        #expect(!world.look().contains(.reject))
        world.stop()
        #expect(world.account[.doubled] == 1 && world.account.accepted == 0)
    }

    @Test func `a second verdict after the blister has passed cannot unpass it in the record`() {
        let world = DeliveryWorld()
        Self.arrived(world) { world.deliver($0) }
        #expect(world.look().contains(.reject))
        Self.other(world)
        world.look()
        world.deliver(0, [.missing])
        world.look()
        world.stop()
        #expect(world.account.accepted == 1 && world.account.rejected == world.account[.hair])
        #expect(world.faults.total(of: .verdictDoubled) == 1)
    }

    @Test func `an accept whose pulse nobody could see is recorded as late`() {
        let world = DeliveryWorld()
        Self.arrived(world) { world.deliver($0) }
        // The next cycle comes before the pins were set.
        Self.other(world)
        #expect(!world.look().contains(.reject))
        world.stop()
        #expect(world.account[.late] == 1 && world.account.accepted == 0)
    }

    @Test func `an accept under way while a cycle edge was lost is rejected as unseen`() {
        let world = DeliveryWorld()
        let cycle = world.cycle()
        world.announce(cycle)
        world.deliver(cycle)
        world.look()
        Self.other(world, losingEdges: 1)
        world.look()
        Self.other(world)
        #expect(!world.look().contains(.reject))
        world.stop()
        #expect(world.account[.unseen] == 1 && world.account.accepted == 0)
    }

    @Test func `a verdict further ahead than the register reaches is rejected when it arrives`() {
        let world = DeliveryWorld()
        let ahead = ShiftRegister.cyclesAheadMax + 3
        world.announce(ahead)
        world.deliver(ahead)
        for _ in 0..<ahead + 4 {
            let cycle = world.cycle()
            if cycle == ahead + 2 { #expect(!world.look().contains(.reject)) }
        }
        world.stop()
        #expect(world.account.accepted == 0)
        #expect(world.account[.unseen] == world.account.blisters)
    }

    @Test func `a station without pins records what was judged`() {
        let world = DeliveryWorld(isWired: false)
        world.announce(0)
        world.deliver(0)
        world.announce(1)
        world.deliver(1, [.hair])
        #expect(world.account.accepted == 1 && world.account[.hair] == 1)
        #expect(world.account.unaccounted == 0)
    }

    @Test func `one lane's reject does not touch the other lane's record`() {
        let world = DeliveryWorld(lanes: 2)
        let cycle = world.cycle()
        for lane in 0..<2 { world.announce(cycle, lane: lane) }
        world.deliver(cycle, lane: 0)
        world.deliver(cycle, lane: 1, [.broken])
        world.look()
        world.cycle()
        world.look()
        world.cycle()
        let levels = world.look()
        #expect(levels.contains(.rejectLane(0)))
        #expect(levels.isDisjoint(with: [.reject, .rejectLane(1)]))
        world.stop()
        #expect(world.account.accepted == 1 && world.account[.broken] == 1)
    }

    /// Late, missing and doubled verdicts, lost edges and missed pulses, by the seed.
    @Test(arguments: 1...25 as ClosedRange<UInt64>)
    func `cycles are the accepted and the rejected, whatever happens`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let lanes = Int.random(in: 1...2, using: &random)
        let world = DeliveryWorld(lanes: lanes)
        var late: [BlisterIdentity] = []
        var accepts: [BlisterIdentity: Int] = [:]
        var passed: Set<BlisterIdentity> = []

        func deliver(_ identity: BlisterIdentity) {
            let isAccept = random.chance(0.8)
            if isAccept { accepts[identity, default: 0] += 1 }
            world.deliver(identity.cycle, lane: identity.lane, isAccept ? [] : [.broken])
        }

        func look() {
            let levels = world.look()
            guard let cycle = world.actuator.cycleAtStation else { return }
            for lane in 0..<lanes where levels.contains(.rejectLane(lane)) {
                passed.insert(BlisterIdentity(cycle: cycle, lane: lane))
            }
        }

        for _ in 0..<200 {
            let cycle = world.cycle(losingEdges: random.chance(0.02) ? 1 : 0)
            for lane in 0..<lanes {
                let identity = BlisterIdentity(cycle: cycle, lane: lane)
                world.announce(cycle, lane: lane)
                if random.chance(0.85) { deliver(identity) } else { late.append(identity) }
                if random.chance(0.05) { deliver(identity) }
            }
            if random.chance(0.9) { look() }
            if random.chance(0.3), let identity = late.popLast() { deliver(identity) }
            if random.chance(0.9) { look() }
            world.settle()
        }
        world.stop()
        let account = world.account
        #expect(account.blisters == 200 * lanes, "seed \(seed)")
        #expect(account.unaccounted == 0, "seed \(seed)")
        #expect(account.blisters == account.accepted + account.rejected, "seed \(seed)")
        #expect(account.accepted == world.desk.counts[.passed], "seed \(seed)")
        #expect(account.accepted <= passed.count, "seed \(seed)")
        #expect(account.accepted > 50, "seed \(seed)")
        for reason in [RejectReason.late, .unseen, .doubled, .broken] {
            #expect(account[reason] > 0, "seed \(seed), \(reason)")
        }
        #expect(passed.allSatisfy { accepts[$0] ?? 0 > 0 }, "seed \(seed)")
    }
}
