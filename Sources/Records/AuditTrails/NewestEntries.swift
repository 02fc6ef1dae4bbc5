internal import Linux

/// Entries of a trail for people to look at, the newest first; nothing is verified.
public enum NewestEntries {
    /// The newest entries before a place.
    ///
    /// Reads the newest files of the trail only as far as needed; lines that are no entries are passed
    /// over. For the control plane.
    ///
    /// - Parameters:
    ///   - folder: Folder of the trail.
    ///   - sequence: Only entries before this one; nil for the newest.
    ///   - count: No more than these.
    /// - Returns: The entries, the newest first; empty where there is no trail.
    public static func read(in folder: String, before sequence: Int?, count: Int) -> [AuditEntry] {
        read(in: folder, count: count) { entry in
            sequence.map { entry.sequence < $0 } ?? true
        }
    }

    /// The newest entries of a kind.
    ///
    /// - Parameters:
    ///   - folder: Folder of the trail.
    ///   - count: No more than these.
    ///   - isEnd: Says of an entry that nothing before it is looked at; it is still taken.
    ///   - isWanted: Whether to take an entry; asked from the newest on.
    /// - Returns: The entries, the newest first; empty where there is no trail.
    public static func read(
        in folder: String,
        count: Int,
        until isEnd: (AuditEntry) -> Bool = { _ in false },
        where isWanted: (AuditEntry) -> Bool
    ) -> [AuditEntry] {
        var found: [AuditEntry] = []
        guard count > 0 else { return [] }
        for path in TrailFolder(path: folder).segments.reversed() {
            guard let bytes = try? ReadFile.bytes(of: path) else { continue }
            var end = bytes.lastIndex(of: AuditBytes.lineEnd)
            while let lineEnd = end {
                let before = bytes[..<lineEnd].lastIndex(of: AuditBytes.lineEnd)
                let start = before.map { $0 + 1 } ?? 0
                if let entry = AuditEntry(line: bytes[start..<lineEnd]) {
                    if isWanted(entry) { found.append(entry) }
                    if found.count == count || isEnd(entry) { return found }
                }
                end = before
            }
        }
        return found
    }
}
