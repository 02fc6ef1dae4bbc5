internal import Rejection

extension StationConfiguration {
    /// Whether a sensor in the chute says of every reject whether it arrived.
    var hasConfirmation: Bool { !pins.isEmpty && confirmWithinMilliseconds != nil }

    /// The rejection settings that this configuration and a recipe's `lanes` mean.
    ///
    /// - Parameters:
    ///   - lanes: blisters side by side.
    ///   - pitchTicks: encoder counts from one blister to the next.
    ///   - pitchNanoseconds: time from one blister to the next at rated speed.
    /// - Returns: settings that are still to be validated.
    func rejectionSettings(
        lanes: Int,
        pitchTicks: Int,
        pitchNanoseconds: Int64
    ) -> RejectionSettings {
        let millisecond: Int64 = 1_000_000
        let distance: StationDistance =
            switch rejectDelay {
            case .cycles(let cycles): .cycles(cycles)
            case .ticks(let ticks): .ticks(ticks, pitch: pitchTicks)
            case .milliseconds(let milliseconds):
                .nanoseconds(Int64(milliseconds) * millisecond, pitch: pitchNanoseconds)
            }
        let names = Set(pins.map(\.name))
        let encoder: EncoderKind =
            !names.contains("encoder_a")
            ? .none : names.contains("encoder_b") ? .quadrature : .single
        return RejectionSettings(
            lanes: lanes,
            distance: distance,
            energise: energiseToPass ? .toPass : .toReject,
            delayNanoseconds: Int64(delayMilliseconds) * millisecond,
            pulseNanoseconds: Int64(pulseMilliseconds) * millisecond,
            encoder: encoder,
            confirmation: confirmWithinMilliseconds.map {
                ConfirmationWindow(
                    earliestNanoseconds: 0,
                    latestNanoseconds: Int64($0) * millisecond
                )
            },
            alarms: AlarmRules(
                consecutiveRejects: alarms.consecutiveRejects > 0 ? alarms.consecutiveRejects : nil,
                windowRejects: alarms.window > 0 && alarms.rejects > 0 ? alarms.rejects : nil,
                windowBlisters: max(1, alarms.window)
            )
        )
    }
}
