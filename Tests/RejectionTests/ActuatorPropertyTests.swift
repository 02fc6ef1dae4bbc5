import Testing

@testable import Rejection

/// Plays random machines, verdicts and disturbances against the actuator and a plain account of
/// them, and holds the one property everything else serves.
@Suite struct ActuatorPropertyTests {
    private struct Blister: Hashable {
        let cycle: Int
        let lane: Int
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func `no lane ever passes without exactly one timely accept`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let lanes = Int.random(in: 1...3, using: &random)
        let distance = Int.random(in: 1...5, using: &random)
        var settings = RejectionSettings.quiet(
            lanes: lanes,
            distance: [
                .cycles(distance), .ticks(distance * 10, pitch: 10),
                .nanoseconds(Int64(distance) * 50_000_000, pitch: 50_000_000),
            ].randomElement(using: &random) ?? .cycles(distance),
            pulseMilliseconds: random.chance(0.5) ? 0 : 20
        )
        if case .cycles = settings.distance, random.chance(0.4) {
            settings.delayNanoseconds = 4_000_000
        }
        let isRough = random.chance(0.7)
        let world = ActuatorWorld(settings)
        var verdicts: [Blister: [Bool]] = [:]
        var timely: Set<Blister> = []
        var passed: Set<Blister> = []
        var announced = 0
        var ticks = 0
        var sequence: UInt32 = 0
        var time = 0

        func look() {
            let levels = world.levels(atMilliseconds: time)
            var all = true
            for lane in 0..<lanes {
                let passes = levels.contains(.rejectLane(lane))
                all = all && passes
                guard passes else { continue }
                let place: Comment = "seed \(seed), \(time) ms, lane \(lane)"
                guard let cycle = world.actuator.cycleAtStation else {
                    Issue.record("passes with nothing at the station; \(place)")
                    continue
                }
                let blister = Blister(cycle: cycle, lane: lane)
                #expect(verdicts[blister] == [true], place)
                #expect(timely.contains(blister), place)
                passed.insert(blister)
            }
            #expect(levels.contains(.reject) == all, "seed \(seed), \(time) ms")
        }

        func file(_ blister: Blister, _ isAccept: Bool) {
            let filing = world.register.file(
                cycle: blister.cycle,
                lane: blister.lane,
                isAccept: isAccept
            )
            if filing != .tooFarAhead { verdicts[blister, default: []].append(isAccept) }
            if filing == .timely { timely.insert(blister) }
        }

        for _ in 0..<250 {
            // One machine cycle, in ten steps.
            let cycle = announced
            announced += 1
            sequence += isRough && random.chance(0.03) ? 2 : 1
            switch settings.distance {
            case .cycles:
                world.edge(.cycle, atMilliseconds: time, sequence: sequence)
                if isRough, random.chance(0.1) {
                    sequence += 1
                    world.edge(.cycle, atMilliseconds: time + 1, sequence: sequence)
                }
            case .ticks(let count, _):
                if !isRough || !random.chance(0.05) {
                    _ = world.register.announce(cycle: cycle, due: ticks + count)
                }
            case .nanoseconds(let count, _):
                if !isRough || !random.chance(0.05) {
                    let due = time * 1_000_000 + Int(count)
                    _ = world.register.announce(cycle: cycle, due: due)
                }
            }
            for step in 0..<10 {
                time += 5
                ticks += 1
                world.edge(.encoderA, atMilliseconds: time)
                if step == 3 {
                    for lane in 0..<lanes where !isRough || random.chance(0.9) {
                        file(Blister(cycle: cycle, lane: lane), random.chance(0.8))
                    }
                }
                if isRough, random.chance(0.1) {
                    let back = Int.random(in: -1...(distance + 2), using: &random)
                    let lane = Int.random(in: 0..<lanes, using: &random)
                    file(Blister(cycle: max(0, cycle - back), lane: lane), random.chance(0.9))
                }
                if !isRough || random.chance(0.7) { look() }
            }
        }
        if !isRough {
            for cycle in 0..<(announced - distance - 1) {
                for lane in 0..<lanes {
                    let blister = Blister(cycle: cycle, lane: lane)
                    let place: Comment = "seed \(seed), cycle \(cycle), lane \(lane)"
                    #expect(passed.contains(blister) == (verdicts[blister] == [true]), place)
                }
            }
        }
        _ = world.stop()
        #expect(world.levels(atMilliseconds: time + 1) == [], "seed \(seed)")
        checkAccounts(world, seed: seed)
    }

    private func checkAccounts(_ world: ActuatorWorld, seed: UInt64) {
        let counts = world.counts
        let blisters = counts[.cycles] * world.actuator.settings.lanes
        let accounted = [
            RejectionCount.passed, .rejected, .late, .doubled, .distrusted, .missedWindows,
        ].reduce(0) { $0 + counts[$1] }
        #expect(blisters == accounted, "seed \(seed)")
    }
}
