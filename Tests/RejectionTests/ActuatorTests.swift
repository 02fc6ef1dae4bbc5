import Testing

@testable import Rejection

@Suite struct ActuatorTests {
    @Test func `an accept passes when its blister is at the station, for one pulse`() {
        let world = ActuatorWorld(.quiet())
        world.edge(.cycle, atMilliseconds: 0)
        #expect(world.register.file(cycle: 0, lane: 0, isAccept: true) == .timely)
        #expect(!world.levels(atMilliseconds: 10).contains(.reject))
        world.edge(.cycle, atMilliseconds: 50)
        #expect(!world.levels(atMilliseconds: 51).contains(.reject))
        world.edge(.cycle, atMilliseconds: 100)
        #expect(world.levels(atMilliseconds: 101).contains([.reject, .rejectLane(0)]))
        #expect(world.actuator.deadlineNanoseconds == 120_000_000)
        #expect(world.levels(atMilliseconds: 119).contains(.reject))
        #expect(!world.levels(atMilliseconds: 120).contains(.reject))
        #expect(world.counts[.passed] == 1)
    }

    @Test func `a pulse of zero holds the pass until the next cycle`() {
        let world = ActuatorWorld(.quiet(pulseMilliseconds: 0))
        for cycle in 0...2 { world.edge(.cycle, atMilliseconds: cycle * 50) }
        // Filed before the edge that brings it to the station was handled: see below.
        #expect(world.levels(atMilliseconds: 101).isDisjoint(with: .reject))
        #expect(world.register.file(cycle: 1, lane: 0, isAccept: true) == .timely)
        world.edge(.cycle, atMilliseconds: 150)
        #expect(world.levels(atMilliseconds: 10_000).contains(.reject))
        world.edge(.cycle, atMilliseconds: 10_050)
        #expect(!world.levels(atMilliseconds: 10_051).contains(.reject))
    }

    @Test func `a late accept rejects and is told so`() {
        let world = ActuatorWorld(.quiet())
        for cycle in 0...2 { world.edge(.cycle, atMilliseconds: cycle * 50) }
        #expect(world.register.file(cycle: 0, lane: 0, isAccept: true) == .late)
        #expect(!world.levels(atMilliseconds: 101).contains(.reject))
        #expect(world.counts[.late] == 1)
        #expect(world.counts[.passed] == 0)
    }

    @Test func `two accepts for one blister reject, even when the second comes while it passes`() {
        let world = ActuatorWorld(.quiet())
        world.edge(.cycle, atMilliseconds: 0)
        world.edge(.cycle, atMilliseconds: 50)
        #expect(world.register.file(cycle: 0, lane: 0, isAccept: true) == .timely)
        #expect(world.register.file(cycle: 0, lane: 0, isAccept: true) == .doubled)
        #expect(world.register.file(cycle: 1, lane: 0, isAccept: true) == .timely)
        world.edge(.cycle, atMilliseconds: 100)
        #expect(!world.levels(atMilliseconds: 101).contains(.reject))
        world.edge(.cycle, atMilliseconds: 150)
        #expect(world.levels(atMilliseconds: 151).contains(.reject))
        #expect(world.register.file(cycle: 1, lane: 0, isAccept: true) == .doubledAfterArrival)
        #expect(!world.levels(atMilliseconds: 152).contains(.reject))
        #expect(world.events() == [.overruled(cycle: 1, lane: 0, .doubled)])
        #expect(world.counts[.passed] == 0)
        #expect(world.counts[.doubled] == 2)
    }

    @Test func `the shared pin passes only when every lane passes`() {
        let world = ActuatorWorld(.quiet(lanes: 2))
        world.edge(.cycle, atMilliseconds: 0)
        _ = world.register.file(cycle: 0, lane: 0, isAccept: true)
        _ = world.register.file(cycle: 0, lane: 1, isAccept: false)
        world.edge(.cycle, atMilliseconds: 50)
        _ = world.register.file(cycle: 1, lane: 0, isAccept: true)
        _ = world.register.file(cycle: 1, lane: 1, isAccept: true)
        world.edge(.cycle, atMilliseconds: 100)
        let split = world.levels(atMilliseconds: 101)
        #expect(split.contains(.rejectLane(0)))
        #expect(split.isDisjoint(with: [.reject, .rejectLane(1)]))
        world.edge(.cycle, atMilliseconds: 150)
        let both = world.levels(atMilliseconds: 151)
        #expect(both.contains([.reject, .rejectLane(0), .rejectLane(1)]))
    }

