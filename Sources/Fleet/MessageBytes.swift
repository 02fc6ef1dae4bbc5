/// Protocol buffer fields written straight into bytes, for the rows of which there are many.
///
/// Twin: the generated messages of SparkplugMessages, which every test holds it against.
struct MessageBytes {
    private(set) var bytes: [UInt8] = []

    mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 128 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 128)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    mutating func field(_ number: UInt64, varint value: UInt64) {
        varint(number << 3)
        varint(value)
    }

    mutating func field(_ number: UInt64, fixed32 value: UInt32) {
        varint(number << 3 | 5)
        for shift in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }

    mutating func field(_ number: UInt64, fixed64 value: UInt64) {
        field64Tag(number)
        for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * shift))) }
    }

    mutating func field(_ number: UInt64, bytes value: some Collection<UInt8>) {
        begin(number, byteCount: value.count)
        bytes.append(contentsOf: value)
    }

    mutating func field(_ number: UInt64, text: String) { field(number, bytes: text.utf8) }

    /// A field of `byteCount` bytes that are added next, by ``add(_:)``.
    mutating func begin(_ number: UInt64, byteCount: Int) {
        varint(number << 3 | 2)
        varint(UInt64(byteCount))
    }

    mutating func add(_ value: some Collection<UInt8>) { bytes.append(contentsOf: value) }

    private mutating func field64Tag(_ number: UInt64) { varint(number << 3 | 1) }

    /// Bytes of `value` as a varint.
    static func varintByteCount(_ value: UInt64) -> Int {
        max(1, (70 - value.leadingZeroBitCount) / 7)
    }

    /// Bytes of a field of `byteCount` bytes, tag and length with it, for numbers below 2048.
    static func fieldByteCount(_ number: UInt64, byteCount: Int) -> Int {
        varintByteCount(number << 3) + varintByteCount(UInt64(byteCount)) + byteCount
    }
}
