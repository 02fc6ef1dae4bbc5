/// One feature's chart, its newest points and the rules that watch them.
struct TrendSeries: Sendable {
    /// A subgroup with where it was and which rules held.
    struct Stored: Sendable {
        let point: ChartPoint
        /// Cycle of the subgroup's last blister.
        let cycle: UInt64
        let locationRules: NelsonRules
        let spreadRules: NelsonRules
        let averageRules: NelsonRules
    }

    let feature: TrendFeature
    private(set) var chart: VariablesChart
    private(set) var points: Ring<Stored>
    private(set) var changes: [BaselineChange] = []
    /// First subgroup that today's limits, or their phase I, are for.
    private(set) var limitsFrom = 0
    private var location: NelsonDetector
    private var spread: NelsonDetector
    private var average: NelsonDetector
    private var locationLimits: ControlLimits?
    private var spreadLimits: ControlLimits?

    init(_ feature: TrendFeature, pointsMax: Int) {
        self.feature = feature
        chart = VariablesChart(feature.design, baseline: feature.baseline)
        points = Ring(capacity: pointsMax)
        location = NelsonDetector(.applicable(to: feature.design.locationKind))
        spread = NelsonDetector(.applicable(to: feature.design.spreadKind))
        average = NelsonDetector(.applicable(to: .ewma))
        locationLimits = chart.locationLimits
        spreadLimits = chart.spreadLimits
    }

    /// What the rules said of one subgroup.
    struct Steps {
        var location = NelsonDetector.Step()
        var spread = NelsonDetector.Step()
        var average = NelsonDetector.Step()

        var hasNews: Bool { location.hasNews || spread.hasNews || average.hasNews }
    }

    /// Adds a value; nil unless it completes a subgroup that raises or ends an alarm.
    mutating func add(_ value: Double, cycle: UInt64) -> Steps? {
        guard let point = chart.add(value) else { return nil }
        var steps = Steps()
        // What phase I collects is judged by people, not by limits that it helps to find.
        if let limits = locationLimits {
            steps.location = location.add(limits.deviations(of: point.location), at: point.number)
            if let value = point.spread, let limits = spreadLimits {
                steps.spread = spread.add(limits.deviations(of: value), at: point.number)
            }
            if let value = point.average, let limits = chart.averageLimits {
                // The limits lie L deviations out; rule 1 asks for three.
                let z = limits.deviations(of: value) * 3 / feature.design.averageWidth
                steps.average = average.add(z, at: point.number)
            }
        } else if chart.baseline != nil {
            locationLimits = chart.locationLimits
            spreadLimits = chart.spreadLimits
        }
        points.append(
            Stored(
                point: point,
                cycle: cycle,
                locationRules: steps.location.active,
                spreadRules: steps.spread.active,
                averageRules: steps.average.active
            )
        )
        return steps.hasNews ? steps : nil
    }

    /// The next value does not follow the last; gives the alarms that this ends.
    mutating func breakOff() -> [(ChartKind, NelsonEpisode)] {
        chart.breakOff()
        return endAlarms()
    }

    mutating func rebaseline(
        to given: ProcessBaseline?,
        who: String,
        why: String,
        changesMax: Int
    ) throws(ProcessControlError) -> (BaselineChange, [(ChartKind, NelsonEpisode)]) {
        let change = try chart.rebaseline(to: given, who: who, why: why)
        changes.append(change)
        if changes.count > changesMax { changes.removeFirst() }
        limitsFrom = change.fromSubgroup
        locationLimits = chart.locationLimits
        spreadLimits = chart.spreadLimits
        return (change, endAlarms())
    }

    private mutating func endAlarms() -> [(ChartKind, NelsonEpisode)] {
        let design = feature.design
        return location.breakOff().map { (design.locationKind, $0) }
            + spread.breakOff().map { (design.spreadKind, $0) }
            + average.breakOff().map { (.ewma, $0) }
    }
}
