internal import AuditTrails
internal import Blister
internal import Fleet
internal import Foundation
internal import Logging
internal import ProcessControl
internal import Records
internal import Synchronization

/// Takes what happens at the station to the plant's broker.
///
/// Offered on the records thread and the control plane, sent by a thread of the node's own; a broker
/// that is not there is a warning, never a reason to wait.
final class StationFleet: RecordObserver {
    private let node: FleetNode
    private let log: Logger
    private let sentence = Mutex("")

    /// A node by `settings`; starts nothing.
    ///
    /// - Throws: where the settings are not right, or the build leaves the fleet out.
    init(_ settings: FleetSettings, station: String, log: Logger) throws {
        node = try FleetNode(
            settings: settings,
            station: FleetStation(
                name: station,
                software: SoftwareVersion.title,
                reasons: RejectReason.allCases.map(\.rawValue)
            )
        )
        self.log = log
    }

    /// Starts to send.
    func start() throws { try node.start() }

    /// Sends what can be sent at once, keeps the rest for the next start.
    func stop() { node.stop() }

    /// How reporting fares.
    var status: FleetStatus { node.status }

    func take(_ filed: FiledResult) {
        // A blister of a challenge test is no product: the plant does not count it.
        guard !filed.isSetApart else { return }
        let identity = filed.result.identity
        node.offer(
            .result(
                BlisterOutcome(
                    timeMilliseconds: filed.decided.milliseconds,
                    batch: "\(filed.batch)",
                    blister: filed.blisterID,
                    cycle: identity.cycle,
                    lane: identity.lane,
                    isAccepted: filed.result.verdict == .accept,
                    reasons: filed.result.verdict.reasons.map(\.rawValue),
                    latencyMilliseconds: filed.result.latencyMilliseconds
                )
            )
        )
    }

    func amend(
        _ blisterID: String,
        reason: RejectReason,
        wasAccepted: Bool,
        isSetApart: Bool
    ) {
        guard !isSetApart, let place = BlisterID.parse(blisterID) else { return }
        node.offer(
            .result(
                BlisterOutcome(
                    timeMilliseconds: Timestamp.now.milliseconds,
                    batch: "\(place.batch)",
                    blister: blisterID,
                    cycle: place.identity.cycle,
                    lane: place.identity.lane,
                    isAccepted: false,
                    reasons: [reason.rawValue],
                    latencyMilliseconds: 0,
                    isAmended: true
                )
            )
        )
    }

    /// Tells of a fault that begins or ends.
    func tell(_ fault: Fault, isActive: Bool) {
        node.offer(
            .alarm(
                AlarmEvent(
                    timeMilliseconds: Timestamp.now.milliseconds,
                    name: "\(fault)",
                    message: fault.sentence,
                    isActive: isActive
                )
            )
        )
    }

    /// Tells of a trend that will reach its limit, and of a camera that sees worse.
    func tell(_ news: TrendNews, isOver: Bool) {
        guard let alarm = news.alarm else {
            node.offer(
                .alarm(
                    AlarmEvent(
                        timeMilliseconds: Timestamp.now.milliseconds,
                        name: news.cause,
                        message: news.sentence,
                        isActive: !isOver
                    )
                )
            )
            return
        }
        guard !isOver else { return }
        var (value, limit) = (Double.nan, Double.nan)
        if case .earlyWarning(let warning) = alarm.cause {
            limit = warning.limitValue
            value = limit - warning.slope * warning.subgroups
        }
        node.offer(
            .warning(
                Fleet.EarlyWarning(
                    timeMilliseconds: Timestamp.now.milliseconds,
                    name: news.series,
                    message: news.sentence,
                    value: value,
                    limit: limit
                )
            )
        )
    }

    /// Takes a signed head of the audit trail off the box.
    func tell(_ checkpoint: AuditTrails.AuditCheckpoint) {
        node.offer(
            .checkpoint(
                Fleet.AuditCheckpoint(
                    timeMilliseconds: Timestamp.now.milliseconds,
                    eventCount: Int64(checkpoint.sequence),
                    head: checkpoint.head,
                    signature: Data(checkpoint.signature).base64EncodedString(),
                    line: checkpoint.line
                )
            )
        )
    }

    /// Tells of the counts of a batch whose last verdict is stored.
    func tellEnd(_ batch: BatchReport) {
        let account = batch.account
        let rejected = RejectReason.allCases.map { ($0.rawValue, Int64(account[$0])) }
        node.offer(
            .batchEnd(
                BatchCounts(
                    timeMilliseconds: Timestamp.now.milliseconds,
                    batch: "\(batch.number)",
                    product: batch.label.product,
                    processedCount: Int64(account.blisters),
                    acceptedCount: Int64(account.accepted),
                    rejectedCounts: Dictionary(
                        uniqueKeysWithValues: rejected.filter { $0.1 > 0 }
                    )
                )
            )
        )
    }

    /// Gives the live metrics; logs how reporting fares where that has changed.
    func update(_ state: FleetState) {
        node.update(state)
        let status = node.status
        let words = [status.sentence, status.diskSentence ?? ""].filter { !$0.isEmpty }
        let text = words.joined(separator: "; ")
        let isNew = sentence.withLock { sentence in
            defer { sentence = text }
            return sentence != text
        }
        guard isNew else { return }
        if status.isWarning { log.warning("fleet: \(text)") } else { log.notice("fleet: \(text)") }
    }
}
