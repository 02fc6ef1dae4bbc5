internal import Foundation
internal import Linux
internal import Panel
internal import ProcessControl
internal import Records
internal import Synchronization

/// Looks at the charts every ten seconds: fits trends, raises early warnings, keeps the limits in force.
///
/// One thread of the lowest weight. Hundreds of series break one of eight rules all the time by chance:
/// those are marked in their charts. A person is told of what a test of significance stands behind:
/// forecasts, and the charts of all rejects.
final class TrendWatch: Sendable {
    /// Told of a warning that begins.
    typealias Notice = @Sendable (TrendAlarm, String) -> Void

    /// Charts shown at once.
    static let shownCountMax = 24
    private static let stepNanoseconds: Int64 = 200_000_000
    private static let lookNanoseconds: Int64 = 10_000_000_000
    private static let keepNanoseconds: Int64 = 60_000_000_000

    private struct Seen: Sendable {
        var sequence = 0
        var shown: [PanelTrend] = []
    }

    private let trends: StationTrends
    private let lanes: Int
    private let alarms: AlarmBook
    private let notice: Notice
    private let seen = Mutex(Seen())
    private let isStopping = Atomic<Bool>(false)
    private let thread = Mutex<RealTimeThread?>(nil)

    /// A watch over `trends`.
    ///
    /// - Parameters:
    ///   - trends: what to look at.
    ///   - lanes: across the web.
    ///   - alarms: gets the warnings.
    ///   - notice: told of each warning that begins, with its sentence.
    init(
        _ trends: StationTrends,
        lanes: Int,
        alarms: AlarmBook,
        notice: @escaping Notice
    ) {
        self.trends = trends
        self.lanes = lanes
        self.alarms = alarms
        self.notice = notice
    }

    /// The charts of the last look: rejects first, then those with the least room to their limits.
    var shown: [PanelTrend] { seen.withLock { $0.shown } }

    /// Starts to look.
    func start() throws(SystemError) {
        let plan = ThreadPlan(name: "trends", isBackground: true)
        let started = try RealTimeThread(plan) { [self] in
            var (nextLook, nextKeep) = (Int64(0), MonotonicClock.nowNanoseconds)
            while !isStopping.load(ordering: .relaxed) {
                let now = MonotonicClock.nowNanoseconds
                if now >= nextLook {
                    look()
                    nextLook = now + Self.lookNanoseconds
                }
                if now >= nextKeep {
                    // Not kept is found anew after a restart; the store's fault is told elsewhere.
                    try? trends.keep()
                    nextKeep = now + Self.keepNanoseconds
                }
                MonotonicClock.sleep(untilNanoseconds: now + Self.stepNanoseconds)
            }
            try? trends.keep()
        }
        thread.withLock { $0 = started }
    }

    /// Ends looking, and keeps the limits in force.
    func stop() {
        isStopping.store(true, ordering: .relaxed)
        thread.withLock { thread in
            thread?.join()
            thread = nil
        }
    }

    /// Looks once more, and keeps the charts with a batch that has ended.
    func keep(batch: Int, records: String) {
        look()
        let charts = shown
        guard !charts.isEmpty else { return }
        // The report goes without charts where the disk refuses; its fault is told elsewhere.
        try? KeptCharts.write(charts, records: records, batch: batch)
    }

    /// One look.
    func look() {
        guard let board = trends.board else { return }
        board.evaluateTrends()
        let last = seen.withLock { $0.sequence }
        let news = board.alarms(since: last)
        for alarm in news where alarm.isTold { tell(alarm) }
        let shown = Self.shown(board, lanes: lanes)
        seen.withLock { seen in
            seen.sequence = news.last?.sequence ?? seen.sequence
            seen.shown = shown
        }
    }

    private func tell(_ alarm: TrendAlarm) {
        let cause = "trend \(alarm.key) \(alarm.name)"
        guard alarm.lastSubgroup == nil else {
            alarms.end(cause, at: .now)
            return
        }
        let sentence = alarm.told
        if alarms.raise(cause, sentence, isAlarm: false, at: .now) != nil {
            notice(alarm, sentence)
        }
    }

    private static func shown(_ board: TrendBoard, lanes: Int) -> [PanelTrend] {
        let rejects = (0..<lanes).compactMap {
            board.rejectSnapshot(lane: $0).map { PanelTrend($0) }
        }
        let keys = (0..<lanes).flatMap { board.keys(lane: $0) }
        let snapshots = keys.compactMap { board.snapshot(of: $0) }.filter { !$0.points.isEmpty }
        let sorted = snapshots.sorted { left, right in
            let (one, other) = (left.urgency, right.urgency)
            return one == other ? left.name < right.name : one < other
        }
        return rejects + sorted.prefix(max(0, shownCountMax - rejects.count)).map { PanelTrend($0) }
    }
}

extension TrendAlarm {
    /// Whether it goes to a person at once.
    var isTold: Bool {
        if case .earlyWarning = cause { return true }
        return key.feature == "reject_share"
    }

    /// One sentence with place and forecast.
    var told: String {
        guard case .earlyWarning(let warning) = cause else { return "\(key): \(name). \(sentence)" }
        func cycles(_ subgroups: Double) -> String {
            let value = subgroups * Double(warning.blistersPerSubgroup)
            return value.isFinite && value < 1e9 ? "\(Int(value.rounded()))" : "any number of"
        }
        return "\(key): the trend reaches its limit "
            + "\(String(format: "%.4g", warning.limitValue)) in about \(cycles(warning.subgroups)) "
            + "cycles (95 %: \(cycles(warning.subgroupsLower)) to \(cycles(warning.subgroupsUpper)))"
    }
}

extension TrendSnapshot {
    /// `area, pocket 3, lane 0`.
    var name: String { TrendKey(feature: feature, pocket: pocket, lane: lane).description }

    /// Small where somebody should look: a forecast first, then by Ppk.
    var urgency: Double {
        if earlyWarning != nil { return -.greatestFiniteMagnitude }
        return capability?.ppk.value ?? .greatestFiniteMagnitude
    }
}
