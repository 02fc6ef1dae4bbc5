/// One alarm of a board; every one names its rule.
public struct TrendAlarm: Sendable, Equatable, Encodable {
    /// What the alarm is about.
    public enum Cause: Sendable, Equatable {
        /// A Nelson rule held.
        case rule(NelsonRule, NelsonEpisode.Side)
        /// A trend will cross a limit.
        case earlyWarning(EarlyWarning)
    }

    /// Rises with every alarm raised, and with every alarm that ends.
    public internal(set) var sequence: Int
    /// Names the alarm from raising to its end.
    public let identity: Int
    /// The series.
    public let key: TrendKey
    /// The chart.
    public let chart: ChartKind
    /// The rule or the trend.
    public internal(set) var cause: Cause
    /// The first subgroup of the pattern.
    public let firstSubgroup: Int
    /// The subgroup at which it was raised.
    public let raisedSubgroup: Int
    /// Cycle of the last blister of that subgroup.
    public let raisedCycle: UInt64
    /// The last subgroup for which it held; nil while it goes on.
    public internal(set) var lastSubgroup: Int?

    /// Name of the rule, as people read it.
    public var name: String {
        switch cause {
        case .rule(let rule, _): "Nelson rule \(rule.number): \(rule.name)"
        case .earlyWarning: "Early warning"
        }
    }

    /// What the points did, or will do.
    public var sentence: String {
        switch cause {
        case .rule(let rule, _): rule.sentence
        case .earlyWarning: "If the trend goes on, it crosses a limit."
        }
    }

    enum CodingKeys: String, CodingKey {
        case sequence, identity, feature, pocket, lane, chart, name, sentence, side
        case ruleNumber = "rule_number"
        case earlyWarning = "early_warning"
        case firstSubgroup = "first_subgroup"
        case raisedSubgroup = "raised_subgroup"
        case raisedCycle = "raised_cycle"
        case lastSubgroup = "last_subgroup"
    }

    /// Writes every key, null where there is nothing to say.
    ///
    /// - Parameter encoder: Any.
    /// - Throws: What the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        var keys = encoder.container(keyedBy: CodingKeys.self)
        try keys.encode(sequence, forKey: .sequence)
        try keys.encode(identity, forKey: .identity)
        try keys.encode(key.feature, forKey: .feature)
        try keys.encode(key.pocket, forKey: .pocket)
        try keys.encode(key.lane, forKey: .lane)
        try keys.encode(chart, forKey: .chart)
        try keys.encode(name, forKey: .name)
        try keys.encode(sentence, forKey: .sentence)
        switch cause {
        case .rule(let rule, let side):
            try keys.encode(rule.number, forKey: .ruleNumber)
            try keys.encode(side, forKey: .side)
            try keys.encodeNil(forKey: .earlyWarning)
        case .earlyWarning(let warning):
            try keys.encodeNil(forKey: .ruleNumber)
            try keys.encodeNil(forKey: .side)
            try keys.encode(warning, forKey: .earlyWarning)
        }
        try keys.encode(firstSubgroup, forKey: .firstSubgroup)
        try keys.encode(raisedSubgroup, forKey: .raisedSubgroup)
        try keys.encode(raisedCycle, forKey: .raisedCycle)
        try keys.encode(lastSubgroup, forKey: .lastSubgroup)
    }
}