    @Test func `energise to reject is the exact inverse and stops energised`() {
        var settings = RejectionSettings.quiet()
        settings.energise = .toReject
        let world = ActuatorWorld(settings)
        #expect(world.levels(atMilliseconds: 0).contains(.reject))
        world.edge(.cycle, atMilliseconds: 0)
        _ = world.register.file(cycle: 0, lane: 0, isAccept: true)
        world.edge(.cycle, atMilliseconds: 50)
        world.edge(.cycle, atMilliseconds: 100)
        #expect(!world.levels(atMilliseconds: 101).contains(.reject))
        #expect(world.levels(atMilliseconds: 121).contains(.reject))
        #expect(world.stop() == [.reject, .rejectLane(0)])
    }

    @Test func `stopping rejects, and accounts everything that was under way`() {
        let world = ActuatorWorld(.quiet())
        for cycle in 0...3 {
            world.edge(.cycle, atMilliseconds: cycle * 50)
            if cycle != 2 { _ = world.register.file(cycle: cycle, lane: 0, isAccept: true) }
            _ = world.levels(atMilliseconds: cycle * 50 + 1)
        }
        #expect(world.actuator.passes(lane: 0))
        #expect(world.stop() == [])
        #expect(world.levels(atMilliseconds: 152) == [])
        world.edge(.cycle, atMilliseconds: 200)
        #expect(world.levels(atMilliseconds: 201) == [])
        let events = world.events()
        #expect(
            events == [
                .overruled(cycle: 3, lane: 0, .distrusted), .absent(cycle: 2, lane: 0),
            ]
        )
        #expect(world.register.file(cycle: 2, lane: 0, isAccept: true) == .closed)
    }

    @Test func `contact bounce is one cycle`() {
        let world = ActuatorWorld(.quiet())
        for time in [0, 1, 3, 9, 50, 52] { world.edge(.cycle, atMilliseconds: time) }
        #expect(world.actuator.cycles == 2)
        #expect(world.counts[.bounces] == 4)
    }

    @Test func `lost cycle edges reject everything that was under way`() {
        let world = ActuatorWorld(.quiet(pulseMilliseconds: 0))
        for cycle in 0...6 {
            // The kernel lost one edge between cycles 2 and 3.
            let sequence = UInt32(cycle + 1 + (cycle > 2 ? 1 : 0))
            world.edge(.cycle, atMilliseconds: cycle * 50, sequence: sequence)
            let passes = world.levels(atMilliseconds: cycle * 50 + 1).contains(.reject)
            #expect(passes == [2, 5, 6].contains(cycle), "cycle \(cycle)")
            _ = world.register.file(cycle: cycle, lane: 0, isAccept: true)
        }
        #expect(world.counts[.lostEdges] == 1)
        #expect(world.counts[.distrusted] == 2)
    }

    @Test func `a cycle edge at the wrong encoder distance rejects what was under way`() {
        var settings = RejectionSettings.quiet(pulseMilliseconds: 0)
        settings.ticksPerCycle = TicksPerCycle(nominal: 10, tolerance: 1)
        let world = ActuatorWorld(settings)
        var time = 0
        for cycle in 0...6 {
            world.edge(.cycle, atMilliseconds: time)
            // A pulse of its own, four ticks after cycle 3, far outside the bounce time.
            let isFalse = cycle == 4
            let passes = world.levels(atMilliseconds: time + 1).contains(.reject)
            #expect(passes == [2, 3].contains(cycle), "cycle \(cycle)")
            _ = world.register.file(cycle: cycle, lane: 0, isAccept: true)
            for _ in 0..<(cycle == 3 ? 4 : isFalse ? 6 : 10) {
                time += 5
                world.edge(.encoderA, atMilliseconds: time)
            }
        }
        #expect(world.counts[.tickMismatches] == 2)
    }

    @Test func `a delay moves the pulse and leaves the verdict time until then`() {
        var settings = RejectionSettings.quiet()
        settings.delayNanoseconds = 5_000_000
        let world = ActuatorWorld(settings)
        for cycle in 0...2 { world.edge(.cycle, atMilliseconds: cycle * 50) }
        #expect(!world.levels(atMilliseconds: 102).contains(.reject))
        #expect(world.actuator.deadlineNanoseconds == 105_000_000)
        #expect(world.register.file(cycle: 0, lane: 0, isAccept: true) == .timely)
        #expect(world.levels(atMilliseconds: 105).contains(.reject))
        #expect(!world.levels(atMilliseconds: 125).contains(.reject))
    }

    @Test func `a pulse that comes after its time is overruled, not given late`() {
        let world = ActuatorWorld(.quiet())
        world.edge(.cycle, atMilliseconds: 0)
        _ = world.register.file(cycle: 0, lane: 0, isAccept: true)
        world.edge(.cycle, atMilliseconds: 50)
        world.edge(.cycle, atMilliseconds: 100)
        #expect(!world.levels(atMilliseconds: 130).contains(.reject))
        #expect(world.events() == [.overruled(cycle: 0, lane: 0, .missedWindow)])
        #expect(world.counts[.passed] == 0)
        #expect(world.counts[.missedWindows] == 1)
    }

    @Test func `ticks bring a blister to the station wherever the web stops`() {
        let world = ActuatorWorld(
            .quiet(distance: .ticks(20, pitch: 10), pulseMilliseconds: 0)
        )
        #expect(world.register.announce(cycle: 0, due: 20))
        _ = world.register.file(cycle: 0, lane: 0, isAccept: true)
        for tick in 1...19 { world.edge(.encoderA, atMilliseconds: tick) }
        #expect(!world.levels(atMilliseconds: 60_000).contains(.reject))
        world.edge(.encoderA, atMilliseconds: 60_001)
        #expect(world.levels(atMilliseconds: 60_002).contains(.reject))
        for tick in 1...9 { world.edge(.encoderA, atMilliseconds: 60_002 + tick) }
        #expect(world.levels(atMilliseconds: 90_000).contains(.reject))
        world.edge(.encoderA, atMilliseconds: 90_001)
        #expect(!world.levels(atMilliseconds: 90_002).contains(.reject), "one pitch on")
    }

    @Test func `time brings a blister to the station at constant speed`() {
        let world = ActuatorWorld(
            .quiet(
                distance: .nanoseconds(100_000_000, pitch: 50_000_000),
                pulseMilliseconds: 0
            )
        )
        #expect(world.register.announce(cycle: 0, due: 100_000_000))
        _ = world.register.file(cycle: 0, lane: 0, isAccept: true)
        #expect(!world.levels(atMilliseconds: 99).contains(.reject))
        #expect(world.actuator.deadlineNanoseconds == 100_000_000)
        #expect(world.levels(atMilliseconds: 100).contains(.reject))
        #expect(world.levels(atMilliseconds: 149).contains(.reject))
        #expect(!world.levels(atMilliseconds: 150).contains(.reject))
    }

    @Test func `a blister that was never announced is rejected and accounted`() {
        let world = ActuatorWorld(.quiet(distance: .ticks(20, pitch: 10)))
        #expect(world.register.announce(cycle: 0, due: 5))
        #expect(world.register.announce(cycle: 2, due: 25))
        for tick in 1...30 { world.edge(.encoderA, atMilliseconds: tick) }
        _ = world.stop()
        #expect(
            world.events() == [
                .absent(cycle: 0, lane: 0), .absent(cycle: 1, lane: 0),
                .absent(cycle: 2, lane: 0),
            ]
        )
    }
}
