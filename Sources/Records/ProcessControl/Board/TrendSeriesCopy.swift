/// What a snapshot needs of a series; shares no memory with the board.
struct TrendSeriesCopy: Sendable {
    let feature: TrendFeature
    let baseline: ProcessBaseline?
    let limitsFrom: Int
    let subgroupCount: Int
    let points: [TrendSeries.Stored]
    let changes: [BaselineChange]

    init(_ series: borrowing TrendSeries) {
        feature = series.feature
        baseline = series.chart.baseline
        limitsFrom = series.limitsFrom
        subgroupCount = series.chart.subgroupCount
        points = series.points.inOrder
        changes = series.changes
    }

    private var current: [ChartPoint] {
        points.lazy.map(\.point).filter { $0.number >= limitsFrom }
    }

    func capability(confidence: Double) -> Capability? {
        guard let specification = feature.specification,
            let estimate = Capability.Estimate(
                points: current,
                subgroupSize: feature.design.subgroupSize
            )
        else { return nil }
        // The confidence was checked when the board was made.
        return try? Capability(estimate, specification: specification, confidence: confidence)
    }

    func warning(_ settings: EarlyWarningSettings) -> EarlyWarning? {
        settings.warning(
            for: current.map(\.location),
            specification: feature.specification,
            control: baseline?.locationLimits(feature.design),
            subgroupSize: feature.design.subgroupSize
        )
    }
}
