extension AuditEntry {
    /// Reads a line without its line end; nil where it is not laid out as this format has it.
    ///
    /// The hash is not checked.
    public init?(line: some Collection<UInt8>) {
        var reader = EntryReader(Array(line))
        guard reader.skip("{\"sequence\":"), let sequence = reader.number(),
            reader.skip(",\"event\":"), let name = reader.text(),
            let event = AuditEvent(rawValue: name),
            reader.skip(",\"who\":"), let who = reader.text(),
            reader.skip(",\"time\":"), let time = reader.text(),
            reader.skip(",\"synchronised\":"), let isSynchronised = reader.flag(),
            reader.skip(",\"monotonic_ns\":"), let monotonic = reader.number(),
            reader.skip(",\"subject\":"), let subject = reader.optionalText(),
            reader.skip(",\"before\":"), let before = reader.optionalText(),
            reader.skip(",\"after\":"), let after = reader.optionalText(),
            reader.skip(",\"reason\":"), let reason = reader.optionalText(),
            reader.skip(",\"previous\":"), let previous = reader.text(),
            reader.skip(",\"hash\":"), let hash = reader.text(),
            reader.skip("}"), reader.isAtEnd, sequence > 0,
            previous.utf8.count == Self.hashDigitCount, hash.utf8.count == Self.hashDigitCount
        else { return nil }
        self.init(
            sequence: Int(sequence),
            note: AuditNote(
                event,
                who: who,
                subject: subject.value,
                before: before.value,
                after: after.value,
                reason: reason.value
            ),
            time: time,
            isSynchronised: isSynchronised,
            monotonicNanoseconds: monotonic,
            previousHash: previous,
            hash: hash
        )
    }
}

/// Reads the members of one line in their order.
private struct EntryReader {
    private let bytes: [UInt8]
    private var next = 0

    /// A text or null.
    struct OptionalText {
        let value: String?
    }

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { next == bytes.count }

    mutating func skip(_ text: StaticString) -> Bool {
        let wanted = Array("\(text)".utf8)
        guard bytes[next...].starts(with: wanted) else { return false }
        next += wanted.count
        return true
    }

    mutating func number() -> Int64? {
        let end = bytes[next...].firstIndex { !(UInt8(ascii: "0")...57).contains($0) && $0 != 45 }
        let digits = bytes[next..<(end ?? bytes.count)]
        next += digits.count
        return Int64(String(decoding: digits, as: UTF8.self))
    }

    mutating func flag() -> Bool? {
        if skip("true") { return true }
        return skip("false") ? false : nil
    }

    mutating func optionalText() -> OptionalText? {
        if skip("null") { return OptionalText(value: nil) }
        return text().map { OptionalText(value: $0) }
    }

    mutating func text() -> String? {
        guard next < bytes.count, bytes[next] == UInt8(ascii: "\"") else { return nil }
        next += 1
        var decoded: [UInt8] = []
        while next < bytes.count {
            let byte = bytes[next]
            next += 1
            switch byte {
            case UInt8(ascii: "\""): return String(validating: decoded, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let plain = escaped() else { return nil }
                decoded.append(plain)
            default: decoded.append(byte)
            }
        }
        return nil
    }

    private mutating func escaped() -> UInt8? {
        guard next < bytes.count else { return nil }
        let byte = bytes[next]
        next += 1
        switch byte {
        case UInt8(ascii: "b"): return 0x08
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "n"): return 0x0a
        case UInt8(ascii: "f"): return 0x0c
        case UInt8(ascii: "r"): return 0x0d
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): return byte
        case UInt8(ascii: "u"):
            // Only control characters are written this way.
            guard bytes[next...].starts(with: Array("00".utf8)), next + 4 <= bytes.count,
                let digest = AuditBytes.digest(hexadecimal: bytes[next + 2..<next + 4])
            else { return nil }
            next += 4
            return digest[0]
        default: return nil
        }
    }
}
