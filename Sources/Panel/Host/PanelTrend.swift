/// One control chart.
public struct PanelTrend: Sendable, Equatable, Codable {
    /// A point that broke a rule.
    public struct Alarm: Sendable, Equatable, Codable {
        /// Place in `points`, from 0.
        public var index: Int
        /// Name of the rule.
        public var rule: String

        /// Makes an alarm.
        public init(index: Int, rule: String) {
            self.index = index
            self.rule = rule
        }
    }
    /// What is drawn.
    public var name: String
    /// Unit of the points; empty for none.
    public var unit: String
    /// Oldest first, at most some hundreds.
    public var points: [Double]
    /// Centre line; nil while unknown.
    public var centre: Double?
    /// Lower control limit; nil for none.
    public var lower: Double?
    /// Upper control limit; nil for none.
    public var upper: Double?
    /// Points that broke rules.
    public var alarms: [Alarm]
    /// Capability with its interval in words, or a forecast; nil for none.
    public var capability: String?

    /// Makes a trend.
    public init(
        name: String,
        unit: String,
        points: [Double],
        centre: Double?,
        lower: Double?,
        upper: Double?,
        alarms: [Alarm],
        capability: String?
    ) {
        self.name = name
        self.unit = unit
        self.points = points
        self.centre = centre
        self.lower = lower
        self.upper = upper
        self.alarms = alarms
        self.capability = capability
    }
}

/// One figure for Prometheus.
public struct PanelMetric: Sendable, Equatable {
    /// How the figure behaves.
    public enum Kind: String, Sendable {
        case counter, gauge
    }
    /// `blisterd_…`, with the unit at the end, and `_total` for counters.
    public var name: String
    /// One sentence.
    public var help: String
    /// How it behaves.
    public var kind: Kind
    /// Label and value pairs; metrics of one name must follow each other.
    public var labels: [String: String]
    /// The figure.
    public var value: Double

    /// Makes a metric.
    public init(
        name: String,
        help: String,
        kind: Kind,
        labels: [String: String] = [:],
        value: Double
    ) {
        self.name = name
        self.help = help
        self.kind = kind
        self.labels = labels
        self.value = value
    }
}
