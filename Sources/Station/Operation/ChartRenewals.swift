internal import AuditTrails
internal import ProcessControl
internal import Synchronization

/// Limits of charts that a person has found anew; nothing else ever changes one.
///
/// Thread-safe; for the control plane.
final class ChartRenewals: Sendable {
    /// Why limits are not found anew, in one line with the cure.
    enum Refusal: Error, Equatable, CustomStringConvertible {
        case nameless
        case noCharts
        case unknown(series: String)

        var description: String {
            switch self {
            case .nameless:
                "limits are not changed without a name and a reason; give --operator and --reason"
            case .noCharts:
                "there are no charts before the first accepted blister; wait for it"
            case .unknown(let series):
                "no chart is called '\(series)'; blisterctl trends list names them"
            }
        }
    }

    /// One chart whose limits are found anew.
    struct Change: Sendable, Equatable {
        let series: String
        /// The old limits in words.
        let before: String
    }

    /// Bytes of old limits in one entry of the audit trail.
    private static let entryByteCountMax = 6000

    private let trends: StationTrends
    private let health: CameraHealth?
    private let lanes: Int
    private let awaited = Mutex<Set<TrendKey>>([])

    /// Of the charts of a station.
    init(_ trends: StationTrends, health: CameraHealth?, lanes: Int) {
        self.trends = trends
        self.health = health
        self.lanes = lanes
    }

    /// The charts by the names that people use.
    var names: [String] { keys.map(\.description) }

    private var keys: [TrendKey] {
        let board = trends.board
        let products = (0..<lanes).flatMap { board?.keys(lane: $0) ?? [] }
        let rejects = board == nil ? [] : (0..<lanes).map(Self.rejects)
        return rejects + (health?.keys ?? []) + products
    }

    private static func rejects(lane: Int) -> TrendKey {
        TrendKey(feature: "reject_share", lane: lane)
    }

    /// Starts a new phase I.
    ///
    /// - Parameters:
    ///   - series: the chart's name; nil: every chart.
    ///   - who: a person.
    ///   - why: the reason.
    /// - Returns: what was changed, never empty.
    /// - Throws: ``Refusal``; nothing is changed then.
    func renew(_ series: String?, who: String, why: String) throws -> [Change] {
        guard who.contains(where: { !$0.isWhitespace }), why.contains(where: { !$0.isWhitespace })
        else { throw Refusal.nameless }
        let known = keys
        guard !known.isEmpty else { throw Refusal.noCharts }
        let chosen = series.map { name in known.filter { Self.isCalled($0, name) } } ?? known
        guard !chosen.isEmpty else { throw Refusal.unknown(series: series ?? "") }
        return try chosen.map { key in
            let before = try renew(key, who, why)
            awaited.withLock { _ = $0.insert(key) }
            return Change(series: key.description, before: before)
        }
    }

    /// Whether people call the chart `name`: by the list's name, or by that of its drawing.
    private static func isCalled(_ key: TrendKey, _ name: String) -> Bool {
        let isRejects = key == rejects(lane: key.lane)
        return key.description == name
            || isRejects && name == RejectSnapshot.name(lane: key.lane)
    }

    private func renew(_ key: TrendKey, _ who: String, _ why: String) throws -> String {
        if let series = HealthSeries(rawValue: key.feature), let health {
            let change = try health.board.rebaseline(key, to: nil, who: who, why: why)
            health.forget(series, lane: key.lane)
            return Self.words(change.old)
        }
        guard let board = trends.board else { throw Refusal.noCharts }
        if key == Self.rejects(lane: key.lane) {
            let old = board.rejectSnapshot(lane: key.lane)?.baseline
            try board.rebaselineRejects(lane: key.lane, to: nil, who: who, why: why)
            return Self.words(old)
        }
        return Self.words(try board.rebaseline(key, to: nil, who: who, why: why).old)
    }

    /// Charts whose new limits have been found since the last call, with the limits in words.
    func found() -> [(series: String, limits: String)] {
        let waiting = awaited.withLock { $0 }
        guard !waiting.isEmpty else { return [] }
        let board = trends.board
        let known = (board?.baselines() ?? [:])
            .merging(health?.board.baselines() ?? [:]) { own, _ in own }
        let found = waiting.compactMap { key -> (key: TrendKey, limits: String)? in
            if key == Self.rejects(lane: key.lane) {
                let limits = board?.rejectSnapshot(lane: key.lane)?.baseline
                return limits.map { (key, Self.words($0)) }
            }
            return known[key].map { (key, Self.words($0)) }
        }
        awaited.withLock { $0.subtract(found.map(\.key)) }
        return found.map { ($0.key.description, $0.limits) }.sorted { $0.series < $1.series }
    }

    /// The entries of the audit trail; charts share an entry where there are many.
    static func notes(_ changes: [Change], who: String, why: String) -> [AuditNote] {
        let texts = changes.map { "\($0.series): \($0.before)" }
        return groups(texts).map { group in
            AuditNote(
                .baseline,
                who: who,
                subject: changes.count == 1 ? changes[0].series : "\(group.count) charts",
                before: changes.count == 1 ? changes[0].before : group.joined(separator: "; "),
                after: "to be found from the next blisters",
                reason: why
            )
        }
    }

    /// The entries that say what was found.
    static func notes(found: [(series: String, limits: String)]) -> [AuditNote] {
        groups(found.map { "\($0.series): \($0.limits)" }).map { group in
            AuditNote(
                .baseline,
                subject: found.count == 1 ? found[0].series : "\(group.count) charts",
                after: found.count == 1 ? found[0].limits : group.joined(separator: "; "),
                reason: "the first blisters after the limits were asked for anew"
            )
        }
    }

    private static func groups(_ texts: [String]) -> [[String]] {
        var groups: [[String]] = []
        var byteCount = 0
        for text in texts {
            if groups.isEmpty || byteCount + text.utf8.count > entryByteCountMax {
                groups.append([])
                byteCount = 0
            }
            groups[groups.count - 1].append(text)
            byteCount += text.utf8.count + 2
        }
        return groups
    }

    private static func words(_ baseline: ProcessBaseline?) -> String {
        guard let baseline else { return "not found yet" }
        let (mean, sigma) = (baseline.mean, baseline.sigma)
        return "mean \(mean), sigma \(sigma), from \(baseline.subgroupCount) subgroups"
    }

    private static func words(_ baseline: ProportionBaseline?) -> String {
        guard let baseline else { return "not found yet" }
        let (share, sigma) = (baseline.share, baseline.sigmaZ)
        return "share \(share), sigma_z \(sigma), from \(baseline.subgroupCount) subgroups"
    }
}
