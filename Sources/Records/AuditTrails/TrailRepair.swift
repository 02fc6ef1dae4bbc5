internal import Digests
internal import Linux

/// Sets torn ends aside, so that entries can be added behind whole ones only.
///
/// Every step leaves a folder that the next start finishes: first the torn bytes are kept beside,
/// then they are cut off, and last the trail's next entry tells of them.
enum TrailRepair {
    /// Keeps and cuts off what is torn.
    static func setAside(_ tail: TrailTail, in folder: TrailFolder) throws(AuditError) {
        let next = (tail.last?.sequence ?? 0) + 1
        for torn in tail.torn {
            let place = folder.tornFile(before: next)
            do {
                if !isKept(torn.bytes, in: folder.tornFiles(before: next)) {
                    try AtomicFile.replace(place, with: torn.bytes)
                }
                try GrowingFile(path: torn.path).shorten(to: torn.kept)
            } catch {
                throw .disk(torn.path, error)
            }
        }
    }

    /// What tells of everything that was set aside behind `last`; nil where nothing was.
    static func note(
        behind last: AuditEntry?,
        in folder: TrailFolder
    ) throws(AuditError)
        -> AuditNote?
    {
        var parts: [String] = []
        for path in folder.tornFiles(before: (last?.sequence ?? 0) + 1) {
            do {
                let bytes = try ReadFile.bytes(of: path)
                let digest = SHA256Digest(of: bytes)
                let name = path.split(separator: "/").last ?? ""
                parts.append("file=\(name) bytes=\(bytes.count) sha256=\(digest)")
            } catch {
                throw .disk(path, error)
            }
        }
        guard !parts.isEmpty else { return nil }
        return AuditNote(
            .repair,
            subject: "torn end of the trail",
            before: parts.joined(separator: " "),
            reason: "the last line was not whole: power or process was cut off while it was written"
        )
    }

    private static func isKept(_ bytes: [UInt8], in paths: [String]) -> Bool {
        guard let last = paths.last else { return false }
        return (try? ReadFile.bytes(of: last)) == bytes
    }
}
