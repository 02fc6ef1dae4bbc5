/// The station in one look; a value that the host makes anew for every question.
public struct PanelState: Sendable, Equatable, Codable {
    /// Name in records.
    public var station: String
    /// Whether it inspects and says READY.
    public var isReady: Bool
    /// Whether a reject pulse or a fault has raised the alarm.
    public var isAlarm: Bool
    /// One sentence about why it is not ready; nil when it is.
    public var reason: String?
    /// Active and unacknowledged alarms, gravest first.
    public var alarms: [PanelAlarm]
    /// The running batch; nil between batches.
    public var batch: PanelBatch?
    /// Whether a challenge test runs.
    public var isChallenging: Bool
    /// Blisters of the last minute.
    public var blistersPerMinute: Double
    /// Capture to verdict, for the last 10,000 blisters or fewer.
    public var latency: PanelHistogram
    /// Live networks: task, name, first digits of the digest.
    public var models: [String]
    /// Name and first digits of the digest.
    public var recipe: String
    /// One sentence about records that are not kept as they should be; nil when they are.
    public var recordingFault: String?

    /// Makes a state.
    public init(
        station: String,
        isReady: Bool,
        isAlarm: Bool,
        reason: String? = nil,
        alarms: [PanelAlarm] = [],
        batch: PanelBatch? = nil,
        isChallenging: Bool = false,
        blistersPerMinute: Double = 0,
        latency: PanelHistogram = PanelHistogram(limitsMilliseconds: [], counts: []),
        models: [String] = [],
        recipe: String = "",
        recordingFault: String? = nil
    ) {
        self.station = station
        self.isReady = isReady
        self.isAlarm = isAlarm
        self.reason = reason
        self.alarms = alarms
        self.batch = batch
        self.isChallenging = isChallenging
        self.blistersPerMinute = blistersPerMinute
        self.latency = latency
        self.models = models
        self.recipe = recipe
        self.recordingFault = recordingFault
    }
}

/// One alarm or warning.
public struct PanelAlarm: Sendable, Equatable, Codable {
    /// How grave.
    public enum Severity: String, Sendable, Codable {
        case warning, alarm
    }
    /// Stays the same while the alarm lasts; letters, digits, `-`, `_`, `.` only.
    public var id: String
    /// What is wrong and the cure.
    public var sentence: String
    /// How grave.
    public var severity: Severity
    /// Since when, ISO 8601.
    public var since: String
    /// Whether somebody has acknowledged it.
    public var isAcknowledged: Bool

    /// Makes an alarm.
    public init(
        id: String,
        sentence: String,
        severity: Severity,
        since: String,
        isAcknowledged: Bool
    ) {
        self.id = id
        self.sentence = sentence
        self.severity = severity
        self.since = since
        self.isAcknowledged = isAcknowledged
    }
}

/// The running batch and its account: `cycles = accepted + Σ rejected`.
public struct PanelBatch: Sendable, Equatable, Codable {
    /// Number in the store.
    public var number: Int
    /// Begun by the station itself, because blisters came and nobody had started one.
    public var isAutomatic: Bool
    /// Product name.
    public var product: String
    /// Lot.
    public var lot: String
    /// As entered; nil where none was.
    public var expiry: String?
    /// When it began, ISO 8601.
    public var started: String
    /// Blisters.
    public var total: Int
    /// Blisters that passed.
    public var accepted: Int
    /// Rejected blisters by their first reason, as in the reject log.
    public var rejected: [String: Int]

    /// Makes a batch.
    public init(
        number: Int,
        isAutomatic: Bool = false,
        product: String,
        lot: String,
        expiry: String?,
        started: String,
        total: Int,
        accepted: Int,
        rejected: [String: Int]
    ) {
        self.number = number
        self.isAutomatic = isAutomatic
        self.product = product
        self.lot = lot
        self.expiry = expiry
        self.started = started
        self.total = total
        self.accepted = accepted
        self.rejected = rejected
    }
}

/// Counts between limits.
public struct PanelHistogram: Sendable, Equatable, Codable {
    /// Upper limits in milliseconds, rising.
    public var limitsMilliseconds: [Double]
    /// Counts up to each limit, exclusive of those before, and one more for those above all.
    public var counts: [Int]
    /// Milliseconds that half stay below; nil where unknown.
    public var medianMilliseconds: Double?
    /// Milliseconds that 999 of 1,000 stay below; nil where unknown.
    public var p999Milliseconds: Double?

    /// Makes a histogram.
    public init(
        limitsMilliseconds: [Double],
        counts: [Int],
        medianMilliseconds: Double? = nil,
        p999Milliseconds: Double? = nil
    ) {
        self.limitsMilliseconds = limitsMilliseconds
        self.counts = counts
        self.medianMilliseconds = medianMilliseconds
        self.p999Milliseconds = p999Milliseconds
    }
}
