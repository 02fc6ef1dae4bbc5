internal import Blister
internal import Records
internal import Rejection

/// Takes every verdict to the shift register and to the records.
///
/// Thread-safe: inspecting threads deliver, the cutting thread announces.
struct VerdictDelivery: Sendable {
    let desk: ActuationDesk
    let recorder: Recorder
    let faults: FaultBoard
    /// Whether there is a reject station; without one verdicts go to the records only.
    let isWired: Bool
    let distance: StationDistance
    /// The challenge test; nil where the recipe has none.
    var challenge: ChallengeBoard?

    /// Says that a blister is on its way, and when it will reach the reject station.
    ///
    /// With a distance in cycles the actuation thread announces every edge of the pin itself.
    func announce(_ cut: BlisterCut) {
        recorder.expect(cut.identity)
        guard isWired, cut.identity.lane == 0 else { return }
        switch distance {
        case .cycles: break
        case .ticks(let ticks, _):
            let now = desk.tickHistory.count(atNanoseconds: cut.capturedNanoseconds)
            _ = desk.register.announce(cycle: cut.identity.cycle, due: (now ?? 0) + ticks)
        case .nanoseconds(let delay, _):
            let due = Int(cut.capturedNanoseconds + delay)
            _ = desk.register.announce(cycle: cut.identity.cycle, due: due)
        }
    }

    /// Files a verdict; what the register answers becomes part of the record.
    func deliver(_ record: BlisterRecord) {
        // A blister of a challenge is rejected whatever was found; its record says what was.
        let number = recorder.expect(record.result.identity)
        if let number { challenge?.note(record.result, challenge: number) }
        guard isWired else { return recorder.record(record) }
        var record = record
        let identity = record.result.identity
        let isAccept = record.result.verdict == .accept
        let filing = desk.register.file(
            cycle: identity.cycle,
            lane: identity.lane,
            isAccept: isAccept,
            isSetApart: number != nil
        )
        switch filing {
        case .timely: recorder.record(record)
        case .late:
            faults.count(.verdictLate)
            record.result.verdict.add(.late)
            recorder.record(record)
        case .doubled:
            faults.count(.verdictDoubled)
            recorder.amend(identity, reason: .doubled)
        case .doubledAfterArrival:
            // The actuation thread reports what could still be done about it.
            faults.count(.verdictDoubled)
        case .closed, .tooFarAhead:
            faults.count(.verdictLate)
            recorder.amend(identity, reason: .unseen)
        }
    }
}

extension Verdict {
    /// The same verdict with one more reason to reject.
    mutating func add(_ reason: RejectReason) {
        self = Verdict(reasons: reasons + [reason])
    }
}
