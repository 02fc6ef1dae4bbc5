extension Capability.Estimate {
    /// From the points of a chart; nil with fewer than two subgroups or without any deviation.
    ///
    /// Subgroups of two and more are pooled, with N - k degrees of freedom. Individuals have the
    /// mean moving range over d₂, with (N-1)/(2·0.8264) degrees. Source of the variance of the mean
    /// moving range: J. D. Cryer, T. P. Ryan, Journal of Quality Technology 22 (1990), p. 187.
    ///
    /// - Parameters:
    ///   - points: Successive subgroups of one size.
    ///   - subgroupSize: Values of each.
    public init?(points: some Collection<ChartPoint>, subgroupSize: Int) {
        guard points.count >= 2 else { return nil }
        let (groups, size) = (Double(points.count), Double(subgroupSize))
        let mean = points.reduce(0) { $0 + $1.location } / groups
        var (between, within) = (0.0, 0.0)
        var (rangeSum, rangeCount) = (0.0, 0.0)
        var previous: ChartPoint?
        for point in points {
            between += size * (point.location - mean) * (point.location - mean)
            within += point.squares
            if subgroupSize == 1, let range = point.spread, previous != nil {
                rangeSum += range
                rangeCount += 1
            }
            previous = point
        }
        let count = points.count * subgroupSize
        let overall = ((between + within) / Double(count - 1)).squareRoot()
        let (sigma, degrees) =
            subgroupSize > 1
            ? ((within / (groups * (size - 1))).squareRoot(), groups * (size - 1))
            : (rangeSum / max(1, rangeCount) / ChartConstants.d2(2), rangeCount / (2 * 0.8264))
        guard sigma > 0, overall > 0, degrees > 0 else { return nil }
        self.init(
            count: count,
            mean: mean,
            sigmaWithin: sigma,
            degreesWithin: degrees,
            sigmaOverall: overall
        )
    }
}
