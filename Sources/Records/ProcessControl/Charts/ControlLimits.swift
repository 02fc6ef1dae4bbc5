/// Centre and limits of one chart: what the process does, not what the product may be.
public struct ControlLimits: Sendable, Equatable, Codable {
    /// Centre line.
    public let centre: Double
    /// One standard deviation of the points.
    public let sigma: Double
    /// Points below are out of control.
    public let lower: Double
    /// Points above are out of control.
    public let upper: Double

    /// Limits `width` deviations around the centre, cut at `floor` and `ceiling`.
    ///
    /// - Parameters:
    ///   - centre: Centre line.
    ///   - sigma: Deviation of the points, at least 0.
    ///   - width: Deviations from the centre to a limit.
    ///   - floor: No point can lie below.
    ///   - ceiling: No point can lie above.
    public init(
        centre: Double,
        sigma: Double,
        width: Double = 3,
        floor: Double = -.infinity,
        ceiling: Double = .infinity
    ) {
        self.centre = centre
        self.sigma = sigma
        lower = max(floor, centre - width * sigma)
        upper = min(ceiling, centre + width * sigma)
    }

    /// Deviations of `value` from the centre.
    ///
    /// - Parameter value: A point of the chart.
    /// - Returns: Infinite where the chart knows no deviation and the point lies off the centre.
    public func deviations(of value: Double) -> Double {
        let difference = value - centre
        if sigma > 0 { return difference / sigma }
        return difference == 0 ? 0 : difference > 0 ? .infinity : -.infinity
    }
}
