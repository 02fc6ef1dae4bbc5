/// Something that must reach the host: kept on disk until the broker has it.
public enum FleetRecord: Sendable, Equatable {
    /// A blister's verdict.
    case result(BlisterOutcome)
    /// An alarm that came or went.
    case alarm(AlarmEvent)
    /// A trend that is predicted to cross its limit.
    case warning(EarlyWarning)
    /// The head of the audit trail, which must leave the box.
    case checkpoint(AuditCheckpoint)
    /// The counts of a batch at its end.
    case batchEnd(BatchCounts)

    var table: FleetTable {
        switch self {
        case .result: .results
        case .alarm: .alarms
        case .warning: .warnings
        case .checkpoint: .checkpoints
        case .batchEnd: .batches
        }
    }

    /// A row of its table; `number` is the record's.
    func row(number: Int64) -> [SparkplugValue] {
        switch self {
        case .result(let result): Self.row(number, result.timeMilliseconds, result.values)
        case .alarm(let event): Self.row(number, event.timeMilliseconds, event.values)
        case .warning(let event): Self.row(number, event.timeMilliseconds, event.values)
        case .checkpoint(let event): Self.row(number, event.timeMilliseconds, event.values)
        case .batchEnd(let counts): Self.row(number, counts.timeMilliseconds, counts.values)
        }
    }

    private static func row(
        _ number: Int64,
        _ timeMilliseconds: Int64,
        _ values: [SparkplugValue]
    ) -> [SparkplugValue] {
        [.uint64(UInt64(clamping: number)), .dateTime(timeMilliseconds)] + values
    }
}
