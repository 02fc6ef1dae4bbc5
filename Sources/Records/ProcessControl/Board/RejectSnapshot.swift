internal import Foundation
internal import Statistics

/// Rejects of one lane as a web page or a report shows them.
public struct RejectSnapshot: Sendable, Encodable {
    /// One subgroup.
    public struct Point: Sendable, Equatable, Encodable {
        /// Position in the stream of subgroups, from 0.
        public let number: Int
        /// Cycle of its last blister.
        public let cycle: UInt64
        /// Rejected.
        public let rejected: Int
        /// Counted.
        public let total: Int
        /// Share of rejects.
        public let share: Double
        /// Lower end of Wilson's interval.
        public let shareLower: Double
        /// Upper end of Wilson's interval.
        public let shareUpper: Double
        /// Limits of p at this subgroup's size; nil in phase I.
        public let limits: ControlLimits?
        /// Limits of p′ at this subgroup's size; nil in phase I.
        public let laneyLimits: ControlLimits?
        /// Numbers of the rules that held on p′.
        public let rules: [Int]

        enum CodingKeys: String, CodingKey {
            case number, cycle, rejected, total, share, limits, rules
            case shareLower = "share_lower"
            case shareUpper = "share_upper"
            case laneyLimits = "laney_limits"
        }
    }

    /// Lane, from 0.
    public let lane: Int
    /// Blisters of a full subgroup.
    public let subgroupSize: Int
    /// What limits follow from; nil in phase I.
    public let baseline: ProportionBaseline?
    /// The newest subgroups, oldest first.
    public let points: [Point]
    /// Kept alarms, oldest first.
    public let alarms: [TrendAlarm]

    enum CodingKeys: String, CodingKey {
        case lane, baseline, points, alarms
        case subgroupSize = "subgroup_size"
    }

    /// From a copy of a lane's rejects, on the caller's thread.
    init(_ copy: RejectTrendCopy, confidence: Double) {
        let z = NormalDistribution.quantile((1 + confidence) / 2)
        let baseline = copy.baseline
        lane = copy.lane
        subgroupSize = copy.subgroupSize
        self.baseline = baseline
        alarms = copy.alarms
        points = copy.points.map { stored in
            let point = stored.point
            let interval = BinomialInterval.wilson(
                count: point.rejected,
                total: point.total,
                deviations: z
            )
            return Point(
                number: point.number,
                cycle: stored.cycle,
                rejected: point.rejected,
                total: point.total,
                share: point.share,
                shareLower: interval.lower,
                shareUpper: interval.upper,
                limits: baseline?.limits(total: point.total, isLaney: false),
                laneyLimits: baseline?.limits(total: point.total, isLaney: true),
                rules: stored.rules.rules.map(\.number)
            )
        }
    }

    /// One line of JSON.
    ///
    /// - Returns: Keys in alphabetical order.
    /// - Throws: What the encoder throws.
    public func json() throws -> String { try TrendJSON.line(self) }
}
