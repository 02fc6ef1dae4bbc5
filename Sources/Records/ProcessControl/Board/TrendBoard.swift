internal import Synchronization

/// Every feature's charts, watched blister by blister; memory is bounded by `TrendSettings`.
///
/// `record` is for the records thread: it takes a lock, adds numbers, and allocates only where an
/// alarm is raised. `snapshot`, `evaluateTrends` and the others are for threads of the control
/// plane (panel, report): they hold the lock while they copy one series, and compute without it.
/// Never for the real-time or compute planes.
public final class TrendBoard: Sendable {
    /// Bounds of the board.
    public let settings: TrendSettings
    private let state: Mutex<State>

    /// An empty board.
    ///
    /// - Parameters:
    ///   - features: Every series; their order within a lane is that of the values of `record`.
    ///   - settings: Bounds.
    ///   - rejectBaselines: Limits of rejects known from before, by lane.
    /// - Throws: `ProcessControlError.doubledSeries`.
    public init(
        features: [TrendFeature],
        settings: TrendSettings,
        rejectBaselines: [Int: ProportionBaseline] = [:]
    ) throws(ProcessControlError) {
        var seen: Set<TrendKey> = []
        for feature in features where !seen.insert(feature.key).inserted {
            throw .doubledSeries(feature.key)
        }
        let numbers = Set(features.map(\.key.lane)).sorted()
        var rejects: [RejectTrend] = []
        for lane in numbers {
            let baseline = rejectBaselines[lane]
            rejects.append(try RejectTrend(lane: lane, settings: settings, baseline: baseline))
        }
        let lanes = Dictionary(grouping: features.indices) { features[$0].key.lane }
        let rejectLanes = Dictionary(uniqueKeysWithValues: numbers.enumerated().map { ($1, $0) })
        self.settings = settings
        state = Mutex(
            State(
                series: features.map { TrendSeries($0, pointsMax: settings.pointsMax) },
                rejects: rejects,
                lanes: lanes,
                rejectLanes: rejectLanes,
                alarms: AlarmLog(capacity: settings.alarmsMax)
            )
        )
    }

    /// Series of a lane, in the order of the values of `record`.
    ///
    /// - Parameter lane: From 0.
    /// - Returns: Empty for a lane without features.
    public func keys(lane: Int) -> [TrendKey] {
        state.withLock { state in
            (state.lanes[lane] ?? []).map { state.series[$0].feature.key }
        }
    }

    /// Limits in force, to be kept over a restart and given back with the features.
    ///
    /// - Returns: By series; those in phase I are absent.
    public func baselines() -> [TrendKey: ProcessBaseline] {
        state.withLock { state in
            let known = state.series.compactMap { series in
                series.chart.baseline.map { (series.feature.key, $0) }
            }
            return Dictionary(uniqueKeysWithValues: known)
        }
    }

    /// Adds one blister; the records thread.
    ///
    /// Blisters of a challenge are not to be given: they are no product.
    ///
    /// - Parameters:
    ///   - values: One for each of `keys(lane:)`; NaN or infinite where nothing was measured, which
    ///     leaves the series as it was.
    ///   - lane: From 0.
    ///   - cycle: The blister's cycle.
    ///   - isRejected: Its verdict; nil leaves the chart of rejects as it was.
    public func record(_ values: [Double], lane: Int, cycle: UInt64, isRejected: Bool?) {
        state.withLock { state in
            state.cycle = max(state.cycle, cycle)
            if let places = state.lanes[lane] {
                precondition(values.count == places.count)
                for (value, place) in zip(values, places) where value.isFinite {
                    state.add(value, to: place, cycle: cycle)
                }
            }
            if let isRejected, let place = state.rejectLanes[lane],
                let step = state.rejects[place].add(isRejected: isRejected, cycle: cycle)
            {
                state.noteRejects(step, place: place, cycle: cycle)
            }
        }
    }

    /// Ends patterns and subgroups begun: the next blister does not follow the last.
    ///
    /// To be called after a stop and at the start of a batch. A subgroup of rejects that is not
    /// full is closed with what it has.
    public func breakOff() {
        state.withLock { state in
            for place in state.series.indices {
                for (chart, episode) in state.series[place].breakOff() {
                    state.alarms.end(episode, place: place, chart: chart)
                }
            }
            for place in state.rejects.indices {
                guard let step = state.rejects[place].close(cycle: state.cycle) else { continue }
                state.noteRejects(step, place: place, cycle: state.cycle)
            }
        }
    }

