/// An alarm that came or went.
public struct AlarmEvent: Sendable, Equatable {
    /// Milliseconds since 1970.
    public var timeMilliseconds: Int64
    /// The fault's or alarm's short name.
    public var name: String
    /// One sentence with the cure.
    public var message: String
    /// Whether it came; false when it went.
    public var isActive: Bool

    /// Makes an event.
    public init(timeMilliseconds: Int64, name: String, message: String, isActive: Bool) {
        self.timeMilliseconds = timeMilliseconds
        self.name = name
        self.message = message
        self.isActive = isActive
    }

    var values: [SparkplugValue] { [.string(name), .string(message), .boolean(isActive)] }
}
