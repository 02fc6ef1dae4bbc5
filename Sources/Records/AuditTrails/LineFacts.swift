internal import Digests

/// What the chain needs of a line, found by place, without decoding it.
struct LineFacts {
    private static let start = Array("{\"sequence\":".utf8)
    private static let event = Array(",\"event\":\"".utf8)
    private static let previous = Array(",\"previous\":\"".utf8)
    private static let hash = Array("\",\"hash\":\"".utf8)
    private static let end = Array("\"}".utf8)
    private static let brace = Array("}".utf8)
    private static let digitCount = AuditEntry.hashDigitCount
    private static let tailByteCount =
        previous.count + hash.count + end.count + 2 * digitCount

    /// Entry.
    let sequence: Int
    /// Where the name of the event begins.
    let eventStart: Int
    /// Where the digits of the hash before begin.
    let previousStart: Int
    /// Where the digits of the own hash begin.
    let hashStart: Int

    /// Finds the members of the line that lies in `range` of `bytes`; nil where it is no entry.
    init?(_ bytes: [UInt8], _ range: Range<Int>) {
        let tail = range.upperBound - Self.tailByteCount
        guard tail > range.lowerBound + Self.start.count,
            Self.holds(Self.start, bytes, range.lowerBound),
            Self.holds(Self.previous, bytes, tail)
        else { return nil }
        previousStart = tail + Self.previous.count
        hashStart = previousStart + Self.digitCount + Self.hash.count
        guard Self.holds(Self.hash, bytes, previousStart + Self.digitCount),
            Self.holds(Self.end, bytes, hashStart + Self.digitCount)
        else { return nil }
        var index = range.lowerBound + Self.start.count
        var value = 0
        var digits = 0
        while index < tail, (48...57).contains(bytes[index]), digits < 18 {
            value = value * 10 + Int(bytes[index] - 48)
            index += 1
            digits += 1
        }
        guard value > 0, index + Self.event.count < tail, Self.holds(Self.event, bytes, index)
        else { return nil }
        sequence = value
        eventStart = index + Self.event.count
    }

    /// Whether the event is `name`.
    func isEvent(_ name: [UInt8], _ bytes: [UInt8]) -> Bool {
        Self.holds(name, bytes, eventStart) && bytes[eventStart + name.count] == 34
    }

    /// Computes the hash of the line in `range` as digits.
    static func computeHash(
        _ bytes: [UInt8],
        _ range: Range<Int>,
        digest: inout [UInt8],
        digits: inout [UInt8]
    ) {
        var stream = SHA256Stream()
        stream.add(bytes, range.lowerBound..<range.upperBound - AuditEntry.hashMemberByteCount)
        stream.add(brace)
        stream.finish(into: &digest)
        AuditBytes.writeHexadecimal(digest, into: &digits)
    }

    /// Whether `text` stands at `start`; it must lie inside.
    static func holds(_ text: [UInt8], _ bytes: [UInt8], _ start: Int) -> Bool {
        for index in text.indices where bytes[start + index] != text[index] { return false }
        return true
    }
}
