/// Rejects of one lane: counted into subgroups, charted as p and p′, watched on p′.
struct RejectTrend: Sendable {
    struct Stored: Sendable {
        let point: ProportionPoint
        let cycle: UInt64
        let rules: NelsonRules
    }

    let lane: Int
    let subgroupSize: Int
    private(set) var chart: ProportionChart
    private(set) var points: Ring<Stored>
    private var detector = NelsonDetector(.applicable(to: .laneyProportion))
    private var rejected = 0
    private var total = 0

    init(
        lane: Int,
        settings: TrendSettings,
        baseline: ProportionBaseline?
    ) throws(ProcessControlError) {
        self.lane = lane
        subgroupSize = settings.rejectSubgroupSize
        chart = try ProportionChart(
            baselineCount: settings.rejectBaselineCount,
            baseline: baseline
        )
        points = Ring(capacity: settings.pointsMax)
    }

    /// The name that its alarms bear.
    var key: TrendKey { TrendKey(feature: "reject_share", lane: lane) }

    mutating func add(isRejected: Bool, cycle: UInt64) -> NelsonDetector.Step? {
        total += 1
        if isRejected { rejected += 1 }
        return total == subgroupSize ? close(cycle: cycle) : nil
    }

    /// Closes a subgroup that is not full, as at the end of a batch; nil without blisters.
    mutating func close(cycle: UInt64) -> NelsonDetector.Step? {
        guard total > 0 else { return nil }
        let limits = chart.baseline?.limits(total: total, isLaney: true)
        let point = chart.add(rejected: rejected, of: total)
        (rejected, total) = (0, 0)
        var step: NelsonDetector.Step?
        if let limits { step = detector.add(limits.deviations(of: point.share), at: point.number) }
        points.append(Stored(point: point, cycle: cycle, rules: step?.active ?? []))
        return step
    }

    mutating func rebaseline(
        to given: ProportionBaseline?,
        who: String,
        why: String
    ) throws(ProcessControlError) -> [NelsonEpisode] {
        try chart.rebaseline(to: given, who: who, why: why)
        return detector.breakOff()
    }
}
