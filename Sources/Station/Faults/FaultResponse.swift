public import Blister

/// What the station does about a fault: this file is the safety argument.
///
/// Rule: a fault that can let an unjudged blister pass rejects; a fault that makes judging
/// impossible takes READY away; a fault a person must see raises the alarm.
public struct FaultResponse: Sendable, Equatable {
    /// How loud the fault is.
    public enum Notice: Sendable, Equatable {
        /// Counted and logged.
        case logged
        /// As logged, and shown to the operator until it is over.
        case warning
        /// The alarm pin, until acknowledged.
        case alarm
    }

    /// The reason under which the blisters concerned are rejected; nil when none is concerned.
    public let rejectsAs: RejectReason?
    /// Whether READY drops until the fault is over.
    public let dropsReady: Bool
    /// How loud it is.
    public let notice: Notice

    /// The response to `fault`; exhaustive on purpose, without a default.
    public init(to fault: Fault) {
        switch fault {
        case .cameraSilent, .cameraGone:
            self.init(rejectsAs: .unseen, dropsReady: true, notice: .alarm)
        case .cameraRefused:
            self.init(rejectsAs: .unseen, dropsReady: true, notice: .alarm)
        case .rowsLost, .overflow:
            self.init(rejectsAs: .unseen, dropsReady: false, notice: .warning)
        case .notAligned:
            self.init(rejectsAs: .undecided, dropsReady: false, notice: .logged)
        case .verdictLate:
            self.init(rejectsAs: .late, dropsReady: false, notice: .warning)
        case .verdictsLateRepeatedly:
            self.init(rejectsAs: .late, dropsReady: true, notice: .alarm)
        case .verdictDoubled:
            self.init(rejectsAs: .doubled, dropsReady: false, notice: .warning)
        case .pinLost:
            self.init(rejectsAs: .unseen, dropsReady: true, notice: .alarm)
        case .modelRefused:
            // READY never comes: no blister is judged by such a model.
            self.init(rejectsAs: nil, dropsReady: true, notice: .alarm)
        case .networkFailed:
            self.init(rejectsAs: .undecided, dropsReady: false, notice: .warning)
        case .textUnknown:
            // Blisters pass by a text that somebody ordered, or not at all. As with a batch that must be
            // started, READY waits for it without an alarm.
            self.init(rejectsAs: .print, dropsReady: false, notice: .warning)
        case .challengeDue:
            // Nobody has shown that this line rejects what it must. Blisters are judged under their own
            // reasons, filed as challenge blisters, and the register rejects each of them, whatever was
            // found: a kit never reaches a customer. READY waits, without an alarm: a person is at work.
            self.init(rejectsAs: nil, dropsReady: false, notice: .warning)
        case .challengeSoon:
            // What was shown still holds; production may go on until the time is over.
            self.init(rejectsAs: nil, dropsReady: false, notice: .warning)
        case .rejectUnconfirmed:
            self.init(rejectsAs: nil, dropsReady: true, notice: .alarm)
        case .rejectsRepeated:
            self.init(rejectsAs: nil, dropsReady: false, notice: .alarm)
        case .recordLost:
            self.init(rejectsAs: nil, dropsReady: false, notice: .warning)
        case .evidenceDropped:
            self.init(rejectsAs: nil, dropsReady: false, notice: .logged)
        case .newModelRefused:
            // What judges is the model that was live before.
            self.init(rejectsAs: nil, dropsReady: false, notice: .warning)
        case .storeDamaged, .realTimeRefused:
            self.init(rejectsAs: nil, dropsReady: false, notice: .warning)
        }
    }

    private init(rejectsAs: RejectReason?, dropsReady: Bool, notice: Notice) {
        self.rejectsAs = rejectsAs
        self.dropsReady = dropsReady
        self.notice = notice
    }
}
