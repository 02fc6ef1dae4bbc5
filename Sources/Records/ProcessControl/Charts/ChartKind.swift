/// The charts that rules are applied to.
public enum ChartKind: String, Sendable, Codable, CaseIterable {
    /// Single values.
    case individuals
    /// Differences of successive single values.
    case movingRange = "moving_range"
    /// Means of subgroups.
    case mean
    /// Ranges of subgroups.
    case range
    /// Deviations of subgroups.
    case deviation
    /// Exponentially weighted moving average.
    case ewma
    /// Shares of rejects.
    case proportion
    /// Shares of rejects, limits widened by what varies between subgroups.
    case laneyProportion = "laney_proportion"
}

extension ChartDesign {
    /// The chart of single values or means.
    public var locationKind: ChartKind { subgroupSize == 1 ? .individuals : .mean }

    /// The chart of the spread.
    public var spreadKind: ChartKind {
        switch spread {
        case .movingRange: .movingRange
        case .range: .range
        case .deviation: .deviation
        }
    }
}
