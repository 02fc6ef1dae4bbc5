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
        unsafe source.withUnsafeBufferPointer { input in
            unsafe target.withUnsafeMutableBufferPointer { output in
                unsafe dark.withUnsafeBufferPointer { darks in
                    unsafe gain.withUnsafeBufferPointer { gains in
                        for start in stride(from: 0, to: byteCount, by: rowCount) {
                            for i in 0..<rowCount {
                                let raw = unsafe input[start &+ i]
                                unsafe output[start &+ i] =
                                    unsafe anchored(raw, darks[i], gains[i])
                            }
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

    /// ``corrected(_:_:_:)`` in operations that the compiler makes vectors of on any processor.
    @inline(__always)
    private static func anchored(_ raw: UInt8, _ dark: Float, _ gain: Float) -> UInt8 {
        let value = (Float(Int32(raw)) - dark) * gain
        let positive = value > 0 ? value : 0
        let kept = positive < 255 ? positive : 255
        // 2^23 plus a small number holds that number, rounded to even, in its lowest bits.
        return UInt8(truncatingIfNeeded: (kept + 8_388_608).bitPattern)
    }
}