    /// Replaces a feature's limits, because a person said so; the caller writes the audit trail.
    ///
    /// - Parameters:
    ///   - key: The series.
    ///   - given: The new limits; nil starts a new phase I.
    ///   - who: The person, not empty.
    ///   - why: The reason, not empty.
    /// - Returns: The change, for the audit trail.
    /// - Throws: `ProcessControlError.unknownSeries` or `.namelessChange`; nothing is changed then.
    public func rebaseline(
        _ key: TrendKey,
        to given: ProcessBaseline?,
        who: String,
        why: String
    ) throws(ProcessControlError) -> BaselineChange {
        try state.withLock { state throws(ProcessControlError) in
            guard let place = state.series.firstIndex(where: { $0.feature.key == key }) else {
                throw .unknownSeries(key)
            }
            let (change, ended) = try state.series[place].rebaseline(
                to: given,
                who: who,
                why: why,
                changesMax: 32
            )
            for (chart, episode) in ended {
                state.alarms.end(episode, place: place, chart: chart)
            }
            return change
        }
    }

    /// Replaces the limits of a lane's rejects, because a person said so.
    ///
    /// - Parameters:
    ///   - lane: From 0.
    ///   - given: The new limits; nil starts a new phase I.
    ///   - who: The person, not empty.
    ///   - why: The reason, not empty.
    /// - Throws: `ProcessControlError.unknownSeries` or `.namelessChange`; nothing is changed then.
    public func rebaselineRejects(
        lane: Int,
        to given: ProportionBaseline?,
        who: String,
        why: String
    ) throws(ProcessControlError) {
        try state.withLock { state throws(ProcessControlError) in
            guard let place = state.rejectLanes[lane] else {
                throw .unknownSeries(TrendKey(feature: "reject_share", lane: lane))
            }
            for episode in try state.rejects[place].rebaseline(to: given, who: who, why: why) {
                state.alarms.end(episode, place: ~place, chart: .laneyProportion)
            }
        }
    }

    /// Alarms raised or ended after a sequence number.
    ///
    /// - Parameter sequence: The highest seen so far; 0 for all that are kept.
    /// - Returns: In the order of their numbers; the last one's is what to ask with next.
    public func alarms(since sequence: Int) -> [TrendAlarm] {
        state.withLock { $0.alarms.alarms.filter { $0.sequence > sequence } }
            .sorted { $0.sequence < $1.sequence }
    }

    /// Alarms that were dropped because newer ones came.
    public var droppedAlarmCount: Int { state.withLock { $0.alarms.droppedCount } }

    /// Fits trends to all series; raises and ends early warnings.
    ///
    /// For a thread of the control plane, every few seconds.
    public func evaluateTrends() {
        let count = state.withLock { $0.series.count }
        for place in 0..<count {
            let copy = state.withLock { TrendSeriesCopy($0.series[place]) }
            guard let newest = copy.points.last else { continue }
            let warning = copy.warning(settings.warning)
            state.withLock { state in
                state.alarms.settle(
                    warning,
                    place: place,
                    key: copy.feature.key,
                    chart: copy.feature.design.locationKind,
                    first: max(0, newest.point.number - settings.warning.window + 1),
                    newest: newest.point.number,
                    cycle: newest.cycle
                )
            }
        }
    }

    /// One series as it stands.
    ///
    /// - Parameter key: The series.
    /// - Returns: Nil when there is no such series.
    public func snapshot(of key: TrendKey) -> TrendSnapshot? {
        let found: (TrendSeriesCopy, [TrendAlarm])? = state.withLock { state in
            guard let place = state.series.firstIndex(where: { $0.feature.key == key }) else {
                return nil
            }
            return (
                TrendSeriesCopy(state.series[place]),
                state.alarms.alarms.filter { $0.key == key }
            )
        }
        return found.map { TrendSnapshot($0.0, settings: settings, alarms: $0.1) }
    }

    /// Rejects of one lane as they stand.
    ///
    /// - Parameter lane: From 0.
    /// - Returns: Nil for a lane without features.
    public func rejectSnapshot(lane: Int) -> RejectSnapshot? {
        let found: RejectTrendCopy? = state.withLock { state in
            guard let place = state.rejectLanes[lane] else { return nil }
            let key = state.rejects[place].key
            return RejectTrendCopy(
                state.rejects[place],
                alarms: state.alarms.alarms.filter { $0.key == key }
            )
        }
        return found.map { RejectSnapshot($0, confidence: settings.confidence) }
    }
}
