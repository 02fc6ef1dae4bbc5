/// The newest alarms of a board, bounded; an alarm that is dropped is counted.
struct AlarmLog: Sendable {
    /// What can have one alarm at a time.
    private struct Watch: Hashable {
        let place: Int
        let chart: ChartKind
        /// Nil for the early warning.
        let rule: NelsonRule?
    }

    let capacity: Int
    /// Identities follow each other without gaps.
    private(set) var alarms: [TrendAlarm] = []
    private(set) var sequence = 0
    private(set) var droppedCount = 0
    private var identity = 0
    /// Identities of alarms that go on.
    private var open: [Watch: Int] = [:]

    init(capacity: Int) { self.capacity = capacity }

    /// Raises the alarm of a rule; `place` names the series.
    mutating func raise(
        _ episode: NelsonEpisode,
        place: Int,
        key: TrendKey,
        chart: ChartKind,
        cycle: UInt64
    ) {
        append(
            .rule(episode.rule, episode.side),
            watch: Watch(place: place, chart: chart, rule: episode.rule),
            key: key,
            first: episode.first,
            raised: episode.raised,
            cycle: cycle
        )
    }

    mutating func end(_ episode: NelsonEpisode, place: Int, chart: ChartKind) {
        close(Watch(place: place, chart: chart, rule: episode.rule), last: episode.last)
    }

    /// The warning of a series as it stands now; nil ends the one that is open.
    mutating func settle(
        _ warning: EarlyWarning?,
        place: Int,
        key: TrendKey,
        chart: ChartKind,
        first: Int,
        newest: Int,
        cycle: UInt64
    ) {
        let watch = Watch(place: place, chart: chart, rule: nil)
        guard let warning else { return close(watch, last: newest) }
        let cause = TrendAlarm.Cause.earlyWarning(warning)
        if let identity = open[watch] {
            if let index = index(of: identity) { alarms[index].cause = cause }
        } else {
            append(cause, watch: watch, key: key, first: first, raised: newest, cycle: cycle)
        }
    }

    private func index(of identity: Int) -> Int? {
        guard let oldest = alarms.first?.identity, identity >= oldest else { return nil }
        return identity - oldest
    }

    private mutating func append(
        _ cause: TrendAlarm.Cause,
        watch: Watch,
        key: TrendKey,
        first: Int,
        raised: Int,
        cycle: UInt64
    ) {
        sequence += 1
        identity += 1
        open[watch] = identity
        alarms.append(
            TrendAlarm(
                sequence: sequence,
                identity: identity,
                key: key,
                chart: watch.chart,
                cause: cause,
                firstSubgroup: first,
                raisedSubgroup: raised,
                raisedCycle: cycle,
                lastSubgroup: nil
            )
        )
        // Many at a time, so that the array moves seldom.
        if alarms.count > capacity + capacity / 4 + 1 {
            droppedCount += alarms.count - capacity
            alarms.removeFirst(alarms.count - capacity)
        }
    }

    private mutating func close(_ watch: Watch, last: Int) {
        guard let identity = open.removeValue(forKey: watch) else { return }
        guard let index = index(of: identity) else { return }
        sequence += 1
        alarms[index].sequence = sequence
        alarms[index].lastSubgroup = last
    }
}
