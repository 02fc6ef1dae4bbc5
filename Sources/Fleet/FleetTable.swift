/// The tables that records go into: one DataSet metric each.
///
/// The first two columns are those of every table: the record's number, by which a host knows what
/// it has already, and when it was made.
enum FleetTable: UInt8, CaseIterable, Sendable {
    case results
    case alarms
    case warnings
    case checkpoints
    case batches

    /// Name of the metric.
    var name: String {
        switch self {
        case .results: "Results/Blisters"
        case .alarms: "Alarms/Events"
        case .warnings: "Warnings/Events"
        case .checkpoints: "Audit/Checkpoints"
        case .batches: "Batches/Ends"
        }
    }

    /// Number of the metric after birth.
    var alias: UInt64 { 1000 + UInt64(rawValue) }

    /// Names and types, in order; see the table in README.md.
    var columns: [(name: String, type: SparkplugType)] { Self.common + ownColumns }

    private static let common: [(name: String, type: SparkplugType)] = [
        ("Record", .uint64), ("CreationTime", .dateTime),
    ]

    private var ownColumns: [(name: String, type: SparkplugType)] {
        switch self {
        case .results:
            [
                ("JobId", .string), ("PartId", .string), ("Cycle", .int64), ("Lane", .int32),
                ("Accepted", .boolean), ("Reasons", .string), ("ProcessingTime", .float),
                ("Amended", .boolean),
            ]
        case .alarms: [("Name", .string), ("Message", .string), ("Active", .boolean)]
        case .warnings:
            [
                ("Name", .string), ("Message", .string), ("Value", .double), ("Limit", .double),
            ]
        case .checkpoints:
            [
                ("EventCount", .int64), ("Head", .string), ("Signature", .string),
                ("Line", .string),
            ]
        case .batches:
            [
                ("JobId", .string), ("ProductId", .string), ("ProdProcessedCount", .int64),
                ("AcceptedCount", .int64), ("ProdDefectiveCount", .int64), ("Reasons", .string),
            ]
        }
    }
}
