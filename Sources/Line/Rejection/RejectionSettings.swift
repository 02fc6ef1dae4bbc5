/// Where the reject station is, and in what its distance from capture is counted.
public enum StationDistance: Sendable, Equatable {
    /// Machine cycles; every edge of the `cycle` input is one cycle.
    case cycles(Int)
    /// Encoder ticks to the station, and ticks from one blister to the next.
    case ticks(Int, pitch: Int)
    /// Nanoseconds to the station, and from one blister to the next: fixed web speed only.
    case nanoseconds(Int64, pitch: Int64)
}

/// What an energised reject pin means.
public enum Energise: String, Sendable, CaseIterable {
    /// Energised lets the blister pass: power loss and a dead process reject. The default.
    case toPass = "pass"
    /// Energised rejects, and the pin rests energised between passes: power loss passes, so that
    /// the machine must watch `ready` itself.
    case toReject = "reject"
}

/// How encoder edges become ticks.
public enum EncoderKind: String, Sendable, CaseIterable {
    /// No encoder.
    case none
    /// Rising edges of `encoder_a`.
    case single
    /// All edges of `encoder_a` and `encoder_b`, up when A leads.
    case quadrature
}

/// What the encoder must count from one cycle edge to the next.
///
/// A distance outside means a cycle edge too many or too few; what is under way is rejected.
public struct TicksPerCycle: Sendable, Equatable {
    /// Ticks of one pitch.
    public var nominal: Int
    /// Largest deviation that passes.
    public var tolerance: Int

    /// Makes a rule.
    public init(nominal: Int, tolerance: Int) {
        self.nominal = nominal
        self.tolerance = tolerance
    }
}

/// When the sensor in the reject chute must answer.
public struct ConfirmationWindow: Sendable, Equatable {
    /// First possible moment after the reject.
    public var earliestNanoseconds: Int64
    /// Last moment after the reject.
    public var latestNanoseconds: Int64

    /// Makes a window.
    public init(earliestNanoseconds: Int64 = 0, latestNanoseconds: Int64) {
        self.earliestNanoseconds = earliestNanoseconds
        self.latestNanoseconds = latestNanoseconds
    }
}

/// When the alarm is raised; nil switches a rule off.
public struct AlarmRules: Sendable, Equatable {
    /// Rejects one after the other in one lane.
    public var consecutiveRejects: Int?
    /// Rejects among the last `windowBlisters` of all lanes.
    public var windowRejects: Int?
    /// 1...1024.
    public var windowBlisters: Int
    /// Blisters without a timely verdict one after the other in one lane.
    public var consecutiveLate: Int?

    /// Makes rules.
    public init(
        consecutiveRejects: Int? = 5,
        windowRejects: Int? = 10,
        windowBlisters: Int = 100,
        consecutiveLate: Int? = 3
    ) {
        self.consecutiveRejects = consecutiveRejects
        self.windowRejects = windowRejects
        self.windowBlisters = windowBlisters
        self.consecutiveLate = consecutiveLate
    }
}

/// How verdicts become pulses.
public struct RejectionSettings: Sendable, Equatable {
    /// Blisters side by side.
    public var lanes: Int
    /// From capture to the reject station.
    public var distance: StationDistance
    /// What an energised reject pin means.
    public var energise: Energise
    /// From reaching the station to the pin.
    public var delayNanoseconds: Int64
    /// Longest time the pin shows one verdict; 0 holds it until the next blister is due.
    public var pulseNanoseconds: Int64
    /// Cycle edges closer than this are bounce.
    public var cycleIntervalNanosecondsMin: Int64
    /// How encoder edges are counted.
    public var encoder: EncoderKind
    /// Ticks between two cycle edges and how far they may be off; nil does not check.
    public var ticksPerCycle: TicksPerCycle?
    /// Shortest time between two changes of `heartbeat`.
    public var heartbeatNanosecondsMin: Int64
    /// When rejects must be confirmed; nil without a sensor.
    public var confirmation: ConfirmationWindow?
    /// When the alarm is raised.
    public var alarms: AlarmRules

    /// Makes settings; check them with ``validate()``.
    public init(
        lanes: Int,
        distance: StationDistance,
        energise: Energise = .toPass,
        delayNanoseconds: Int64 = 0,
        pulseNanoseconds: Int64,
        cycleIntervalNanosecondsMin: Int64 = 10_000_000,
        encoder: EncoderKind = .none,
        ticksPerCycle: TicksPerCycle? = nil,
        heartbeatNanosecondsMin: Int64 = 500_000_000,
        confirmation: ConfirmationWindow? = nil,
        alarms: AlarmRules = AlarmRules()
    ) {
        self.lanes = lanes
        self.distance = distance
        self.energise = energise
        self.delayNanoseconds = delayNanoseconds
        self.pulseNanoseconds = pulseNanoseconds
        self.cycleIntervalNanosecondsMin = cycleIntervalNanosecondsMin
        self.encoder = encoder
        self.ticksPerCycle = ticksPerCycle
        self.heartbeatNanosecondsMin = heartbeatNanosecondsMin
        self.confirmation = confirmation
        self.alarms = alarms
    }
}
