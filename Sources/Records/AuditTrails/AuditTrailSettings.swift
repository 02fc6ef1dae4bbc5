/// Where a trail lies, and how often it is signed.
public struct AuditTrailSettings: Sendable, Equatable {
    /// Folder of its files.
    public var folder: String
    /// PEM file of the private key.
    public var keyPath: String
    /// Name of the station, in checkpoints.
    public var station: String
    /// Entries from one checkpoint to the next at most.
    public var checkpointEntryCount: Int
    /// Time that an entry waits for a checkpoint at most.
    public var checkpointSecondsMax: Int
    /// A file that has this many bytes is followed by another.
    public var segmentByteCountMax: Int

    /// Makes settings.
    public init(
        folder: String,
        keyPath: String,
        station: String,
        checkpointEntryCount: Int = 256,
        checkpointSecondsMax: Int = 600,
        segmentByteCountMax: Int = 64 << 20
    ) {
        precondition(checkpointEntryCount > 0 && segmentByteCountMax > 0)
        self.folder = folder
        self.keyPath = keyPath
        self.station = station
        self.checkpointEntryCount = checkpointEntryCount
        self.checkpointSecondsMax = checkpointSecondsMax
        self.segmentByteCountMax = segmentByteCountMax
    }
}

/// How a trail fares; inspection goes on whatever this says.
public struct AuditHealth: Sendable, Equatable {
    /// Why entries are held back; nil while they reach the disk.
    public var fault: String?
    /// Entries that wait for the disk.
    public var heldCount = 0
    /// Entries that could not be held since start; the trail tells of them once it is written again.
    public var lostCount = 0
    /// Entries on disk since start, checkpoints among them.
    public var writtenCount = 0
    /// The latest checkpoint on disk.
    public var checkpoint: AuditCheckpoint?

    /// Makes a healthy state.
    public init() {}
}
