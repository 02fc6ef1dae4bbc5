internal import Foundation
internal import Linux
internal import Panel
internal import ProcessControl
internal import Records
internal import Synchronization

/// Looks at the charts every ten seconds: fits trends, raises early warnings, keeps the limits in force.
///
/// Between, it measures what camera health was offered.
///
/// One thread of the lowest weight. Hundreds of series break one of eight rules all the time by chance:
/// those are marked in their charts. A person is told of what a test of significance stands behind:
/// forecasts, and the charts of all rejects.
final class TrendWatch: Sendable {
    /// Told of a warning that begins or, where `isOver`, has ended.
    typealias Notice = @Sendable (_ news: TrendNews, _ isOver: Bool) -> Void

    /// Charts of rejects and products shown at once; those of the camera follow.
    static let shownCountMax = 24
    private static let stepNanoseconds: Int64 = 200_000_000
    private static let lookNanoseconds: Int64 = 10_000_000_000
    private static let keepNanoseconds: Int64 = 60_000_000_000

    private struct Seen: Sendable {
        var sequence = 0
        var health: [TrendNews] = []
        var shown: [PanelTrend] = []
    }

    private let trends: StationTrends
    private let health: CameraHealth?
    private let lanes: Int
    private let alarms: AlarmBook
    private let notice: Notice
    private let onLook: @Sendable () -> Void
    private let seen = Mutex(Seen())
    private let isStopping = Atomic<Bool>(false)
    private let thread = Mutex<RealTimeThread?>(nil)

    /// A watch over `trends`.
    ///
    /// - Parameters:
    ///   - trends: what to look at.
    ///   - health: the camera's charts; nil: none.
    ///   - lanes: across the web.
    ///   - alarms: gets the warnings.
    ///   - notice: told of each warning that begins or ends.
    ///   - onLook: called after each look at the charts.
    init(
        _ trends: StationTrends,
        health: CameraHealth? = nil,
        lanes: Int,
        alarms: AlarmBook,
        notice: @escaping Notice,
        onLook: @escaping @Sendable () -> Void = {}
    ) {
        self.trends = trends
        self.health = health
        self.lanes = lanes
        self.alarms = alarms
        self.notice = notice
        self.onLook = onLook
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
                lookAtCamera()
                if now >= nextLook {
                    look()
                    nextLook = now + Self.lookNanoseconds
                }
                if now >= nextKeep {
                    // Not kept is found anew after a restart; the store's fault is told elsewhere.
                    try? keep()
                    nextKeep = now + Self.keepNanoseconds
                }
                MonotonicClock.sleep(untilNanoseconds: now + Self.stepNanoseconds)
            }
            try? keep()
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

    /// Writes the limits in force down.
    func keep() throws { try trends.keep(health?.kept ?? KeptHealth()) }

    /// Looks once more, and keeps the charts with a batch that has ended.
    func keep(batch: Int, records: String) {
        look()
        let charts = shown
        guard !charts.isEmpty else { return }
        // The report goes without charts where the disk refuses; its fault is told elsewhere.
        try? KeptCharts.write(charts, records: records, batch: batch)
    }

    /// One look at the charts.
    func look() {
        let board = trends.board
        if let board {
            board.evaluateTrends()
            let last = seen.withLock { $0.sequence }
            let news = board.alarms(since: last)
            for alarm in news where alarm.isTold {
                tell(TrendNews(alarm), isOver: alarm.lastSubgroup != nil)
            }
            seen.withLock { $0.sequence = news.last?.sequence ?? $0.sequence }
        }
        let shown = Self.shown(board, health, lanes: lanes)
        seen.withLock { $0.shown = shown }
        onLook()
    }

    /// One look at the camera: measures what was offered, and tells of what has begun or ended.
    func lookAtCamera() {
        guard let health else { return }
        let now = health.step().map { TrendNews($0) }
        let before = seen.withLock { seen in
            defer { seen.health = now }
            return seen.health
        }
        for news in now { tell(news, isOver: false) }
        for news in before where !now.contains(where: { $0.cause == news.cause }) {
            tell(news, isOver: true)
        }
    }

    private func tell(_ news: TrendNews, isOver: Bool) {
        if isOver {
            if alarms.end(news.cause, at: .now) != nil { notice(news, true) }
        } else if alarms.raise(news.cause, news.sentence, isAlarm: false, at: .now) != nil {
            notice(news, false)
        }
    }

    private static func shown(
        _ board: TrendBoard?,
        _ health: CameraHealth?,
        lanes: Int
    ) -> [PanelTrend] {
        let camera = health?.charts ?? []
        guard let board else { return camera }
        let rejects = (0..<lanes).compactMap {
            board.rejectSnapshot(lane: $0).map { PanelTrend($0) }
        }
        let keys = (0..<lanes).flatMap { board.keys(lane: $0) }
        let snapshots = keys.compactMap { board.snapshot(of: $0) }.filter { !$0.points.isEmpty }
        let sorted = snapshots.sorted { left, right in
            let (one, other) = (left.urgency, right.urgency)
            return one == other ? left.name < right.name : one < other
        }
        let products = sorted.prefix(max(0, shownCountMax - rejects.count)).map { PanelTrend($0) }
        return rejects + products + camera
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
