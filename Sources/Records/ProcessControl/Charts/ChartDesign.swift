/// How one feature is charted.
public struct ChartDesign: Sendable, Equatable {
    /// What the spread within a subgroup is measured by.
    public enum Spread: String, Sendable, Codable {
        /// The difference of successive individuals; subgroups of one.
        case movingRange = "moving_range"
        /// Highest less lowest of the subgroup.
        case range
        /// Sample deviation of the subgroup; better than the range from 10 values on.
        case deviation
    }

    /// Values of a subgroup.
    public let subgroupSize: Int
    /// Measure of spread.
    public let spread: Spread
    /// Subgroups of phase I, after which limits stand.
    public let baselineCount: Int
    /// Weight of the newest subgroup in the EWMA, λ.
    public let averageWeight: Double
    /// Deviations from the centre to a limit of the EWMA, L.
    public let averageWidth: Double

    /// Makes a design.
    ///
    /// The defaults λ = 0.2 and L = 2.962 give one false alarm in 500 points. Source: J. M. Lucas,
    /// M. S. Saccucci, Technometrics 32 (1990), p. 1, table 3.
    ///
    /// - Parameters:
    ///   - subgroupSize: 1...25; one means individuals and moving ranges.
    ///   - spread: Of subgroups of two or more; individuals have moving ranges.
    ///   - baselineCount: 2...10,000 subgroups.
    ///   - averageWeight: Above 0, at most 1.
    ///   - averageWidth: Above 0.
    /// - Throws: `ProcessControlError.design` for the first number outside its range.
    public init(
        subgroupSize: Int = 5,
        spread: Spread = .range,
        baselineCount: Int = 25,
        averageWeight: Double = 0.2,
        averageWidth: Double = 2.962
    ) throws(ProcessControlError) {
        func need(
            _ isGood: Bool,
            _ name: String,
            _ value: Double,
            _ range: String
        )
            throws(ProcessControlError)
        {
            if !isGood { throw .design(name: name, value: value, range: range) }
        }
        let (size, count) = (Double(subgroupSize), Double(baselineCount))
        try need((1...25).contains(subgroupSize), "subgroup size", size, "1...25")
        try need((2...10_000).contains(baselineCount), "baseline count", count, "2...10000")
        try need(
            averageWeight > 0 && averageWeight <= 1,
            "average weight",
            averageWeight,
            "above 0, at most 1"
        )
        try need(
            averageWidth > 0 && averageWidth.isFinite,
            "average width",
            averageWidth,
            "above 0"
        )
        self.subgroupSize = subgroupSize
        self.spread = subgroupSize == 1 ? .movingRange : spread == .movingRange ? .range : spread
        self.baselineCount = baselineCount
        self.averageWeight = averageWeight
        self.averageWidth = averageWidth
    }

    /// Mean of the spread of a process of sigma 1.
    var spreadMean: Double {
        switch spread {
        case .movingRange: ChartConstants.d2(2)
        case .range: ChartConstants.d2(subgroupSize)
        case .deviation: ChartConstants.c4(subgroupSize)
        }
    }

    /// Deviation of the spread of a process of sigma 1.
    var spreadDeviation: Double {
        switch spread {
        case .movingRange: ChartConstants.d3(2)
        case .range: ChartConstants.d3(subgroupSize)
        case .deviation: (1 - spreadMean * spreadMean).squareRoot()
        }
    }
}
