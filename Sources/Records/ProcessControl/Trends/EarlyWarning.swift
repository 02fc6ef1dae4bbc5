/// A trend that will cross a limit if it goes on.
public struct EarlyWarning: Sendable, Equatable, Codable {
    /// Which limit.
    public enum Limit: String, Sendable, Codable {
        /// Of the specification, below.
        case lowerSpecification = "lower_specification"
        /// Of the specification, above.
        case upperSpecification = "upper_specification"
        /// Of the chart, below; used where there is no specification.
        case lowerControl = "lower_control"
        /// Of the chart, above; used where there is no specification.
        case upperControl = "upper_control"
    }

    /// Limit that is approached.
    public let limit: Limit
    /// Its value.
    public let limitValue: Double
    /// Rise from subgroup to subgroup.
    public let slope: Double
    /// Two-sided chance of such a trend in points without one.
    public let significance: Double
    /// Subgroups until the line crosses the limit; 0 when it has.
    public let subgroups: Double
    /// Lower end of the interval of `subgroups`.
    public let subgroupsLower: Double
    /// Upper end of the interval of `subgroups`.
    public let subgroupsUpper: Double
    /// Blisters of one subgroup, so that `subgroups` times this are cycles.
    public let blistersPerSubgroup: Int

    enum CodingKeys: String, CodingKey {
        case limit, slope, significance, subgroups
        case limitValue = "limit_value"
        case subgroupsLower = "subgroups_lower"
        case subgroupsUpper = "subgroups_upper"
        case blistersPerSubgroup = "blisters_per_subgroup"
    }

    /// Cycles until the line crosses the limit.
    public var cycles: Double { subgroups * Double(blistersPerSubgroup) }
}
