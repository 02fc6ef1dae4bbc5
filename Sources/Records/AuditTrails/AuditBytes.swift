/// Bytes of the file format: text as JSON, digests as hexadecimal digits.
enum AuditBytes {
    static let lineEnd = UInt8(ascii: "\n")
    private static let digits = Array("0123456789abcdef".utf8)

    /// Adds `text` as a JSON string, escaped as `jq -c` does it.
    static func append(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): bytes += "\\\"".utf8
            case UInt8(ascii: "\\"): bytes += "\\\\".utf8
            case 0x08: bytes += "\\b".utf8
            case 0x09: bytes += "\\t".utf8
            case 0x0a: bytes += "\\n".utf8
            case 0x0c: bytes += "\\f".utf8
            case 0x0d: bytes += "\\r".utf8
            case 0..<0x20, 0x7f:
                bytes += "\\u00".utf8
                bytes += [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes `digest` as digits over `text`, which has twice as many bytes.
    static func writeHexadecimal(_ digest: [UInt8], into text: inout [UInt8]) {
        for index in digest.indices {
            text[2 * index] = digits[Int(digest[index] >> 4)]
            text[2 * index + 1] = digits[Int(digest[index] & 15)]
        }
    }

    /// `digest` as lower-case digits.
    static func hexadecimal(_ digest: [UInt8]) -> [UInt8] {
        var text = [UInt8](repeating: 0, count: 2 * digest.count)
        writeHexadecimal(digest, into: &text)
        return text
    }

    /// The digest that lower-case digits stand for; nil where they are none.
    static func digest(hexadecimal text: some Collection<UInt8>) -> [UInt8]? {
        guard text.count % 2 == 0 else { return nil }
        var digest: [UInt8] = []
        var high: UInt8?
        for byte in text {
            guard let value = digits.firstIndex(of: byte).map({ UInt8($0) }) else { return nil }
            if let first = high {
                digest.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return digest
    }
}

extension String {
    /// At most `count` bytes of UTF-8, whole characters, with a mark where something was cut off.
    func cut(toBytes count: Int) -> String {
        guard utf8.count > count else { return self }
        let mark = "…"
        var kept = ""
        var room = count - mark.utf8.count
        for character in self {
            room -= character.utf8.count
            guard room >= 0 else { break }
            kept.append(character)
        }
        return kept + mark
    }
}
