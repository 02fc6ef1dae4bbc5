internal import Foundation

/// One series as a web page or a report shows it; its JSON keys are part of the outside contract.
public struct TrendSnapshot: Sendable, Encodable {
    /// One subgroup.
    public struct Point: Sendable, Equatable, Encodable {
        /// Position in the stream of subgroups, from 0.
        public let number: Int
        /// Cycle of its last blister.
        public let cycle: UInt64
        /// Mean of the subgroup, or the individual.
        public let location: Double
        /// Range, deviation or moving range; nil for the first individual.
        public let spread: Double?
        /// The EWMA; nil in phase I.
        public let average: Double?
        /// Lower limit of the EWMA at this point; nil in phase I and under former limits.
        public let averageLower: Double?
        /// Upper limit of the EWMA at this point; nil in phase I and under former limits.
        public let averageUpper: Double?
        /// Numbers of the rules that held on the chart of locations.
        public let locationRules: [Int]
        /// Numbers of the rules that held on the chart of spreads.
        public let spreadRules: [Int]
        /// Numbers of the rules that held on the EWMA.
        public let averageRules: [Int]

        enum CodingKeys: String, CodingKey {
            case number, cycle, location, spread, average
            case averageLower = "average_lower"
            case averageUpper = "average_upper"
            case locationRules = "location_rules"
            case spreadRules = "spread_rules"
            case averageRules = "average_rules"
        }
    }

    /// The feature.
    public let feature: String
    /// Pocket, from 0; nil for the whole blister or the camera.
    public let pocket: Int?
    /// Lane, from 0.
    public let lane: Int
    /// Unit of the values.
    public let unit: String
    /// Values of a subgroup.
    public let subgroupSize: Int
    /// The chart of locations.
    public let locationKind: ChartKind
    /// The chart of spreads.
    public let spreadKind: ChartKind
    /// Subgroups so far, kept or not.
    public let subgroupCount: Int
    /// Subgroups that phase I needs.
    public let baselineCount: Int
    /// What limits follow from; nil in phase I.
    public let baseline: ProcessBaseline?
    /// First subgroup that today's limits, or their phase I, are for.
    public let limitsFrom: Int
    /// Limits of locations; nil in phase I.
    public let locationLimits: ControlLimits?
    /// Limits of spreads; nil in phase I.
    public let spreadLimits: ControlLimits?
    /// Limits that the EWMA comes to; nil in phase I.
    public let averageLimits: ControlLimits?
    /// Kept subgroups of phase I beyond the limits that they gave: look at them before you trust
    /// the limits.
    public let baselineOutside: [Int]
    /// What the product may be.
    public let specification: SpecificationLimits?
    /// The newest subgroups, oldest first.
    public let points: [Point]
    /// Kept alarms of this series, oldest first.
    public let alarms: [TrendAlarm]
    /// Nil without specification, or with too few subgroups.
    public let capability: Capability?
    /// Nil without a significant trend towards a limit.
    public let earlyWarning: EarlyWarning?
    /// The newest changes of limits, oldest first.
    public let changes: [BaselineChange]

    enum CodingKeys: String, CodingKey {
        case feature, pocket, lane, unit, baseline, specification, points, alarms, capability
        case changes
        case subgroupSize = "subgroup_size"
        case locationKind = "location_kind"
        case spreadKind = "spread_kind"
        case subgroupCount = "subgroup_count"
        case baselineCount = "baseline_count"
        case limitsFrom = "limits_from"
        case locationLimits = "location_limits"
        case spreadLimits = "spread_limits"
        case averageLimits = "average_limits"
        case baselineOutside = "baseline_outside"
        case earlyWarning = "early_warning"
    }

    /// From a copy of a series; computes capability and the trend, on the caller's thread.
    init(_ copy: TrendSeriesCopy, settings: TrendSettings, alarms: [TrendAlarm]) {
        let (key, design) = (copy.feature.key, copy.feature.design)
        let baseline = copy.baseline
        let limits = baseline?.locationLimits(design)
        (feature, pocket, lane) = (key.feature, key.pocket, key.lane)
        (unit, specification) = (copy.feature.unit, copy.feature.specification)
        subgroupSize = design.subgroupSize
        (locationKind, spreadKind) = (design.locationKind, design.spreadKind)
        (subgroupCount, baselineCount) = (copy.subgroupCount, design.baselineCount)
        (self.baseline, limitsFrom) = (baseline, copy.limitsFrom)
        locationLimits = limits
        spreadLimits = baseline?.spreadLimits(design)
        averageLimits = baseline?.averageLimits(design, after: nil)
        let phase = copy.limitsFrom..<copy.limitsFrom + (baseline?.subgroupCount ?? 0)
        let current = copy.points.filter { $0.point.number >= copy.limitsFrom }
        baselineOutside = current.compactMap { stored in
            guard let limits, phase.contains(stored.point.number),
                stored.point.location < limits.lower || stored.point.location > limits.upper
            else { return nil }
            return stored.point.number
        }
        points = copy.points.map { stored in
            let point = stored.point
            let average =
                point.number >= copy.limitsFrom && point.averageCount > 0
                ? baseline?.averageLimits(design, after: point.averageCount) : nil
            return Point(
                number: point.number,
                cycle: stored.cycle,
                location: point.location,
                spread: point.spread,
                average: point.average,
                averageLower: average?.lower,
                averageUpper: average?.upper,
                locationRules: stored.locationRules.rules.map(\.number),
                spreadRules: stored.spreadRules.rules.map(\.number),
                averageRules: stored.averageRules.rules.map(\.number)
            )
        }
        self.alarms = alarms
        capability = copy.capability(confidence: settings.confidence)
        earlyWarning = copy.warning(settings.warning)
        changes = copy.changes
    }

    /// One line of JSON.
    ///
    /// - Returns: Keys in alphabetical order.
    /// - Throws: Nothing that its numbers can cause; what the encoder throws.
    public func json() throws -> String { try TrendJSON.line(self) }
}

/// Values as JSON.
enum TrendJSON {
    static func line(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
