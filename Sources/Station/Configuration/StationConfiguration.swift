public import Fleet
public import Linux
public import Panel

/// The station configuration: what is plugged in at this machine and where its files lie.
///
/// One YAML file, owned by maintenance; read by ``init(path:)``. Thread-safe as a value.
public struct StationConfiguration: Sendable, Equatable {
    /// Where rows come from.
    public enum Source: Sendable, Equatable {
        /// A V4L2 device.
        case camera(CameraConfiguration)
        /// A replay set; `isPaced` keeps the recorded row rate.
        case replay(folder: String, isPaced: Bool)
        /// The line twin.
        case simulated(SimulatedSource)
    }

    /// The line twin as a source.
    public struct SimulatedSource: Sendable, Equatable {
        /// Seed of everything random.
        public var seed: UInt64
        /// Preset name.
        public var product: String
        /// Cycles to play; nil plays until stopped.
        public var cycles: Int?
        /// Machine speed.
        public var cyclesPerMinute: Double
        /// Fraction of blisters with a defect, 0...1.
        public var defectRate: Double
        /// 1 or 3.
        public var channels: Int
        /// Lanes across the web.
        public var lanes: Int
    }

    /// What starts a cycle.
    public enum Trigger: String, Sendable, CaseIterable {
        /// Trigger rows recorded in the replay set or known to the twin.
        case rows
        /// Pulses on the `cycle` pin.
        case pin
        /// The blister is found in the picture.
        case image
    }

    /// Distance from the camera to the reject station.
    public enum RejectDelay: Sendable, Equatable {
        case cycles(Int)
        case ticks(Int)
        case milliseconds(Int)
    }

    /// File that it was read from; nil where there is none.
    public internal(set) var path: String?
    /// Name of the station in records and pages.
    public var name: String
    /// Recipe file, resolved against the configuration's folder.
    public var recipePath: String
    /// Calibration file; nil inspects uncorrected rows.
    public var calibrationPath: String?
    /// Folder of the model library; nil for none.
    public var modelsPath: String?
    /// What the station asks of a model beside what the recipe asks.
    public var modelRules: ModelRules
    /// Where rows come from.
    public var source: Source
    /// What starts a cycle.
    public var trigger: Trigger
    /// From camera to reject station.
    public var rejectDelay: RejectDelay
    /// From reaching the reject station to the pin.
    public var delayMilliseconds: Int
    /// How long the reject pin shows a verdict; 0 holds it until the next one.
    public var pulseMilliseconds: Int
    /// Whether the reject pin is energised to pass.
    public var energiseToPass: Bool
    /// How long a rejected blister may take to the chute; nil when there is no sensor.
    public var confirmWithinMilliseconds: Int?
    /// When the alarm is raised.
    public var alarms: AlarmConfiguration
    /// Whether READY waits until somebody has started a batch.
    public var requiresBatch: Bool
    /// Pins by contract name; empty runs without a machine.
    public var pins: [PinConfiguration]
    /// Where records go.
    public var records: RecordsConfiguration
    /// Threads that inspect.
    public var workers: Int
    /// Real-time scheduling.
    public var realTime: RealTimeConfiguration
    /// Socket for `blisterctl batch` and `tail`.
    public var controlSocketPath: String
    /// The web page; nil serves none.
    public var panel: PanelSettings?
    /// The plant's broker; nil reports to none.
    public var fleet: FleetSettings?
    /// When the camera is said to see worse than it did.
    public var cameraHealth: CameraHealthConfiguration
}

/// A V4L2 camera.
public struct CameraConfiguration: Sendable, Equatable {
    /// Device node, for example `/dev/video0`.
    public var device: String
    /// Pixel format asked of the driver.
    public var format: CameraFormat
    /// Columns.
    public var width: Int
    /// Rows of one driver buffer.
    public var rowsPerChunk: Int
    /// Rows per second at rated speed; maps trigger times to rows.
    public var rowRateHertz: Double
    /// Extent of one column across the web.
    public var millimetresPerColumn: Double
    /// Extent of one row along travel.
    public var millimetresPerRow: Double
    /// Encoder counts between two rows.
    public var ticksPerRow: Double
    /// Strobed lights; row k is lit by light k mod `lights`.
    public var lights: Int
    /// Silence after which the camera counts as stalled.
    public var timeoutMilliseconds: Int
    /// Driver controls by name, for example `exposure`; set in this order.
    public var controls: [Control]

    /// One driver control.
    public struct Control: Sendable, Equatable {
        /// The driver's name for it, lower case, `_` for blanks.
        public var name: String
        /// Value in the driver's unit.
        public var value: Int
    }
}

/// When repeated rejects raise the alarm.
public struct AlarmConfiguration: Sendable, Equatable {
    /// This many in a row; 0 switches the rule off.
    public var consecutiveRejects: Int
    /// This many rejects raise the alarm.
    public var rejects: Int
    /// They are counted among this many last blisters; 0 switches the rule off.
    public var window: Int
}

/// One pin.
public struct PinConfiguration: Sendable, Equatable {
    /// Contract name: `reject`, `ready`, ..., or `reject_lane_N`.
    public var name: String
    /// Character device, for example `/dev/gpiochip0`.
    public var chip: String
    /// Line offset on the chip.
    public var offset: Int
    /// Whether a low level means active.
    public var isActiveLow: Bool
    /// Bias resistor.
    public var bias: LineBias
}

/// Where records go and how much room they may take.
public struct RecordsConfiguration: Sendable, Equatable {
    /// Folder of the store and the evidence.
    public var folder: String
    /// Reject log file.
    public var rejectLogPath: String
    /// PEM file of the private key that signs the audit trail; made at the first start.
    public var auditKeyPath: String
    /// Evidence pictures may fill this many bytes.
    public var evidenceByteCountMax: Int
    /// Evidence is dropped below this much free space.
    public var freeByteCountMin: Int
    /// One in this many accepted blisters of a lane leaves its cut as evidence; 0: none does.
    public var acceptedCutInterval: Int
}

/// Real-time scheduling of the capture and actuation threads.
public struct RealTimeConfiguration: Sendable, Equatable {
    /// SCHED_FIFO priority, 1...99; 0 leaves the normal scheduler.
    public var priority: Int
    /// Processor of the capture thread; nil floats.
    public var captureProcessor: Int?
    /// Processor of the actuation thread; nil floats.
    public var actuationProcessor: Int?
    /// Whether memory is locked.
    public var locksMemory: Bool
}
