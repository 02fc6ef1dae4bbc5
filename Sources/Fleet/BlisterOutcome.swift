/// A blister's verdict, as the host gets it.
public struct BlisterOutcome: Sendable, Equatable {
    /// Milliseconds since 1970.
    public var timeMilliseconds: Int64
    /// The batch, empty without one; OPC 40100-1's JobId.
    public var batch: String
    /// The blister's id in the station's own records; OPC 40100-1's PartId.
    public var blister: String
    /// Cycle counted at capture.
    public var cycle: Int
    /// Lane across the web.
    public var lane: Int
    /// Whether it passed.
    public var isAccepted: Bool
    /// Why not; empty when it passed.
    public var reasons: [String]
    /// Whether an earlier verdict on the same blister was overruled; ``reasons`` are those added.
    public var isAmended: Bool
    /// Last row to verdict; OPC 40100-1's ProcessingTimes.
    public var latencyMilliseconds: Double

    /// Makes an outcome.
    public init(
        timeMilliseconds: Int64,
        batch: String,
        blister: String,
        cycle: Int,
        lane: Int,
        isAccepted: Bool,
        reasons: [String],
        latencyMilliseconds: Double,
        isAmended: Bool = false
    ) {
        self.timeMilliseconds = timeMilliseconds
        self.batch = batch
        self.blister = blister
        self.cycle = cycle
        self.lane = lane
        self.isAccepted = isAccepted
        self.reasons = reasons
        self.latencyMilliseconds = latencyMilliseconds
        self.isAmended = isAmended
    }

    var values: [SparkplugValue] {
        [
            .string(batch), .string(blister), .int64(Int64(cycle)), .int32(Int32(clamping: lane)),
            .boolean(isAccepted), .string(reasons.joined(separator: ",")),
            .float(Float(latencyMilliseconds)), .boolean(isAmended),
        ]
    }
}
