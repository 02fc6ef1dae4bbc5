/// Eight neighbouring values.
typealias Lanes = SIMD8<Float>

extension Span where Element == Float {
    /// The eight values from `place` on, which must be there: this is not checked.
    @inline(__always)
    @unsafe
    func lanes(at place: Int) -> Lanes {
        unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: place &* 4, as: Lanes.self)
    }
}
