/// What a station says of itself now; sent when it changes, and whole at every birth.
public struct FleetState: Sendable, Equatable {
    /// State of the machine by PackML.
    public var machine = PackMLState.idle
    /// Mode of the machine by PackML.
    public var mode = PackMLMode.production
    /// State of the inspection by OPC 40100-1.
    public var vision = VisionState.preoperational
    /// Blisters a minute.
    public var speedPerMinute = 0.0
    /// Blisters of the batch so far.
    public var processedCount: Int64 = 0
    /// Rejected ones of the batch so far.
    public var defectiveCount: Int64 = 0
    /// Rejected ones of the batch by reason; reasons that the birth did not name are not sent.
    public var rejectedCounts: [String: Int64] = [:]
    /// Number of the fault that stopped the line; 0 for none.
    public var stopReasonNumber: Int32 = 0
    /// That fault in one sentence; empty for none.
    public var stopReason = ""
    /// Recipe in force and the first digits of its digest.
    public var recipe = ""
    /// Product of the recipe.
    public var product = ""
    /// The batch; empty without one.
    public var batch = ""
    /// Short names of the alarms that stand.
    public var activeAlarms: [String] = []

    /// Makes the state of a station that has just been switched on.
    public init() {}
}
