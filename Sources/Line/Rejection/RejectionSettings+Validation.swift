/// A setting that cannot work, with the value and what would.
public struct RejectionSettingsError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Key below `rejection` in the station configuration.
    public let key: String
    /// The value given.
    public let value: Int64
    /// What is possible.
    public let allowed: String

    /// One line without the file: `key: value is impossible; use …`.
    public var description: String { "\(key): \(value) is impossible; use \(allowed)" }
}

extension RejectionSettings {
    /// Shortest distance in time: announcements are noticed within ``ActuationLoop`` sleeps.
    public static let distanceNanosecondsMin: Int64 = 20_000_000

    /// Throws the first setting that cannot work.
    public func validate() throws(RejectionSettingsError) {
        func check(
            _ key: String,
            _ value: Int64,
            _ range: ClosedRange<Int64>
        ) throws(RejectionSettingsError) {
            guard !range.contains(value) else { return }
            throw RejectionSettingsError(
                key: key,
                value: value,
                allowed: "\(range.lowerBound) to \(range.upperBound)"
            )
        }
        let hour: Int64 = 3_600_000_000_000
        try check("lanes", Int64(lanes), 1...Int64(ShiftRegister.lanesMax))
        try check("min_cycle_ms", cycleIntervalNanosecondsMin, 0...hour)
        try check("pulse_ms", pulseNanoseconds, 0...hour)
        switch distance {
        case .cycles(let count):
            try check("cycles", Int64(count), 1...Int64(ShiftRegister.cyclesAheadMax - 1))
            // A second blister must never arrive while the first still waits for its delay.
            try check("delay_ms", delayNanoseconds, 0...cycleIntervalNanosecondsMin)
        case .ticks(let count, let pitch):
            try check("ticks", Int64(count), 1...1 << 40)
            try check("pitch_ticks", Int64(pitch), 1...1 << 40)
            try check("delay_ms", delayNanoseconds, 0...0)
            let cyclesAhead = Int64(count / pitch)
            try check("ticks", cyclesAhead, 0...Int64(ShiftRegister.cyclesAheadMax - 1))
            guard encoder != .none else {
                throw RejectionSettingsError(
                    key: "encoder",
                    value: 0,
                    allowed: "single or quadrature with a distance in ticks"
                )
            }
        case .nanoseconds(let count, let pitch):
            try check("milliseconds", count, Self.distanceNanosecondsMin...hour)
            try check("pitch_ms", pitch, 1_000_000...hour)
            try check("pulse_ms", pulseNanoseconds, 0...pitch)
            try check("delay_ms", delayNanoseconds, 0...pitch)
            try check("milliseconds", count / pitch, 0...Int64(ShiftRegister.cyclesAheadMax - 1))
        }
        if let confirmation {
            try check("confirm_earliest_ms", confirmation.earliestNanoseconds, 0...hour)
            let earliest = confirmation.earliestNanoseconds
            try check("confirm_latest_ms", confirmation.latestNanoseconds, (earliest + 1)...hour)
        }
        try check("heartbeat_ms", heartbeatNanosecondsMin, 1_000_000...hour)
        try check("alarm_window", Int64(alarms.windowBlisters), 1...1024)
    }
}
