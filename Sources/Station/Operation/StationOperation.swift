internal import AuditTrails
internal import Digests
internal import Fleet
internal import Foundation
internal import Inspection
internal import Linux
internal import Logging
internal import Panel
internal import ProcessControl
internal import Records
internal import Synchronization

/// What people and the plant see of a station: alarms, the latest blisters, charts, labels, the broker.
///
/// Fed by the records thread and the control plane; nothing of it reaches back into inspection.
final class StationOperation: Sendable {
    let alarms = AlarmBook()
    let latest = LatestBlisters()
    let labels: LabelBook
    let trends: StationTrends
    let trendWatch: TrendWatch
    /// How well the camera sees; nil where nothing feeds it.
    let health: CameraHealth?
    /// Limits of charts that people have found anew.
    let renewals: ChartRenewals
    private let entries: TrendEntries
    private let bands: RejectBands
    /// nil where the configuration names no broker, or the node could not be made.
    let fleet: StationFleet?
    private let lasting = Mutex<[Fault]>([])
    private let dueOfFalseRejects = Mutex(RejectBands.Action.log)
    private let log: Logger

    /// Reads what is kept from earlier runs; nothing runs yet.
    ///
    /// - Parameters:
    ///   - configuration: of the station.
    ///   - lanes: across the web.
    ///   - health: what is looked at of the camera; nil: nothing.
    ///   - rule: the recipe's; nil: the usual bands of false rejects.
    ///   - log: gets warnings.
    /// - Throws: where labels cannot be read, or bands of false rejects do not rise.
    init(
        _ configuration: StationConfiguration,
        lanes: Int,
        health: CameraHealth.Plan? = nil,
        rule: TrendRule? = nil,
        log: Logger
    ) throws {
        self.log = log
        bands = try RejectBands(rule)
        let folder = configuration.records.folder
        labels = LabelBook(folder: folder)
        let recipe = FileManager.default.contents(atPath: configuration.recipePath) ?? Data()
        trends = try StationTrends(
            folder: folder,
            recipe: SHA256Digest(of: Array(recipe)).description,
            lanes: lanes
        )
        let fleet = Self.fleet(configuration, log)
        self.fleet = fleet
        let known = trends.knownHealth
        self.health = try health.map { try CameraHealth($0, known: known) }
        let renewals = ChartRenewals(trends, health: self.health, lanes: lanes)
        self.renewals = renewals
        let entries = TrendEntries()
        self.entries = entries
        trendWatch = TrendWatch(
            trends,
            health: self.health,
            lanes: lanes,
            alarms: alarms
        ) { news, isOver in
            if isOver {
                log.notice("trend over: \(news.sentence)")
            } else {
                log.warning("trend: \(news.sentence)")
            }
            fleet?.tell(news, isOver: isOver)
            entries.enter(news, isOver: isOver)
        } onLook: {
            entries.tell(ChartRenewals.notes(found: renewals.found()))
        }
    }

    /// Where trends' alarms and limits are entered from now on: the audit trail.
    func enterTrends(_ tell: @escaping @Sendable (AuditNote) -> Void) { entries.begin(tell) }

    /// Has limits of charts found anew, and keeps the rest: what was replaced does not come back with a
    /// restart.
    ///
    /// - Parameters:
    ///   - series: the chart's name; nil: every chart.
    ///   - who: a person.
    ///   - why: the reason.
    /// - Returns: what was changed.
    /// - Throws: ``ChartRenewals/Refusal``; nothing is changed then.
    func renew(_ series: String?, who: String, why: String) throws -> [ChartRenewals.Change] {
        let changes = try renewals.renew(series, who: who, why: why)
        do { try trendWatch.keep() } catch { log.error("trends: \(error)") }
        return changes
    }

    /// Told of every blister, in this order.
    var observers: [any RecordObserver] {
        let own: [any RecordObserver] = [latest, trends]
        return own + (fleet.map { [$0] } ?? [])
    }

    /// Starts the threads; what cannot start is logged, inspection goes on without it.
    func start() {
        do { try trendWatch.start() } catch { log.error("trends: \(error)") }
        do { try fleet?.start() } catch { log.error("fleet: \(error)") }
    }

    /// Ends the threads; the recorder must have stopped.
    func stop() {
        trendWatch.stop()
        fleet?.stop()
    }

    /// One look of the supervision, a few times a second.
    func step(faults: [Fault], state: @autoclosure () -> FleetState) {
        let before = lasting.withLock { lasting in
            defer { lasting = faults }
            return lasting
        }
        let now = Timestamp.now
        for fault in faults where !before.contains(fault) {
            let notice = FaultResponse(to: fault).notice
            if notice != .logged {
                alarms.raise(fault.cause, fault.sentence, isAlarm: notice == .alarm, at: now)
            }
            fleet?.tell(fault, isActive: true)
        }
        for fault in before where !faults.contains(fault) {
            alarms.end(fault.cause, at: now)
            fleet?.tell(fault, isActive: false)
        }
        guard let fleet else { return }
        fleet.update(state())
        let status = fleet.status
        if status.isWarning {
            alarms.raise("fleet", "broker: \(status.sentence)", isAlarm: false, at: now)
        } else {
            alarms.end("fleet", at: now)
        }
    }

    /// Weighs the rejects of a batch that people called good, and warns by the band they lie in.
    ///
    /// Only those that somebody looked at are known, so that the share is one that is surely reached.
    func judgeFalseRejects(_ batch: BatchStatus) {
        let count = labels.falseRejects(batch: batch.number)
        guard batch.account.blisters > 0 else { return }
        let judgement = bands.judgement(falseRejects: count, of: batch.account.blisters)
        let due = judgement.action
        let before = dueOfFalseRejects.withLock { last in
            defer { last = due }
            return last
        }
        guard due != .log else {
            if let ended = alarms.end(TrendNews.falseRejectsCause, at: .now) {
                entries.enter(TrendNews(falseRejects: ended.sentence), isOver: true)
            }
            return
        }
        let share = String(format: "%.2f", judgement.lower * 100)
        let sentence =
            "\(count) of \(batch.account.blisters) blisters were rejected and called good, surely over "
            + "\(share) %: \(due.rawValue)"
        alarms.raise(TrendNews.falseRejectsCause, sentence, isAlarm: false, at: .now)
        guard due != before else { return }
        log.warning("\(sentence)")
        entries.enter(TrendNews(falseRejects: sentence), isOver: false)
    }

    private static func fleet(_ configuration: StationConfiguration, _ log: Logger) -> StationFleet?
    {
        guard let settings = configuration.fleet else { return nil }
        do {
            return try StationFleet(settings, station: configuration.name, log: log)
        } catch {
            log.error("\(error); inspection goes on, nothing is reported")
            return nil
        }
    }
}

extension RejectBands {
    /// The bands of a recipe; nil: the usual ones.
    init(_ rule: TrendRule?) throws(ProcessControlError) {
        guard let bands = rule?.falseRejectBands else {
            try self.init()
            return
        }
        try self.init(
            rebaselineShare: bands.rebaseline,
            haltShare: bands.halt,
            recalibrateShare: bands.recalibrate
        )
    }
}

extension Fault {
    /// Its name in the book of alarms.
    var cause: String { "fault \(self)" }
}
