/// A line from the box to the machine.
public enum OutputPin: Sendable, Hashable {
    /// Pass or reject at the reject station: passes when every lane passes.
    case reject
    /// Pass or reject of one lane.
    case rejectLane(Int)
    /// Healthy and watching.
    case ready
    /// Changes only with end-to-end progress.
    case heartbeat
    /// A latched alarm asks the machine to stop.
    case alarm
    /// Changes state with every cycle that reaches the reject station.
    case resultToggle

    /// Name in the station configuration, for example `reject_lane_0`.
    public var name: String {
        switch self {
        case .reject: "reject"
        case .rejectLane(let lane): "reject_lane_\(lane)"
        case .ready: "ready"
        case .heartbeat: "heartbeat"
        case .alarm: "alarm"
        case .resultToggle: "result_toggle"
        }
    }

    /// The output of that name; nil when there is none.
    public init?(name: String) {
        let every = Self.all(lanes: OutputLevels.lanesMax)
        guard let pin = every.first(where: { $0.name == name }) else { return nil }
        self = pin
    }

    /// Every output that a station of `lanes` lanes can have, in the order of ``OutputLevels``.
    public static func all(lanes: Int) -> [OutputPin] {
        [.ready, .heartbeat, .alarm, .resultToggle, .reject]
            + (0..<lanes).map { .rejectLane($0) }
    }
}

/// A line from the machine to the box.
public enum InputPin: String, Sendable, Hashable, CaseIterable {
    /// One pulse per machine cycle; the rising edge counts.
    case cycle
    /// Encoder channel A, or the only channel.
    case encoderA = "encoder_a"
    /// Encoder channel B.
    case encoderB = "encoder_b"
    /// Sensor in the reject chute; the rising edge counts.
    case rejectConfirm = "reject_confirm"
    /// Somebody has seen the alarm; the rising edge counts.
    case acknowledge

    /// Name in the station configuration.
    public var name: String { rawValue }
}

/// One change of an input, as the kernel saw it.
public struct PinEdge: Sendable, Equatable {
    /// Which line.
    public var pin: InputPin
    /// From inactive to active, after polarity.
    public var isRising: Bool
    /// Kernel monotonic time of the edge.
    public var timestampNanoseconds: Int64
    /// Running number of this line's edges, from 1; 0 when it is not known.
    ///
    /// A step over 1 means lost edges.
    public var lineSequence: UInt32

    /// Makes an edge.
    public init(
        pin: InputPin,
        isRising: Bool,
        timestampNanoseconds: Int64,
        lineSequence: UInt32 = 0
    ) {
        self.pin = pin
        self.isRising = isRising
        self.timestampNanoseconds = timestampNanoseconds
        self.lineSequence = lineSequence
    }
}

/// Which outputs are active, one bit each, before electrical polarity.
public struct OutputLevels: OptionSet, Sendable, Hashable {
    /// Most lanes that have their own bit.
    public static let lanesMax = 8

    /// Bit 0 ready, 1 heartbeat, 2 alarm, 3 result toggle, 4 reject, 5 and up reject by lane.
    public let rawValue: UInt32

    /// Wraps bits.
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// The bit of one output; traps for a lane from ``lanesMax`` on.
    public init(_ pin: OutputPin) {
        switch pin {
        case .ready: self.init(rawValue: 1)
        case .heartbeat: self.init(rawValue: 2)
        case .alarm: self.init(rawValue: 4)
        case .resultToggle: self.init(rawValue: 8)
        case .reject: self.init(rawValue: 16)
        case .rejectLane(let lane):
            precondition((0..<Self.lanesMax).contains(lane))
            self.init(rawValue: 32 << UInt32(lane))
        }
    }

    /// `ready`.
    public static let ready = OutputLevels(.ready)
    /// `heartbeat`.
    public static let heartbeat = OutputLevels(.heartbeat)
    /// `alarm`.
    public static let alarm = OutputLevels(.alarm)
    /// `result_toggle`.
    public static let resultToggle = OutputLevels(.resultToggle)
    /// `reject`.
    public static let reject = OutputLevels(.reject)
    /// `reject_lane_N`.
    public static func rejectLane(_ lane: Int) -> OutputLevels { OutputLevels(.rejectLane(lane)) }
}
