/// One field of a file of protocol buffers, told without knowing its messages.
///
/// Encoding: <https://protobuf.dev/programming-guides/encoding/>.
struct WireField {
    /// What a field holds.
    enum Value {
        case number(UInt64)
        /// Four or eight bytes.
        case fixed([UInt8])
        /// Text, bytes or packed numbers.
        case bytes([UInt8])
        /// What reads as a message.
        case message([WireField])
    }

    var number: UInt64
    var value: Value

    /// The fields of a message; nil where `bytes` are none.
    static func fields(_ bytes: ArraySlice<UInt8>) -> [WireField]? {
        var fields: [WireField] = []
        var rest = bytes
        while !rest.isEmpty {
            guard let tag = varint(&rest), tag >> 3 > 0, tag >> 3 < 1 << 29 else { return nil }
            switch tag & 7 {
            case 0:
                guard let value = varint(&rest) else { return nil }
                fields.append(WireField(number: tag >> 3, value: .number(value)))
            case 1, 5:
                let length = tag & 7 == 1 ? 8 : 4
                guard rest.count >= length else { return nil }
                let value = Array(rest.prefix(length))
                fields.append(WireField(number: tag >> 3, value: .fixed(value)))
                rest = rest.dropFirst(length)
            case 2:
                guard let length = varint(&rest), length <= rest.count else { return nil }
                let body = rest.prefix(Int(length))
                let inner = body.isEmpty ? nil : Self.fields(body)
                let value = inner.map { Value.message($0) } ?? .bytes(Array(body))
                fields.append(WireField(number: tag >> 3, value: value))
                rest = rest.dropFirst(Int(length))
            default: return nil
            }
        }
        return fields
    }

    /// The message with `fields`.
    static func bytes(_ fields: [WireField]) -> [UInt8] {
        var bytes: [UInt8] = []
        for field in fields {
            switch field.value {
            case .number(let value):
                append(field.number << 3, to: &bytes)
                append(value, to: &bytes)
            case .fixed(let value):
                append(field.number << 3 | (value.count == 8 ? 1 : 5), to: &bytes)
                bytes += value
            case .bytes(let value):
                append(field.number << 3 | 2, to: &bytes)
                append(UInt64(value.count), to: &bytes)
                bytes += value
            case .message(let inner):
                let value = Self.bytes(inner)
                append(field.number << 3 | 2, to: &bytes)
                append(UInt64(value.count), to: &bytes)
                bytes += value
            }
        }
        return bytes
    }

    private static func varint(_ rest: inout ArraySlice<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        for shift in stride(from: 0, to: 70, by: 7) {
            guard let byte = rest.popFirst() else { return nil }
            value |= UInt64(byte & 0x7f) << UInt64(shift)
            if byte < 0x80 { return value }
        }
        return nil
    }

    private static func append(_ value: UInt64, to bytes: inout [UInt8]) {
        var value = value
        while value >= 0x80 {
            bytes.append(UInt8(value & 0x7f) | 0x80)
            value >>= 7
        }
        bytes.append(UInt8(value))
    }
}
