/// Why the alarm pin is active.
public enum Alarm: UInt8, Sendable, CaseIterable {
    /// Too many rejects one after the other in one lane.
    case consecutiveRejects
    /// Too many rejects among the last blisters.
    case rejectRate
    /// A rejected blister did not arrive in the reject chute.
    case unconfirmedReject
    /// Too many blisters one after the other without a timely verdict.
    case consecutiveLate
    /// The camera is gone or delivers nothing.
    case cameraLost
}

/// Latches alarms until somebody acknowledges them.
struct AlarmBoard: Sendable {
    private let rules: AlarmRules
    private var latched: UInt8 = 0
    private var rejectsInRow: InlineArray<8, Int> = InlineArray(repeating: 0)
    private var lateInRow: InlineArray<8, Int> = InlineArray(repeating: 0)
    private var recent: InlineArray<1024, Bool> = InlineArray(repeating: false)
    private var recentEnd = 0
    private var recentRejects = 0

    init(rules: AlarmRules) {
        self.rules = rules
    }

    var isActive: Bool { latched != 0 }

    func isLatched(_ alarm: Alarm) -> Bool { latched & (1 << alarm.rawValue) != 0 }

    /// Latches `alarm`; true when it was not latched before.
    mutating func latch(_ alarm: Alarm) -> Bool {
        defer { latched |= 1 << alarm.rawValue }
        return !isLatched(alarm)
    }

    /// Clears every alarm and starts counting anew.
    mutating func acknowledge() {
        latched = 0
        rejectsInRow = InlineArray(repeating: 0)
        lateInRow = InlineArray(repeating: 0)
        recent = InlineArray(repeating: false)
        recentRejects = 0
    }

    /// Counts one blister; the rules it broke, each at most once until acknowledged.
    mutating func count(lane: Int, isReject: Bool, isLate: Bool) -> InlineArray<3, Alarm?> {
        var raised: InlineArray<3, Alarm?> = [nil, nil, nil]
        rejectsInRow[lane] = isReject ? rejectsInRow[lane] + 1 : 0
        lateInRow[lane] = isLate ? lateInRow[lane] + 1 : 0
        let slot = recentEnd % rules.windowBlisters
        if recent[slot] { recentRejects -= 1 }
        recent[slot] = isReject
        if isReject { recentRejects += 1 }
        recentEnd += 1
        if let limit = rules.consecutiveRejects, rejectsInRow[lane] >= limit,
            latch(.consecutiveRejects)
        {
            raised[0] = .consecutiveRejects
        }
        if let limit = rules.windowRejects, recentRejects >= limit, latch(.rejectRate) {
            raised[1] = .rejectRate
        }
        if let limit = rules.consecutiveLate, lateInRow[lane] >= limit, latch(.consecutiveLate) {
            raised[2] = .consecutiveLate
        }
        return raised
    }
}
