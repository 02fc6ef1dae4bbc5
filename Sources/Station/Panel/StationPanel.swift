internal import AuditTrails
internal import Blister
internal import Foundation
internal import Inspection
internal import Panel
internal import Records
internal import Rejection

/// The station as the panel sees it.
///
/// Answers on the panel's threads from values at hand; nothing here waits for an inspecting thread.
struct StationPanel: PanelHost {
    let station: Station

    private var records: String { station.configuration.records.folder }

    func state() -> PanelState {
        let levels = station.desk.levels
        let latest = station.operation.latest.now
        let quantiles = latest.latencyQuantiles
        let health = station.recorder.health
        return PanelState(
            station: station.configuration.name,
            isReady: levels.contains(.ready),
            isAlarm: levels.contains(.alarm),
            reason: reason,
            alarms: station.operation.alarms.entries.map { PanelAlarm($0) },
            batch: station.recorder.batch.map { PanelBatch($0) },
            isChallenging: station.isChallenging,
            blistersPerMinute: latest.perMinute(at: .now),
            latency: PanelHistogram(
                limitsMilliseconds: LatestBlisters.latencyLimits,
                counts: latest.latencyCounts,
                medianMilliseconds: quantiles?.median,
                p999Milliseconds: quantiles?.p999
            ),
            models: station.models?.names ?? [],
            recipe: station.product.recipe.product,
            recordingFault: health.storeFault ?? health.logFault ?? health.evidenceFault
        )
    }

    /// What keeps READY away, the gravest first; nil when nothing does.
    private var reason: String? {
        guard !station.desk.levels.contains(.ready) else { return nil }
        let active = station.faults.active
        let gravest = active.first { FaultResponse(to: $0).dropsReady } ?? active.first
        if let gravest { return gravest.sentence }
        let isBatchMissing =
            station.configuration.requiresBatch && station.recorder.batch?.isAutomatic != false
        return isBatchMissing ? "no batch is open; start one" : nil
    }

    func lastBlister() -> PanelBlister? {
        station.operation.latest.now.blister.map { shown($0) }
    }

    func lastReject() -> PanelBlister? {
        station.operation.latest.now.reject.map { shown($0) }
    }

    private func shown(_ filed: FiledResult) -> PanelBlister {
        PanelBlister(filed, label: station.operation.labels[filed.blisterID])
    }

    func trends() -> [PanelTrend] { station.operation.trendWatch.shown }

    func metrics() -> [PanelMetric] { StationMetrics(station: station).all }

    func perform(_ action: PanelAction, by person: PanelPerson) -> PanelReply {
        switch action {
        case .batchStart(let product, let lot, let expiry, let isForced):
            let request = ControlRequest(
                action: .batchStart,
                product: product,
                lot: lot,
                expiry: expiry ?? "",
                force: isForced,
                operator: person.name
            )
            return PanelReply(station.answer(request))
        case .batchEnd: return ask(.batchEnd, person)
        case .challengeStart: return ask(.challengeStart, person)
        case .challengeEnd: return ask(.challengeEnd, person)
        case .acknowledge(let alarm): return acknowledge(alarm, person)
        case .label(let blister, let label): return note(label, of: blister, person)
        case .modelInstall: return PanelReply(done: false, message: installSentence)
        case .modelRollback(let name): return rollBack(name, person)
        case .trendBaseline(let series, let reason):
            return PanelReply(
                station.answer(
                    ControlRequest(
                        action: .trendsBaseline,
                        operator: person.name,
                        series: series,
                        reason: reason
                    )
                )
            )
        }
    }

    private func ask(_ action: ControlRequest.Action, _ person: PanelPerson) -> PanelReply {
        PanelReply(station.answer(ControlRequest(action: action, operator: person.name)))
    }

    private func acknowledge(_ alarm: String, _ person: PanelPerson) -> PanelReply {
        guard let entry = station.operation.alarms.acknowledge(alarm, by: person.name) else {
            return PanelReply(done: false, message: "there is no such alarm any more")
        }
        station.acknowledge(entry.cause)
        station.note(.acknowledge, by: person.name, subject: entry.cause, after: entry.sentence)
        return PanelReply(done: true, message: "acknowledged: \(entry.sentence)")
    }

    private func note(
        _ label: PanelLabel,
        of blister: String,
        _ person: PanelPerson
    ) -> PanelReply {
        guard self.blister(blister) != nil else {
            return PanelReply(done: false, message: "there is no reject \(blister) in the store")
        }
        do {
            let before = try station.operation.labels.set(label, of: blister, by: person.name)
            station.note(
                .label,
                by: person.name,
                subject: blister,
                before: before?.rawValue,
                after: label.rawValue
            )
            if let batch = station.recorder.batch { station.operation.judgeFalseRejects(batch) }
            return PanelReply(done: true, message: "\(blister) is noted as \(label.rawValue)")
        } catch {
            return PanelReply(done: false, message: "\(error)")
        }
    }

    private var installSentence: String {
        guard let folder = station.configuration.modelsPath else {
            return "this station has no model library; name one with models: in its configuration"
        }
        return "copy the model's file into \(folder); it is examined there and goes live"
    }

    private func rollBack(_ name: String, _ person: PanelPerson) -> PanelReply {
        guard let models = station.models else {
            return PanelReply(done: false, message: installSentence)
        }
        do {
            guard let sentence = try models.rollBack(name, by: person.name) else {
                return PanelReply(done: false, message: "no model is live for \(name)")
            }
            return PanelReply(done: true, message: sentence)
        } catch {
            return PanelReply(done: false, message: "\(error)")
        }
    }
}

extension PanelAlarm {
    init(_ entry: AlarmBook.Entry) {
        self.init(
            id: entry.id,
            sentence: entry.ended == nil ? entry.sentence : "\(entry.sentence) (over)",
            severity: entry.isAlarm ? .alarm : .warning,
            since: entry.since.text,
            isAcknowledged: entry.acknowledgedBy != nil
        )
    }
}

extension PanelBatch {
    init(_ status: BatchStatus) {
        let account = status.account
        let counts = RejectReason.allCases.map { ($0.rawValue, account[$0]) }.filter { $0.1 > 0 }
        self.init(
            number: status.number,
            isAutomatic: status.isAutomatic,
            product: status.label.product,
            lot: status.label.lot,
            expiry: status.label.expiry.isEmpty ? nil : status.label.expiry,
            started: status.startedAt,
            total: account.blisters,
            accepted: account.accepted,
            rejected: Dictionary(uniqueKeysWithValues: counts)
        )
    }
}

extension PanelReply {
    init(_ reply: ControlReply) { self.init(done: reply.done, message: reply.message) }
}
