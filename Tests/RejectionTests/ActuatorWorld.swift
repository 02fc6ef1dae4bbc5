@testable import Rejection

/// An actuator with everything it needs, driven by hand.
final class ActuatorWorld {
    var actuator: Actuator
    let register: ShiftRegister
    let journal = ActuationJournal()
    let counts = RejectionCounts()
    let cycleHistory = CountHistory()
    let tickHistory = CountHistory()
    var progress = 0
    var isHealthy = true
    var isCameraLost = false

    init(_ settings: RejectionSettings) {
        register = ShiftRegister(lanes: settings.lanes)
        actuator = Actuator(
            settings: settings,
            register: register,
            journal: journal,
            counts: counts,
            cycleHistory: cycleHistory,
            tickHistory: tickHistory
        )
    }

    func edge(
        _ pin: InputPin,
        atMilliseconds time: Int,
        isRising: Bool = true,
        sequence: UInt32 = 0
    ) {
        actuator.handle(
            PinEdge(
                pin: pin,
                isRising: isRising,
                timestampNanoseconds: Int64(time) * 1_000_000,
                lineSequence: sequence
            )
        )
    }

    func levels(atMilliseconds time: Int) -> OutputLevels {
        actuator.levels(
            atNanoseconds: Int64(time) * 1_000_000,
            inputs: ActuationInputs(
                progress: progress,
                isHealthy: isHealthy,
                isCameraLost: isCameraLost
            )
        )
    }

    func stop() -> OutputLevels { actuator.stop() }

    func events() -> [ActuationEvent] {
        var events: [ActuationEvent] = []
        while let event = journal.next() { events.append(event) }
        return events
    }
}

extension RejectionSettings {
    /// Two cycles to the station, 20 ms pulse, no alarms.
    static func quiet(
        lanes: Int = 1,
        distance: StationDistance = .cycles(2),
        pulseMilliseconds: Int64 = 20
    ) -> RejectionSettings {
        RejectionSettings(
            lanes: lanes,
            distance: distance,
            pulseNanoseconds: pulseMilliseconds * 1_000_000,
            encoder: .single,
            alarms: AlarmRules(
                consecutiveRejects: nil,
                windowRejects: nil,
                windowBlisters: 100,
                consecutiveLate: nil
            )
        )
    }
}
