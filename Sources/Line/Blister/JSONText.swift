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
    public mutating func object(_ key: StaticString? = nil, _ body: (inout JSONText) -> Void) {
        enclosed(key, open: UInt8(ascii: "{"), close: UInt8(ascii: "}"), body)
    }

    /// Writes one array, as a value or under `key`.
    public mutating func array(_ key: StaticString? = nil, _ body: (inout JSONText) -> Void) {
        enclosed(key, open: UInt8(ascii: "["), close: UInt8(ascii: "]"), body)
    }

    /// Writes text, quoted and escaped.
    public mutating func value(_ text: String, _ key: StaticString? = nil) {
        begin(key)
        quote(text)
    }

    /// Writes text, or `null`.
    public mutating func value(_ text: String?, _ key: StaticString? = nil) {
        guard let text else { return null(key) }
        value(text, key)
    }

    /// Writes a whole number.
    public mutating func value(_ number: Int, _ key: StaticString? = nil) {
        begin(key)
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        digits(number.magnitude)
    }

    /// Writes a number, or `null` when it is not finite.
    public mutating func value(_ number: Double, _ key: StaticString? = nil) {
        guard number.isFinite else { return null(key) }
        begin(key)
        self.number(number)
    }

    /// Writes a number, or `null`.
    public mutating func value(_ number: Double?, _ key: StaticString? = nil) {
        guard let number else { return null(key) }
        value(number, key)
    }

    /// Writes `true` or `false`.
    public mutating func value(_ flag: Bool, _ key: StaticString? = nil) {
        begin(key)
        append(flag ? "true" : "false")
    }

    /// Writes `null`.
    public mutating func null(_ key: StaticString? = nil) {
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
        _ key: StaticString?,
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

    private mutating func begin(_ key: StaticString?) {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
        guard let key else { return }
        bytes.append(UInt8(ascii: "\""))
        append(key)
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func append(_ text: StaticString) {
        bytes.append(contentsOf: text.description.utf8)
    }

    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
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
        bytes.append(UInt8(ascii: "\""))
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
        bytes.append(UInt8(ascii: "."))
        var weight: UInt = 100_000
        while fraction > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(fraction / weight))
            fraction %= weight
            weight /= 10
        }
    }

    private mutating func digits(_ number: UInt) {
        var weight: UInt = 1
        while number / weight >= 10 { weight *= 10 }
        while weight > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(number / weight % 10))
            weight /= 10
        }
    }
}
