extension TrendBoard {
    /// What the board's lock guards.
    struct State: Sendable {
        var series: [TrendSeries]
        var rejects: [RejectTrend]
        /// Places in `series`, by lane.
        var lanes: [Int: [Int]]
        /// Places in `rejects`, by lane.
        var rejectLanes: [Int: Int]
        var alarms: AlarmLog
        /// Highest cycle so far.
        var cycle: UInt64 = 0

        mutating func add(_ value: Double, to place: Int, cycle: UInt64) {
            guard let steps = series[place].add(value, cycle: cycle) else { return }
            let design = series[place].feature.design
            for (step, chart) in [
                (steps.location, design.locationKind), (steps.spread, design.spreadKind),
                (steps.average, .ewma),
            ] {
                note(step, place: place, key: series[place].feature.key, chart: chart, cycle: cycle)
            }
        }

        /// Places of rejects are counted down from -1, so that they differ from those of series.
        mutating func noteRejects(_ step: NelsonDetector.Step, place: Int, cycle: UInt64) {
            let key = rejects[place].key
            note(step, place: ~place, key: key, chart: .laneyProportion, cycle: cycle)
        }

        private mutating func note(
            _ step: NelsonDetector.Step,
            place: Int,
            key: TrendKey,
            chart: ChartKind,
            cycle: UInt64
        ) {
            for episode in step.ended { alarms.end(episode, place: place, chart: chart) }
            for episode in step.raised {
                alarms.raise(episode, place: place, key: key, chart: chart, cycle: cycle)
            }
        }
    }
}
