/// Subtracts a dark value and multiplies by a gain, sample by sample along a row.
public enum ColumnCorrection {
    /// `target[i] = (source[i] - dark[i % n]) * gain[i % n]`, rounded to even, kept in 0...255.
    ///
    /// Single precision throughout; the same bits on every machine. Twin:
    /// ``applySlowly(_:dark:gain:)``.
    ///
    /// - Parameters:
    ///   - source: whole rows of `dark.count` samples.
    ///   - byteCount: samples of `source` that are corrected, whole rows.
    ///   - dark: grey levels per sample of one row.
    ///   - gain: per sample of one row, same count.
    ///   - target: at least `byteCount` long; the rest is left as it is.
    public static func apply(
        _ source: [UInt8],
        byteCount: Int,
        dark: [Float],
        gain: [Float],
        into target: inout [UInt8]
    ) {
        let rowCount = dark.count
        precondition(rowCount > 0 && gain.count == rowCount && byteCount % rowCount == 0)
        precondition(byteCount <= source.count && byteCount <= target.count)
        unsafe source.withUnsafeBytes { input in
            unsafe target.withUnsafeMutableBytes { output in
                unsafe dark.withUnsafeBytes { darks in
                    unsafe gain.withUnsafeBytes { gains in
                        var start = 0
                        while start < byteCount {
                            var i = 0
                            while i + 16 <= rowCount {
                                let raw = unsafe input.loadUnaligned(
                                    fromByteOffset: start + i,
                                    as: SIMD16<UInt8>.self
                                )
                                let offset = unsafe darks.loadUnaligned(
                                    fromByteOffset: i * 4,
                                    as: SIMD16<Float>.self
                                )
                                let factor = unsafe gains.loadUnaligned(
                                    fromByteOffset: i * 4,
                                    as: SIMD16<Float>.self
                                )
                                unsafe output.storeBytes(
                                    of: corrected(raw, offset, factor),
                                    toByteOffset: start + i,
                                    as: SIMD16<UInt8>.self
                                )
                                i += 16
                            }
                            while i < rowCount {
                                let value = unsafe corrected(input[start + i], dark[i], gain[i])
                                unsafe output[start + i] = value
                                i += 1
                            }
                            start += rowCount
                        }
                    }
                }
            }
        }
    }

    /// The same as ``apply(_:byteCount:dark:gain:into:)``, one sample at a time.
    public static func applySlowly(_ source: [UInt8], dark: [Float], gain: [Float]) -> [UInt8] {
        source.indices.map { corrected(source[$0], dark[$0 % dark.count], gain[$0 % dark.count]) }
    }

    private static func corrected(_ raw: UInt8, _ dark: Float, _ gain: Float) -> UInt8 {
        let value = (Float(raw) - dark) * gain
        return UInt8(min(max(value, 0), 255).rounded(.toNearestOrEven))
    }

    @inline(__always)
    private static func corrected(
        _ raw: SIMD16<UInt8>,
        _ dark: SIMD16<Float>,
        _ gain: SIMD16<Float>
    ) -> SIMD16<UInt8> {
        // 2^23 plus a small whole number holds that number in its lowest bits, both ways.
        let anchor = SIMD16<Float>(repeating: 8_388_608)
        let bits = SIMD16<UInt32>(truncatingIfNeeded: raw) | SIMD16(repeating: 0x4B00_0000)
        let value = (unsafe unsafeBitCast(bits, to: SIMD16<Float>.self) - anchor - dark) * gain
        let kept = value.clamped(
            lowerBound: SIMD16(repeating: 0),
            upperBound: SIMD16(repeating: 255)
        )
        let rounded = unsafe unsafeBitCast(kept + anchor, to: SIMD16<UInt32>.self)
        return SIMD16<UInt8>(truncatingIfNeeded: rounded)
    }
}
