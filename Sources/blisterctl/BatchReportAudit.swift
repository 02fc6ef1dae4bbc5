import AuditTrails
import BatchReports
import Foundation
import Panel
import Station

/// What the audit trail and the kept charts add to the report of a batch.
struct BatchReportAudit {
    /// Entries of a batch that the report shows; the trail has all.
    static let lineCountMax = 400
    /// Entries that are taken from the trail.
    private static let entryCountMax = 100_000

    /// Entries of the batch and what they rest on, the newest first.
    private let newest: [AuditEntry]
    /// Those of the batch, in their order.
    private let entries: [AuditEntry]
    /// Their numbers.
    private let numbers: Set<Int>
    private let batch: Int
    private let records: String

    /// Reads the trail beside the store; without one nothing is added.
    init(records: String, batch: ReportedBatch) {
        self.records = records
        self.batch = batch.number
        let begin = Self.date(batch.startedAt) ?? .distantPast
        let end = batch.endedAt.flatMap { Self.date($0) } ?? .distantFuture
        let number = "\(batch.number)"
        var hasCheckpoint = false
        var own: [AuditEntry] = []
        newest = NewestEntries.read(in: records + "/audit", count: Self.entryCountMax) { entry in
            // The start before the batch says with what it was judged.
            entry.note.event == .start && Self.date(entry.time).map { $0 < begin } ?? false
        } where: { entry in
            let time = Self.date(entry.time)
            // What is written about the batch comes after its end, too.
            let isAboutIt =
                entry.note.subject == number
                && [.batchStart, .batchEnd, .batchRoot].contains(entry.note.event)
            let belongs = isAboutIt || time.map { $0 >= begin && $0 <= end } ?? false
            if belongs { own.append(entry) }
            if !hasCheckpoint, entry.note.event == .checkpoint {
                hasCheckpoint = true
                return true
            }
            return belongs
                || time.map { $0 < begin } ?? false
                    && [.start, .model].contains(entry.note.event)
        }
        entries = own.reversed()
        numbers = Set(own.map(\.sequence))
    }

    /// Adds entries, head, root, digests, alarms and charts.
    func add(to content: inout BatchReportContent) {
        addTrail(to: &content)
        content.digests += digests()
        content.alarms += alarms()
        content.trends += charts()
    }

    private func addTrail(to content: inout BatchReportContent) {
        guard let last = entries.last else { return }
        let shown = entries.filter { $0.note.event != .checkpoint }
        let checkpoint = newest.first { $0.note.event == .checkpoint }
        let root = entries.reversed().lazy.compactMap { BatchRoot($0.note) }
            .first { $0.batch == batch }
        content.audit = AuditExtract(
            lines: shown.suffix(Self.lineCountMax).map { entry in
                AuditExtract.Line(
                    sequence: entry.sequence,
                    time: entry.time,
                    who: entry.note.who,
                    what: [entry.note.event.rawValue, entry.note.subject ?? ""]
                        .filter { !$0.isEmpty }.joined(separator: " "),
                    before: entry.note.before ?? "",
                    after: entry.note.after ?? "",
                    reason: entry.note.reason ?? ""
                )
            },
            head: last.hash,
            checkpoint: checkpoint?.note.after ?? "",
            merkleRoot: root?.text ?? ""
        )
    }

    /// What the daemon said at its last start before the batch ended.
    private func digests() -> [NamedDigest] {
        let limit = entries.last?.sequence ?? 0
        let start = newest.first { $0.note.event == .start && $0.sequence <= limit }
        let facts = (start?.note.after ?? "").split(separator: " ").map {
            $0.split(separator: "=", maxSplits: 1).map(String.init)
        }
        let subjects: [String: NamedDigest.Subject] = [
            "program": .software, "configuration": .configuration, "recipe": .recipe,
            "calibration": .calibration,
            "product_model": .model, "network": .model,
        ]
        let started = facts.compactMap { fact -> NamedDigest? in
            guard fact.count == 2, fact[1] != "-", let subject = subjects[fact[0]] else {
                return nil
            }
            return NamedDigest(subject: subject, name: fact[0], digest: fact[1])
        }
        return started + models
    }

    /// Of each role the model that was live as the batch began, and those that went live in it.
    private var models: [NamedDigest] {
        let begin = entries.first?.sequence ?? 0
        var isKnown: Set<String> = []
        var models: [NamedDigest] = []
        for entry in newest where entry.note.event == .model {
            guard let role = entry.note.subject, let digest = entry.note.after,
                digest.utf8.count == 64, digest.allSatisfy(\.isHexDigit)
            else { continue }
            let isInside = entry.sequence >= begin
            guard isInside ? numbers.contains(entry.sequence) : isKnown.insert(role).inserted else {
                continue
            }
            models.append(NamedDigest(subject: .model, name: role, digest: digest))
        }
        return models.reversed()
    }

    /// Faults that began in the batch, with their ends.
    private func alarms() -> [ReportedAlarm] {
        var alarms: [ReportedAlarm] = []
        for entry in entries {
            let name = entry.note.subject ?? ""
            switch entry.note.event {
            case .fault: alarms.append(ReportedAlarm(name: name, beganAt: entry.time))
            case .faultOver:
                let open = alarms.lastIndex { $0.name == name && $0.endedAt == nil }
                if let open { alarms[open].endedAt = entry.time }
            case .acknowledge:
                for index in alarms.indices where alarms[index].acknowledgedBy == nil {
                    guard name.contains(alarms[index].name) || name == "alarm" else { continue }
                    alarms[index].acknowledgedBy = entry.note.who
                }
            default: break
            }
        }
        return alarms
    }

    /// The charts that the daemon kept at the end of the batch.
    private func charts() -> [TrendSeries] {
        KeptCharts.read(records: records, batch: batch).map { chart in
            var series = TrendSeries(name: chart.name, unit: chart.unit, values: chart.points)
            series.centre = chart.centre
            series.controlLimits = (chart.lower, chart.upper)
            series.alarms = chart.alarms.map { .init(index: $0.index, rule: $0.rule) }
            series.capability = chart.capability ?? ""
            return series
        }
    }

    private static func date(_ text: String) -> Date? {
        try? Date.ISO8601FormatStyle(includingFractionalSeconds: true).parse(text)
    }
}
