internal import AuditTrails
internal import Blister
internal import Logging
internal import Records
internal import Rejection

/// Turns what the actuation thread reports into records, faults and log lines.
///
/// Control plane only.
struct Accounting {
    let desk: ActuationDesk
    let recorder: Recorder
    let faults: FaultBoard
    /// Gets what people did at the machine; nil tells nobody.
    var audit: StationAudit?
    private let challenge: ChallengeBoard?
    private var recordsFault: String?

    init(
        desk: ActuationDesk,
        recorder: Recorder,
        faults: FaultBoard,
        challenge: ChallengeBoard? = nil
    ) {
        self.desk = desk
        self.recorder = recorder
        self.faults = faults
        self.challenge = challenge
    }

    /// Takes every event that waits.
    mutating func step(log: Logger) {
        tellOfRecords(log: log)
        while let event = desk.journal.next() {
            switch event {
            case .absent(let cycle, let lane):
                let identity = BlisterIdentity(cycle: cycle, lane: lane)
                recorder.expect(identity)
                recorder.record(
                    BlisterRecord(
                        result: .unjudged(identity, reason: .unseen),
                        picture: nil,
                        pixelsPerMillimetre: 0
                    )
                )
            case .overruled(let cycle, let lane, let cause):
                recorder.amend(BlisterIdentity(cycle: cycle, lane: lane), reason: cause.reason)
            case .unconfirmed(let cycle, let lane):
                faults.raise(.rejectUnconfirmed)
                recorder.countUnconfirmed(BlisterIdentity(cycle: cycle, lane: lane))
                challenge?.tell(cycle: cycle, isConfirmed: false)
                log.error("cycle \(cycle) lane \(lane): the rejected blister did not arrive")
            case .confirmed(let cycle, _): challenge?.tell(cycle: cycle, isConfirmed: true)
            case .alarm(let alarm):
                raise(alarm)
                log.error("alarm: \(alarm)")
            case .acknowledged:
                for fault in Self.latching { faults.clear(fault) }
                audit?.tell(AuditNote(.acknowledge, who: "machine", subject: "alarm"))
                log.notice("alarm acknowledged")
            }
        }
    }

    /// Says once that records do not reach the disk, and once that they do again.
    private mutating func tellOfRecords(log: Logger) {
        let health = recorder.health
        let fault = health.storeFault ?? health.logFault ?? health.evidenceFault
        guard fault != recordsFault else { return }
        if let fault {
            log.error("records are not written, inspection goes on: \(fault)")
        } else {
            log.notice("records are written again")
        }
        recordsFault = fault
    }

    /// Faults that an acknowledgement ends.
    static let latching: [Fault] = [
        .rejectUnconfirmed, .rejectsRepeated, .verdictsLateRepeatedly,
    ]

    private func raise(_ alarm: Alarm) {
        switch alarm {
        case .consecutiveRejects, .rejectRate: faults.raise(.rejectsRepeated)
        case .unconfirmedReject: faults.raise(.rejectUnconfirmed)
        case .consecutiveLate: faults.raise(.verdictsLateRepeatedly)
        case .cameraLost: break
        }
    }
}

extension Overruling {
    /// The reason under which the record is amended.
    var reason: RejectReason {
        switch self {
        case .missedWindow: .late
        case .distrusted: .unseen
        case .doubled: .doubled
        }
    }
}
