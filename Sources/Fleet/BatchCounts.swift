/// The counts of a batch at its end.
public struct BatchCounts: Sendable, Equatable {
    /// Milliseconds since 1970.
    public var timeMilliseconds: Int64
    /// The batch.
    public var batch: String
    /// The recipe's product.
    public var product: String
    /// Every blister of the batch.
    public var processedCount: Int64
    /// Those that passed.
    public var acceptedCount: Int64
    /// Rejected ones by reason, each blister under one.
    public var rejectedCounts: [String: Int64]

    /// Makes counts.
    public init(
        timeMilliseconds: Int64,
        batch: String,
        product: String,
        processedCount: Int64,
        acceptedCount: Int64,
        rejectedCounts: [String: Int64]
    ) {
        self.timeMilliseconds = timeMilliseconds
        self.batch = batch
        self.product = product
        self.processedCount = processedCount
        self.acceptedCount = acceptedCount
        self.rejectedCounts = rejectedCounts
    }

    var values: [SparkplugValue] {
        let reasons = rejectedCounts.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return [
            .string(batch), .string(product), .int64(processedCount), .int64(acceptedCount),
            .int64(rejectedCounts.values.reduce(0, +)), .string(reasons.joined(separator: ",")),
        ]
    }
}
