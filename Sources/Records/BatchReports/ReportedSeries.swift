/// A figure over the time of a batch.
public struct TimeSeries: Sendable, Equatable {
    /// What a series shows, named in the report's language.
    public enum Subject: Sendable, Equatable {
        /// Blisters a minute.
        case rate
        /// Rejects of 1,000 blisters.
        case rejectsPerThousand
        /// Rejects a minute.
        case rejectsPerMinute
        /// Anything else, with its unit.
        case named(String, unit: String)
    }

    /// One value.
    public struct Point: Sendable, Equatable {
        /// Since the start of the series.
        public var minutes: Double
        /// The figure.
        public var value: Double

        /// Makes a point.
        public init(minutes: Double, value: Double) {
            self.minutes = minutes
            self.value = value
        }
    }

    /// What it shows.
    public var subject: Subject
    /// Ascending in time.
    public var points: [Point]

    /// Makes a series.
    public init(subject: Subject, points: [Point]) {
        self.subject = subject
        self.points = points
    }
}

/// A control chart.
public struct TrendSeries: Sendable, Equatable {
    /// A point that a rule points at.
    public struct Alarm: Sendable, Equatable {
        /// Position in the values, from 0.
        public var index: Int
        /// Name of the rule.
        public var rule: String

        /// Makes an alarm.
        public init(index: Int, rule: String) {
            self.index = index
            self.rule = rule
        }
    }

    /// Feature and pocket.
    public var name: String
    /// Unit of all values; empty for none.
    public var unit: String
    /// In the order of time.
    public var values: [Double]
    /// Centre line.
    public var centre: Double?
    /// Lower and upper control limit.
    public var controlLimits: (lower: Double?, upper: Double?)
    /// Lower and upper limit of the specification.
    public var specificationLimits: (lower: Double?, upper: Double?)
    /// What rules found.
    public var alarms: [Alarm]
    /// Cpk, Ppk and their confidence, in words and numbers; empty for none.
    public var capability: String

    /// Makes a chart without limits.
    public init(name: String, unit: String, values: [Double]) {
        self.name = name
        self.unit = unit
        self.values = values
        controlLimits = (nil, nil)
        specificationLimits = (nil, nil)
        alarms = []
        capability = ""
    }

    /// By all values.
    public static func == (left: Self, right: Self) -> Bool {
        left.name == right.name && left.unit == right.unit && left.values == right.values
            && left.centre == right.centre && left.controlLimits == right.controlLimits
            && left.specificationLimits == right.specificationLimits
            && left.alarms == right.alarms && left.capability == right.capability
    }
}
