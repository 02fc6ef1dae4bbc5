import Blister
import Testing

@testable import Rejection
@testable import Station

/// What the actuation thread reports becomes faults that last until somebody acknowledges them.
struct AccountingTests {
    private static let rules = AlarmRules(
        consecutiveRejects: 3,
        windowRejects: nil,
        consecutiveLate: 3
    )

    /// Runs one cycle for every entry: its reasons, or nil for a verdict that does not come; then
    /// brings all of them to the gate.
    private static func run(_ world: DeliveryWorld, _ verdicts: [[RejectReason]?]) -> OutputLevels {
        for reasons in verdicts {
            let cycle = world.cycle()
            world.announce(cycle)
            if let reasons { world.deliver(cycle, reasons) }
            world.look()
        }
        for _ in 0..<2 {
            let cycle = world.cycle()
            world.announce(cycle)
            world.deliver(cycle)
            world.look()
        }
        world.look(afterMilliseconds: 45)
        world.settle()
        return world.look()
    }

    @Test func `rejects one after the other raise the alarm and take ready away`() {
        let world = DeliveryWorld(alarms: Self.rules)
        let levels = Self.run(world, [[.broken], [.hair], [.missing]])
        #expect(world.faults.active == [.rejectsRepeated])
        #expect(levels.contains(.alarm) && levels.isDisjoint(with: .ready))
    }

    @Test func `an accept between rejects starts the count anew`() {
        let world = DeliveryWorld(alarms: Self.rules)
        let levels = Self.run(world, [[.broken], [.hair], [], [.missing], [.broken], []])
        #expect(world.faults.active.isEmpty)
        #expect(levels.contains(.ready) && levels.isDisjoint(with: .alarm))
    }

    @Test func `verdicts late one after the other raise their own alarm`() {
        var rules = Self.rules
        rules.consecutiveRejects = nil
        let world = DeliveryWorld(alarms: rules)
        let levels = Self.run(world, [nil, nil, nil])
        #expect(world.faults.active == [.verdictsLateRepeatedly])
        #expect(levels.contains(.alarm))
    }

    private static let window = ConfirmationWindow(latestNanoseconds: 30_000_000)

    @Test func `a reject that the chute does not see raises the alarm`() {
        let world = DeliveryWorld(confirmation: Self.window)
        let levels = Self.run(world, [[.broken]])
        #expect(world.faults.active == [.rejectUnconfirmed])
        #expect(levels.contains(.alarm) && levels.isDisjoint(with: .ready))
    }

    @Test func `a reject that the chute sees raises nothing`() {
        let world = DeliveryWorld(confirmation: Self.window)
        let cycle = world.cycle()
        world.announce(cycle)
        world.deliver(cycle, [.broken])
        for _ in 0..<2 {
            let next = world.cycle()
            world.announce(next)
            world.deliver(next)
            world.look()
        }
        world.look(afterMilliseconds: 10)
        world.edge(.rejectConfirm)
        let levels = world.look(afterMilliseconds: 25)
        world.settle()
        #expect(world.faults.active.isEmpty)
        #expect(levels.contains(.ready) && levels.isDisjoint(with: .alarm))
        #expect(world.desk.counts[.confirmed] == 1)
    }

    @Test func `an accepted blister needs no confirmation`() {
        let world = DeliveryWorld(confirmation: Self.window)
        let levels = Self.run(world, [[], []])
        #expect(world.faults.active.isEmpty)
        #expect(levels.contains(.ready))
    }

    @Test func `an acknowledgement ends what a person has seen, and nothing else`() {
        let world = DeliveryWorld(alarms: Self.rules)
        world.faults.raise(.cameraGone)
        _ = Self.run(world, [[.broken], [.broken], [.broken]])
        #expect(world.faults.active == [.cameraGone, .rejectsRepeated])
        world.edge(.acknowledge)
        world.settle()
        #expect(world.faults.active == [.cameraGone])
        #expect(world.look().isDisjoint(with: .alarm))
    }
}
