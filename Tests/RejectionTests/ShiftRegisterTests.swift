import Foundation
import Synchronization
import Testing

@testable import Rejection

private final class Tally: Sendable {
    let timely = Atomic<Int>(0)
    let late = Atomic<Int>(0)
    let closed = Atomic<Int>(0)
    let absent = Atomic<Int>(0)
    let accepted = Atomic<Int>(0)
}

@Suite struct ShiftRegisterTests {
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `it does what a table that forgets nothing does`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let lanes = Int.random(in: 1...3, using: &random)
        let register = ShiftRegister(lanes: lanes)
        var model = NaiveRegister()
        var arrived = 0
        for step in 0..<6_000 {
            let place: Comment = "seed \(seed), step \(step), next arrival \(arrived)"
            let lane = Int.random(in: 0..<lanes, using: &random)
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<6:
                let cycle = max(0, arrived + Int.random(in: -8...8, using: &random))
                let isAccept = random.chance(0.7)
                let filing = register.file(cycle: cycle, lane: lane, isAccept: isAccept)
                let expected = model.file(cycle: cycle, lane: lane, isAccept: isAccept)
                #expect(filing == expected, place)
            case 6:
                let cycle = arrived + Int.random(in: 500..<530, using: &random)
                let filing = register.file(cycle: cycle, lane: lane, isAccept: true)
                #expect(filing == model.file(cycle: cycle, lane: lane, isAccept: true), place)
            case 7..<9:
                for lane in 0..<lanes {
                    let arrival = register.arrive(cycle: arrived, lane: lane)
                    #expect(arrival == model.arrive(cycle: arrived, lane: lane), place)
                }
                register.advance(past: arrived)
                arrived += 1
            default:
                let cycle = max(0, arrived - Int.random(in: 1...20, using: &random))
                let closed = register.close(cycle: cycle, lane: lane)
                #expect(closed == model.close(cycle: cycle, lane: lane), place)
            }
        }
        #expect(arrived > ShiftRegister.cycleCapacity, "the ring must have wrapped")
    }

    @Test func `a verdict left over from an earlier lap is never taken for a fresh one`() {
        let register = ShiftRegister(lanes: 1)
        for cycle in 0..<(3 * ShiftRegister.cycleCapacity) {
            let isFirstLap = cycle < ShiftRegister.cycleCapacity
            if isFirstLap {
                #expect(register.file(cycle: cycle, lane: 0, isAccept: true) == .timely)
            }
            let arrival = register.arrive(cycle: cycle, lane: 0)
            #expect(arrival == (isFirstLap ? .accept : .absent), "cycle \(cycle)")
            register.advance(past: cycle)
        }
    }

    @Test func `cycle counts of years do not wrap`() {
        let register = ShiftRegister(lanes: 2)
        let start = 1 << 40
        register.advance(past: start - 1)
        #expect(register.announce(cycle: start, due: start + 3))
        #expect(register.file(cycle: start, lane: 1, isAccept: true) == .timely)
        #expect(register.due(start) == .at(start + 3))
        #expect(register.arrive(cycle: start, lane: 0) == .absent)
        #expect(register.arrive(cycle: start, lane: 1) == .accept)
    }

    @Test func `a cycle that was jumped over is skipped, one to come is unknown`() {
        let register = ShiftRegister(lanes: 1)
        #expect(register.announce(cycle: 0, due: 10))
        #expect(register.announce(cycle: 2, due: 30))
        #expect(!register.announce(cycle: 1, due: 20), "announcements never go back")
        #expect(register.due(0) == .at(10))
        #expect(register.due(1) == .skipped)
        #expect(register.due(2) == .at(30))
        #expect(register.due(3) == .unknown)
    }

    @Test func `a full register refuses to announce`() {
        let register = ShiftRegister(lanes: 1)
        for cycle in 0..<ShiftRegister.cyclesAheadMax {
            #expect(register.announce(cycle: cycle, due: cycle))
        }
        #expect(!register.announce(cycle: ShiftRegister.cyclesAheadMax, due: 0))
        register.advance(past: 0)
        #expect(register.announce(cycle: ShiftRegister.cyclesAheadMax, due: 0))
    }

    @Test func `threads that race get every blister told to exactly one of them`() {
        let register = ShiftRegister(lanes: 1)
        let cycles = 20_000
        let tally = Tally()
        // Workers 0..<3 file, worker 3 plays the machine.
        inParallel(threads: 4) { worker in
            if worker == 3 {
                for cycle in 0..<cycles {
                    if register.arrive(cycle: cycle, lane: 0) == .accept {
                        tally.accepted.wrappingAdd(1, ordering: .relaxed)
                    }
                    register.advance(past: cycle)
                    if cycle >= 8, register.close(cycle: cycle - 8, lane: 0) {
                        tally.absent.wrappingAdd(1, ordering: .relaxed)
                    }
                }
                for cycle in (cycles - 8)..<cycles where register.close(cycle: cycle, lane: 0) {
                    tally.absent.wrappingAdd(1, ordering: .relaxed)
                }
                return
            }
            for cycle in stride(from: worker, to: cycles, by: 3) {
                var filing = Filing.tooFarAhead
                while filing == .tooFarAhead {
                    filing = register.file(cycle: cycle, lane: 0, isAccept: true)
                }
                switch filing {
                case .timely: tally.timely.wrappingAdd(1, ordering: .relaxed)
                case .late: tally.late.wrappingAdd(1, ordering: .relaxed)
                case .closed: tally.closed.wrappingAdd(1, ordering: .relaxed)
                default: Issue.record("cycle \(cycle): \(filing)")
                }
            }
        }
        let counts = (
            tally.timely.load(ordering: .relaxed), tally.late.load(ordering: .relaxed),
            tally.closed.load(ordering: .relaxed), tally.absent.load(ordering: .relaxed)
        )
        #expect(counts.0 + counts.1 + counts.2 == cycles)
        #expect(counts.2 == counts.3, "what was counted as absent is refused as closed")
        #expect(tally.accepted.load(ordering: .relaxed) == counts.0, "a timely accept passes")
    }
    private func inParallel(threads: Int, _ body: @escaping @Sendable (Int) -> Void) {
        let group = DispatchGroup()
        for index in 0..<threads {
            group.enter()
            Thread {
                body(index)
                group.leave()
            }.start()
        }
        group.wait()
    }
}
