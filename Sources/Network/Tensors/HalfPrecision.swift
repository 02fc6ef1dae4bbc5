/// Sixteen-bit floating point as bits, to and from single precision.
public enum HalfPrecision {
    /// The value of IEEE 754 binary16 `bits`; exact.
    public static func widened(_ bits: UInt16) -> Float { Float(Float16(bitPattern: bits)) }

    /// The value of bfloat16 `bits`, the upper half of a single; exact.
    public static func widenedBrain(_ bits: UInt16) -> Float {
        Float(bitPattern: UInt32(bits) << 16)
    }

    /// IEEE 754 binary16 of `value`, to nearest, ties to even; infinite beyond 65 519.
    public static func narrowed(_ value: Float) -> UInt16 { Float16(value).bitPattern }

    /// Bits of bfloat16 of `value`, to nearest, ties to even; no number stays no number.
    public static func narrowedBrain(_ value: Float) -> UInt16 {
        let bits = value.bitPattern
        guard !value.isNaN else { return UInt16(bits >> 16) | 0x40 }
        return UInt16((bits + 0x7fff + (bits >> 16 & 1)) >> 16)
    }
}
