import Station
import Testing

struct SupervisionTests {
    static func observation(
        inspected: Int,
        actuated: Int,
        faults: [Fault] = []
    ) -> Supervision.Observation {
        Supervision.Observation(
            inspectedCount: inspected,
            actuatedCount: actuated,
            faults: faults,
            isBatchOpen: true,
            isStopping: false
        )
    }

    @Test func `the watchdog starves when inspection hangs while actuation turns`() {
        var supervision = Supervision()
        #expect(supervision.step(Self.observation(inspected: 1, actuated: 1)).feedsWatchdog)
        for round in 2..<10 {
            #expect(
                !supervision.step(Self.observation(inspected: 1, actuated: round)).feedsWatchdog
            )
        }
        #expect(supervision.step(Self.observation(inspected: 2, actuated: 10)).feedsWatchdog)
    }

    @Test func `the watchdog starves when actuation hangs while inspection goes on`() {
        var supervision = Supervision()
        #expect(supervision.step(Self.observation(inspected: 1, actuated: 1)).feedsWatchdog)
        #expect(!supervision.step(Self.observation(inspected: 7, actuated: 1)).feedsWatchdog)
    }

    @Test func `ready waits for the first progress`() {
        var supervision = Supervision()
        #expect(!supervision.step(Self.observation(inspected: 0, actuated: 0)).isReady)
        #expect(supervision.step(Self.observation(inspected: 1, actuated: 1)).isReady)
    }

    @Test func `ready waits for the challenge, and goes when it is due again`() {
        var supervision = Supervision()
        for (round, isPassed) in [false, true, false].enumerated() {
            var seen = Self.observation(inspected: round + 1, actuated: round + 1)
            seen.isChallengePassed = isPassed
            seen.faults = isPassed ? [] : [.challengeDue]
            let decision = supervision.step(seen)
            #expect(decision.isReady == isPassed)
            #expect(!decision.wantsAlarm, "a person is at work")
            #expect(decision.status.contains("challenge") == !isPassed)
        }
    }

    @Test(arguments: Fault.allCases) func `ready drops exactly for the faults that say so`(
        fault: Fault
    ) {
        var supervision = Supervision()
        _ = supervision.step(Self.observation(inspected: 1, actuated: 1))
        let decision = supervision.step(
            Self.observation(inspected: 2, actuated: 2, faults: [fault])
        )
        #expect(decision.isReady == !FaultResponse(to: fault).dropsReady)
        #expect(decision.wantsAlarm == (FaultResponse(to: fault).notice == .alarm))
        #expect(decision.status.contains(fault.sentence))
    }

    @Test(arguments: Fault.allCases)
    func `a fault that leaves blisters unjudged rejects them`(fault: Fault) {
        let unjudged: Set<Fault> = [
            .cameraSilent, .cameraGone, .cameraRefused, .rowsLost, .overflow, .notAligned,
            .verdictLate, .verdictsLateRepeatedly, .verdictDoubled, .pinLost, .networkFailed,
            .textUnknown,
        ]
        #expect((FaultResponse(to: fault).rejectsAs != nil) == unjudged.contains(fault))
    }

    @Test func `a lasting fault stays until it is cleared and is counted once`() {
        let board = FaultBoard()
        board.raise(.cameraGone)
        board.raise(.cameraGone)
        #expect(board.active == [.cameraGone])
        #expect(board.total(of: .cameraGone) == 1)
        board.clear(.cameraGone)
        #expect(board.active.isEmpty)
        board.raise(.cameraGone)
        #expect(board.total(of: .cameraGone) == 2)
    }
}
