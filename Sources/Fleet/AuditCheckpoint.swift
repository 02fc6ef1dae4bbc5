/// The head of the audit trail at one moment.
public struct AuditCheckpoint: Sendable, Equatable {
    /// Milliseconds since 1970.
    public var timeMilliseconds: Int64
    /// Events in the trail so far.
    public var eventCount: Int64
    /// Digest of the last event, hexadecimal.
    public var head: String
    /// Ed25519 signature over the checkpoint, hexadecimal or Base64, as the trail writes it.
    public var signature: String
    /// The checkpoint as one line, as `blisterctl audit verify --against` reads it.
    public var line: String

    /// Makes a checkpoint.
    public init(
        timeMilliseconds: Int64,
        eventCount: Int64,
        head: String,
        signature: String,
        line: String
    ) {
        self.timeMilliseconds = timeMilliseconds
        self.eventCount = eventCount
        self.head = head
        self.signature = signature
        self.line = line
    }

    var values: [SparkplugValue] {
        [.int64(eventCount), .string(head), .string(signature), .string(line)]
    }
}
