/// What examining a trail came to.
public struct AuditReport: Sendable, Equatable {
    /// Findings that are listed at most; more are only counted.
    public static let findingCountMax = 100

    /// What is wrong, in the order of the trail; empty where nothing is.
    public internal(set) var findings: [AuditFinding] = []
    /// Findings beyond those that are listed.
    public internal(set) var furtherFindingCount = 0
    /// What is not wrong, but good to know.
    public internal(set) var notes: [String] = []
    /// Lines that were read.
    public internal(set) var lineCount = 0
    /// First entry; 0 where there is none.
    public internal(set) var firstSequence = 0
    /// Last entry; 0 where there is none.
    public internal(set) var lastSequence = 0
    /// Hash of the last entry; empty where there is none.
    public internal(set) var head = ""
    /// Checkpoints of the trail that were signed with the key and fit.
    public internal(set) var checkpointCount = 0
    /// Checkpoints from off the box that fit.
    public internal(set) var knownCheckpointCount = 0
    /// The latest Merkle root of each batch, by its number.
    public internal(set) var batchRoots: [Int: BatchRoot] = [:]
    /// Stations named by checkpoints.
    public internal(set) var stations: Set<String> = []

    /// Whether nothing is wrong.
    public var isGood: Bool { findings.isEmpty }

    /// Adds something that is worth knowing and no finding.
    public mutating func note(_ sentence: String) { notes.append(sentence) }

    /// Takes a finding, or counts it.
    public mutating func add(_ finding: AuditFinding) {
        guard findings.count < Self.findingCountMax else {
            furtherFindingCount += 1
            return
        }
        findings.append(finding)
    }
}
