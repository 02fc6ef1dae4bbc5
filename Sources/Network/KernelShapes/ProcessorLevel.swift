/// The instructions that kernels may use.
public enum ProcessorLevel: Int, Sendable, CaseIterable, Comparable {
    /// What every processor of the architecture has.
    case baseline
    /// AVX2 and FMA.
    case avx2
    /// AVX-512 (F, BW, CD, DQ, VL).
    case avx512
    /// The same with VNNI: products of 8-bit numbers, summed in fours.
    case avx512vnni

    /// Fewer instructions first.
    public static func < (left: ProcessorLevel, right: ProcessorLevel) -> Bool {
        left.rawValue < right.rawValue
    }
}
