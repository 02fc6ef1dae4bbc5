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
        var found: [AuditEntry] = []
        guard count > 0 else { return [] }
        for path in TrailFolder(path: folder).segments.reversed() {
            guard let bytes = try? ReadFile.bytes(of: path) else { continue }
            var end = bytes.lastIndex(of: AuditBytes.lineEnd)
            while let lineEnd = end {
                let before = bytes[..<lineEnd].lastIndex(of: AuditBytes.lineEnd)
                let start = before.map { $0 + 1 } ?? 0
                if let entry = AuditEntry(line: bytes[start..<lineEnd]),
                    sequence.map({ entry.sequence < $0 }) ?? true
                {
                    found.append(entry)
                    if found.count == count { return found }
                }
                end = before
            }
        }
        return found
    }
}
