/// Builds one line of JSON in a byte buffer, the same bytes for the same values on every machine.
///
/// Numbers are written with at most six decimals, trailing zeros cut; magnitudes under 0.001 or
/// from a thousand million on use Swift's shortest exact form; what is not finite becomes `null`.
/// The caller balances objects and arrays; commas are set here. Thread-safe as a value.
public struct JSONText: Sendable {
    private var bytes: [UInt8] = []
    private var needsComma = false

    /// Makes an empty text with room for `byteCount` bytes.
    public init(reserving byteCount: Int = 256) {
        bytes.reserveCapacity(byteCount)
    }

    /// What was written so far.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Writes one object, as a value or under `key`.
    public mutating func object(_ key: String? = nil, _ body: (inout JSONText) -> Void) {
        enclosed(key, open: UInt8(ascii: "{"), close: UInt8(ascii: "}"), body)
    }

    /// Writes one array, as a value or under `key`.
    public mutating func array(_ key: String? = nil, _ body: (inout JSONText) -> Void) {
        enclosed(key, open: UInt8(ascii: "["), close: UInt8(ascii: "]"), body)
    }

    /// Writes text, quoted and escaped.
    public mutating func value(_ text: String, _ key: String? = nil) {
        begin(key)
        quote(text)
    }

    /// Writes text, or `null`.
    public mutating func value(_ text: String?, _ key: String? = nil) {
        guard let text else { return null(key) }
        value(text, key)
    }

    /// Writes a whole number.
    public mutating func value(_ number: Int, _ key: String? = nil) {
        begin(key)
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        digits(number.magnitude)
    }

    /// Writes a number, or `null` when it is not finite.
    public mutating func value(_ number: Double, _ key: String? = nil) {
        guard number.isFinite else { return null(key) }
        begin(key)
        self.number(number)
    }

    /// Writes a number, or `null`.
    public mutating func value(_ number: Double?, _ key: String? = nil) {
        guard let number else { return null(key) }
        value(number, key)
    }

    /// Writes `true` or `false`.
    public mutating func value(_ flag: Bool, _ key: String? = nil) {
        begin(key)
        append(flag ? "true" : "false")
    }

    /// Writes `null`.
    public mutating func null(_ key: String? = nil) {
        begin(key)
        append("null")
    }

    /// Writes one member whose key is data.
    public mutating func member(_ key: String, _ number: Int) {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        quote(key)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
        value(number)
    }

    private mutating func enclosed(
        _ key: String?,
        open: UInt8,
        close: UInt8,
        _ body: (inout JSONText) -> Void
    ) {
        begin(key)
        bytes.append(open)
        needsComma = false
        body(&self)
        bytes.append(close)
        needsComma = true
    }

    private mutating func begin(_ key: String?) {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
        guard let key else { return }
        bytes.append(UInt8(ascii: "\""))
        append(key)
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        defer { bytes.append(UInt8(ascii: "\"")) }
        let isPlain = text.utf8.allSatisfy { byte in
            byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
        }
        guard !isPlain else { return append(text) }
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<0x20:
                bytes.append(contentsOf: "\\u00".utf8)
                bytes.append(hexadecimal(byte >> 4))
                bytes.append(hexadecimal(byte & 15))
            default:
                bytes.append(byte)
            }
        }
    }

    private func hexadecimal(_ nibble: UInt8) -> UInt8 {
        nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
    }

    private mutating func number(_ number: Double) {
        let magnitude = number.magnitude
        guard magnitude == 0 || (magnitude >= 0.001 && magnitude < 1e9) else {
            bytes.append(contentsOf: number.description.utf8)
            return
        }
        let millionths = UInt((magnitude * 1_000_000).rounded())
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        digits(millionths / 1_000_000)
        var fraction = millionths % 1_000_000
        guard fraction > 0 else { return }
        var count = 6
        while fraction % 10 == 0 {
            fraction /= 10
            count -= 1
        }
        bytes.append(UInt8(ascii: "."))
        digits(fraction, atLeast: count)
    }

    private mutating func digits(_ number: UInt, atLeast count: Int = 1) {
        // 2^64 has 20 digits.
        var reversed = InlineArray<20, UInt8>(repeating: UInt8(ascii: "0"))
        var rest = number
        var used = 0
        while rest > 0 {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            reversed[used] = UInt8(ascii: "0") + UInt8(digit)
            rest = quotient
            used += 1
        }
        var index = max(used, count)
        while index > 0 {
            index -= 1
            bytes.append(reversed[index])
        }
    }
}
