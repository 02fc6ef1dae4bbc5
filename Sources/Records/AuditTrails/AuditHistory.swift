internal import Linux

/// What a trail said last of some events; read when a station starts.
public struct AuditHistory: Sendable {
    /// The latest entry of each event that was asked for.
    public private(set) var latest: [AuditEvent: AuditEntry] = [:]
    /// The latest root of each batch in the files that were read.
    public private(set) var batchRoots: [Int: BatchRoot] = [:]
    /// Whether the trail has a start without a stop behind it.
    public private(set) var wasCutOff = false

    /// Reads the trail in `folder`, newest file first, until each of `events` was met; hashes are not
    /// checked.
    ///
    /// - Parameters:
    ///   - events: What is asked for.
    ///   - others: What is taken where it lies on the way.
    ///   - folder: Folder of the trail.
    /// - Throws: ``AuditError`` where a file cannot be read.
    public init(
        of events: Set<AuditEvent>,
        others: Set<AuditEvent> = [],
        in folder: String
    ) throws(AuditError) {
        let wanted = events.union([.start])
        let names = wanted.union(others).union([.stop]).map { ($0, Array($0.rawValue.utf8)) }
        for path in TrailFolder(path: folder).segments.reversed() {
            let (entries, roots) = try Self.read(path, names)
            latest.merge(entries) { newer, _ in newer }
            batchRoots.merge(roots) { newer, _ in newer }
            if wanted.isSubset(of: latest.keys) { break }
        }
        if let start = latest[.start]?.sequence {
            wasCutOff = (latest[.stop]?.sequence ?? 0) < start
        }
    }

    private static func read(
        _ path: String,
        _ names: [(AuditEvent, [UInt8])]
    ) throws(AuditError) -> ([AuditEvent: AuditEntry], [Int: BatchRoot]) {
        var entries: [AuditEvent: AuditEntry] = [:]
        var roots: [Int: BatchRoot] = [:]
        var lines = try TrailLines(path: path)
        while let line = try lines.next() {
            guard line.isWhole, let facts = LineFacts(lines.buffer, line.range),
                let event = names.first(where: { facts.isEvent($0.1, lines.buffer) })?.0,
                let entry = AuditEntry(line: lines.buffer[line.range])
            else { continue }
            entries[event] = entry
            if let root = BatchRoot(entry.note) { roots[root.batch] = root }
        }
        return (entries, roots)
    }
}
