/// A trend that is predicted to cross its limit.
public struct EarlyWarning: Sendable, Equatable {
    /// Milliseconds since 1970.
    public var timeMilliseconds: Int64
    /// Feature and rule, for example `pocket 3 area: Nelson 3`.
    public var name: String
    /// One sentence with estimate and interval.
    public var message: String
    /// What was measured last.
    public var value: Double
    /// The limit that it moves to.
    public var limit: Double

    /// Makes a warning.
    public init(
        timeMilliseconds: Int64,
        name: String,
        message: String,
        value: Double,
        limit: Double
    ) {
        self.timeMilliseconds = timeMilliseconds
        self.name = name
        self.message = message
        self.value = value
        self.limit = limit
    }

    var values: [SparkplugValue] {
        [.string(name), .string(message), .double(value), .double(limit)]
    }
}
