/// CRC-32 as of IEEE 802.3 and zlib: finds torn and rotten records, not forged ones.
public enum CyclicCode {
    /// Remainders of every byte, for the reflected polynomial 0xEDB88320.
    private static let remainders: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { value, _ in
            value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1
        }
    }

    /// The code of `bytes`; "123456789" has 0xCBF43926.
    public static func code(of bytes: some Sequence<UInt8>) -> UInt32 {
        unsafe remainders.withUnsafeBufferPointer { remainders in
            var value = ~UInt32(0)
            for byte in bytes {
                value = unsafe value >> 8 ^ remainders[Int(UInt8(truncatingIfNeeded: value) ^ byte)]
            }
            return ~value
        }
    }
}
