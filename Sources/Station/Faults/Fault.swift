/// Everything that can go wrong at a station, one case each.
///
/// What is done about each is decided in one place: ``FaultResponse/init(to:)``.
public enum Fault: Int, Sendable, Hashable, CaseIterable {
    /// The camera delivers nothing although the machine cycles.
    case cameraSilent
    /// The camera is unplugged or its driver is gone.
    case cameraGone
    /// The camera refuses its configuration.
    case cameraRefused
    /// Rows were lost between camera and memory.
    case rowsLost
    /// Chunks or blisters came faster than they could be worked on.
    case overflow
    /// A blister could not be aligned to the recipe.
    case notAligned
    /// A verdict came after its time at the reject station.
    case verdictLate
    /// Three verdicts in a row were late.
    case verdictsLateRepeatedly
    /// A second verdict came for one blister.
    case verdictDoubled
    /// A pin cannot be driven or read.
    case pinLost
    /// A rejected blister did not arrive in the reject chute.
    case rejectUnconfirmed
    /// Too many rejects one after another, or too many among the last ones.
    case rejectsRepeated
    /// A record could not be written: disk full, read-only or broken.
    case recordLost
    /// Evidence pictures were dropped to keep inspecting.
    case evidenceDropped
    /// The store was damaged and has been moved aside.
    case storeDamaged
    /// Real-time scheduling or memory locking is not permitted.
    case realTimeRefused
    /// A model, or the kernels under it, does not compute what it must.
    case modelRefused
    /// A network failed on a blister, or gave what is no number.
    case networkFailed
    /// A model that was copied into the library was refused; the one before stays live.
    case newModelRefused
    /// No batch says what must be printed or embossed.
    case textUnknown
    /// The recipe demands a challenge test that was not passed, or not for too long.
    case challengeDue
    /// The challenge test is due again before long.
    case challengeSoon

    /// Words for log, status and panel.
    public var sentence: String {
        switch self {
        case .cameraSilent: "the machine cycles but the camera delivers nothing"
        case .cameraGone: "the camera is gone; check cable and power"
        case .cameraRefused: "the camera refuses its configuration"
        case .rowsLost: "rows were lost between camera and memory"
        case .overflow: "blisters came faster than they could be inspected"
        case .notAligned: "a blister could not be aligned to the recipe"
        case .verdictLate: "a verdict came after its time at the reject station"
        case .verdictsLateRepeatedly: "three verdicts in a row were late"
        case .verdictDoubled: "one blister got two verdicts"
        case .pinLost: "a pin cannot be driven or read"
        case .rejectUnconfirmed: "a rejected blister did not arrive in the chute"
        case .rejectsRepeated: "too many rejects in a row"
        case .recordLost: "records cannot be written; check the disk"
        case .evidenceDropped: "evidence pictures were dropped"
        case .storeDamaged: "the store was damaged and has been moved aside"
        case .modelRefused: "there is no sound model to judge by; see the log"
        case .networkFailed: "a network gave no answer about a blister; check memory, and the model"
        case .textUnknown:
            "no batch says what must be printed, every blister is rejected; "
                + "start one with blisterctl batch start"
        case .challengeDue:
            "the challenge test is due, every blister is rejected until it is passed; "
                + "run the kit with blisterctl challenge start"
        case .challengeSoon:
            "the challenge test is due again soon, then every blister is rejected; plan the kit"
        case .newModelRefused: "a new model was refused, the old one stays; see models/rejected"
        case .realTimeRefused: "real-time scheduling is not permitted; see systemd unit"
        }
    }
}
