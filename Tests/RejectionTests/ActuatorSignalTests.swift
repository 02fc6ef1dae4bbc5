import Testing

@testable import Rejection

@Suite struct ActuatorSignalTests {
    @Test func `the result line changes with every cycle at the station`() {
        let world = ActuatorWorld(.quiet())
        var before = false
        for cycle in 0..<10 {
            world.edge(.cycle, atMilliseconds: cycle * 50)
            let now = world.levels(atMilliseconds: cycle * 50 + 1).contains(.resultToggle)
            #expect((now != before) == (cycle >= 2), "cycle \(cycle)")
            before = now
        }
    }

    @Test func `the heartbeat follows progress and not the thread`() {
        let world = ActuatorWorld(.quiet())
        let start = world.levels(atMilliseconds: 0).contains(.heartbeat)
        #expect(world.levels(atMilliseconds: 5_000).contains(.heartbeat) == start)
        world.progress = 1
        #expect(world.levels(atMilliseconds: 5_001).contains(.heartbeat) != start)
        world.progress = 2
        #expect(world.levels(atMilliseconds: 5_400).contains(.heartbeat) != start, "too soon")
        #expect(world.levels(atMilliseconds: 5_501).contains(.heartbeat) == start)
        #expect(world.levels(atMilliseconds: 9_000).contains(.heartbeat) == start)
    }

    @Test func `ready falls with health, camera and alarm`() {
        let world = ActuatorWorld(.quiet())
        #expect(world.levels(atMilliseconds: 0).contains(.ready))
        world.isHealthy = false
        #expect(!world.levels(atMilliseconds: 1).contains(.ready))
        world.isHealthy = true
        world.isCameraLost = true
        #expect(world.levels(atMilliseconds: 2).isDisjoint(with: .ready))
        world.isCameraLost = false
        #expect(world.levels(atMilliseconds: 3).contains(.alarm), "latched")
        #expect(!world.levels(atMilliseconds: 3).contains(.ready))
        world.edge(.acknowledge, atMilliseconds: 4)
        let after = world.levels(atMilliseconds: 5)
        #expect(after.contains(.ready))
        #expect(!after.contains(.alarm))
        #expect(world.events() == [.alarm(.cameraLost), .acknowledged])
    }

    @Test func `acknowledging does not silence a camera that is still lost`() {
        let world = ActuatorWorld(.quiet())
        world.isCameraLost = true
        _ = world.levels(atMilliseconds: 0)
        world.edge(.acknowledge, atMilliseconds: 1)
        #expect(world.levels(atMilliseconds: 2).contains(.alarm))
    }

    private func run(_ rules: AlarmRules, _ verdicts: [Bool?]) -> ActuatorWorld {
        var settings = RejectionSettings.quiet(distance: .cycles(1))
        settings.alarms = rules
        let world = ActuatorWorld(settings)
        for (cycle, verdict) in verdicts.enumerated() {
            world.edge(.cycle, atMilliseconds: cycle * 50)
            _ = world.levels(atMilliseconds: cycle * 50 + 1)
            guard let verdict else { continue }
            _ = world.register.file(cycle: cycle, lane: 0, isAccept: verdict)
        }
        world.edge(.cycle, atMilliseconds: verdicts.count * 50)
        _ = world.levels(atMilliseconds: verdicts.count * 50 + 1)
        return world
    }

    @Test func `rejects in a row raise the alarm, an accept between them does not`() {
        let rules = AlarmRules(
            consecutiveRejects: 3,
            windowRejects: nil,
            windowBlisters: 100,
            consecutiveLate: nil
        )
        let broken = run(rules, [true, false, false, true, false, false])
        #expect(!broken.actuator.isLatched(.consecutiveRejects))
        let row = run(rules, [true, false, false, false, true])
        #expect(row.actuator.isLatched(.consecutiveRejects))
        #expect(row.events() == [.alarm(.consecutiveRejects)], "raised once")
    }

    @Test func `rejects among the last blisters raise the alarm, old ones are forgotten`() {
        let rules = AlarmRules(
            consecutiveRejects: nil,
            windowRejects: 3,
            windowBlisters: 5,
            consecutiveLate: nil
        )
        let sparse = run(rules, [false, true, true, false, true, true, false, true, true, false])
        #expect(!sparse.actuator.isLatched(.rejectRate))
        let dense = run(rules, [false, true, false, true, false])
        #expect(dense.actuator.isLatched(.rejectRate))
    }

    @Test func `three late verdicts in a row raise the alarm`() {
        let rules = AlarmRules(
            consecutiveRejects: nil,
            windowRejects: nil,
            windowBlisters: 100,
            consecutiveLate: 3
        )
        #expect(!run(rules, [nil, nil, true, nil, nil]).actuator.isLatched(.consecutiveLate))
        #expect(run(rules, [true, nil, nil, nil]).actuator.isLatched(.consecutiveLate))
    }

    @Test func `a reject that reaches the chute in time is confirmed, one that does not alarms`() {
        var settings = RejectionSettings.quiet(distance: .cycles(1))
        settings.confirmation = ConfirmationWindow(
            earliestNanoseconds: 20_000_000,
            latestNanoseconds: 80_000_000
        )
        let world = ActuatorWorld(settings)
        world.edge(.cycle, atMilliseconds: 0)
        _ = world.register.file(cycle: 0, lane: 0, isAccept: false)
        world.edge(.cycle, atMilliseconds: 50)
        _ = world.register.file(cycle: 1, lane: 0, isAccept: true)
        world.edge(.rejectConfirm, atMilliseconds: 55)
        #expect(world.counts[.unexpectedConfirmations] == 1, "nothing falls that fast")
        world.edge(.rejectConfirm, atMilliseconds: 90)
        world.edge(.cycle, atMilliseconds: 100)
        _ = world.register.file(cycle: 2, lane: 0, isAccept: false)
        #expect(!world.levels(atMilliseconds: 140).contains(.alarm))
        #expect(world.counts[.confirmed] == 1)
        world.edge(.cycle, atMilliseconds: 150)
        #expect(!world.levels(atMilliseconds: 230).contains(.alarm))
        #expect(world.levels(atMilliseconds: 231).contains(.alarm))
        #expect(world.events().contains(.unconfirmed(cycle: 2, lane: 0)))
    }
}
