internal import Digests

/// One line of the audit trail.
///
/// A line is one JSON object without blanks, with all members in one order. Its hash is the SHA-256
/// of the same object without the member `hash`. The layout is documented in `README.md`.
public struct AuditEntry: Sendable, Equatable {
    /// The hash that the first entry names as the one before it.
    public static let noHash = String(repeating: "0", count: 64)
    static let hashDigitCount = 64
    /// Bytes from the comma before the member `hash` to the end of the line.
    static let hashMemberByteCount = 75

    /// From 1, without a gap.
    public let sequence: Int
    /// What happened.
    public let note: AuditNote
    /// ISO 8601 with milliseconds and offset.
    public let time: String
    /// Whether the wall clock followed a reference.
    public let isSynchronised: Bool
    /// The clock that never jumps.
    public let monotonicNanoseconds: Int64
    /// Hash of the entry before, 64 digits.
    public let previousHash: String
    /// Its own, 64 digits.
    public let hash: String

    /// The line of `note` behind the entry with `previousHash`, with its line end, and its hash.
    static func line(
        sequence: Int,
        note: AuditNote,
        moment: AuditMoment,
        previousHash: [UInt8]
    ) -> (bytes: [UInt8], hash: [UInt8]) {
        var line: [UInt8] = []
        line.reserveCapacity(512)
        line += "{\"sequence\":\(sequence),\"event\":\"\(note.event.rawValue)\",\"who\":".utf8
        func text(_ text: String?) {
            guard let text else { return line += "null".utf8 }
            AuditBytes.append(text.cut(toBytes: AuditNote.textByteCountMax), to: &line)
        }
        text(note.who)
        line += ",\"time\":\"\(moment.text)\",\"synchronised\":\(moment.isSynchronised)".utf8
        line += ",\"monotonic_ns\":\(moment.monotonicNanoseconds),\"subject\":".utf8
        text(note.subject)
        line += ",\"before\":".utf8
        text(note.before)
        line += ",\"after\":".utf8
        text(note.after)
        line += ",\"reason\":".utf8
        text(note.reason)
        line += ",\"previous\":\"".utf8
        line += previousHash
        line += "\"}".utf8
        let hash = AuditBytes.hexadecimal(SHA256Stream.digest(of: line))
        line.removeLast()
        line += ",\"hash\":\"".utf8
        line += hash
        line += "\"}\n".utf8
        return (line, hash)
    }
}
