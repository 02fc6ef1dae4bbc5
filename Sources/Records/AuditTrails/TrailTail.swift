internal import Digests
internal import Linux

/// Where a trail ends: the last whole entry, and what lies torn behind it.
struct TrailTail {
    /// The last entry whose hash holds; nil in an empty trail.
    var last: AuditEntry?
    /// File that it ends in, or that is there for the next one; nil in an empty folder.
    var segment: String?
    /// Bytes of that file up to the end of the last whole entry.
    var byteCount = 0
    /// What lies behind it in the files, oldest first: path, and the bytes to keep in it.
    var torn: [(path: String, kept: Int, bytes: [UInt8])] = []

    /// Looks at the end of the trail in `folder`; changes nothing.
    init(of folder: TrailFolder) throws(SystemError) {
        segment = folder.segments.last
        for path in folder.segments.reversed() {
            let bytes = try ReadFile.bytes(of: path)
            let end = Self.end(of: bytes)
            if end.byteCount < bytes.count {
                torn.insert((path, end.byteCount, Array(bytes[end.byteCount...])), at: 0)
            }
            guard let entry = end.entry else { continue }
            last = entry
            segment = path
            byteCount = end.byteCount
            return
        }
    }

    /// The last line of `bytes` whose hash holds, and where it ends.
    private static func end(of bytes: [UInt8]) -> (entry: AuditEntry?, byteCount: Int) {
        var end = bytes.lastIndex(of: AuditBytes.lineEnd)
        while let lineEnd = end {
            let start = bytes[..<lineEnd].lastIndex(of: AuditBytes.lineEnd).map { $0 + 1 } ?? 0
            if let entry = AuditEntry(line: bytes[start..<lineEnd]), entry.isSound(in: bytes, start)
            {
                return (entry, lineEnd + 1)
            }
            end = start > 0 ? start - 1 : nil
        }
        return (nil, 0)
    }
}

extension AuditEntry {
    /// Whether the hash holds of the line at `start` that this entry was read from.
    fileprivate func isSound(in bytes: [UInt8], _ start: Int) -> Bool {
        let lineEnd = bytes[start...].firstIndex(of: AuditBytes.lineEnd) ?? bytes.count
        var stream = SHA256Stream()
        stream.add(bytes, start..<max(start, lineEnd - Self.hashMemberByteCount))
        stream.add([UInt8(ascii: "}")])
        return AuditBytes.hexadecimal(stream.finish()) == Array(hash.utf8)
    }
}
