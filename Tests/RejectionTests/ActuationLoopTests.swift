import Linux
import Testing

@testable import Rejection

@Suite struct ActuationLoopTests {
    private func wait(_ condition: () -> Bool) -> Bool {
        // Generous, because the machine that runs the tests may be busy.
        for _ in 0..<10_000 {
            if condition() { return true }
            MonotonicClock.sleep(untilNanoseconds: MonotonicClock.nowNanoseconds + 1_000_000)
        }
        return false
    }

    private func edge(_ pin: InputPin) -> PinEdge {
        PinEdge(
            pin: pin,
            isRising: true,
            timestampNanoseconds: MonotonicClock.nowNanoseconds
        )
    }

    @Test func `an accept reaches the pins, the result line after the reject pin`() throws {
        let pins = RecordedPins()
        let desk = ActuationDesk(lanes: 1)
        var settings = RejectionSettings.quiet(distance: .cycles(1), pulseMilliseconds: 0)
        settings.cycleIntervalNanosecondsMin = 0
        let loop = ActuationLoop(settings: settings, port: pins, desk: desk)
        let thread = try loop.start(ThreadPlan(name: "actuation"))
        pins.inject(edge(.cycle))
        #expect(wait { desk.cycleHistory.latest == 1 })
        #expect(desk.register.file(cycle: 0, lane: 0, isAccept: true) == .timely)
        pins.inject(edge(.cycle))
        #expect(wait { pins.levels.contains([.reject, .resultToggle]) })
        let order = pins.transitions.map(\.levels)
        #expect(
            Array(order.suffix(2)) == [
                [.reject, .rejectLane(0)], [.reject, .rejectLane(0), .resultToggle],
            ]
        )
        desk.isHealthy = true
        #expect(wait { pins.levels.contains(.ready) })
        desk.requestStop()
        thread.join()
        #expect(desk.hasStopped)
        #expect(pins.levels == [])
    }

    @Test func `pins that fail are reported and come back`() throws {
        let pins = RecordedPins()
        let desk = ActuationDesk(lanes: 1)
        let loop = ActuationLoop(settings: .quiet(), port: pins, desk: desk)
        let fault = PinFault.system(SystemError(call: "ioctl", subject: "chip", code: 19))
        pins.fail(with: fault)
        let thread = try loop.start(ThreadPlan(name: "actuation"))
        #expect(wait { desk.pinFault == fault })
        pins.fail(with: nil)
        desk.isHealthy = true
        #expect(wait { pins.levels.contains(.ready) && desk.pinFault == nil })
        desk.requestStop()
        thread.join()
        #expect(pins.levels == [])
    }
}
