/// Eight neighbouring values.
typealias Lanes = SIMD8<Float>

extension Span where Element == Float {
    /// The eight values from `place` on, which must be there: this is not checked.
    @inline(__always)
    @unsafe
    func lanes(at place: Int) -> Lanes {
        unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: place &* 4, as: Lanes.self)
    }

    /// `count` values from `place` on, 1 behind them; neither is checked.
    @inline(__always)
    @unsafe
    func lanes(at place: Int, count: Int) -> Lanes {
        guard count < 8 else { return unsafe lanes(at: place) }
        var result = Lanes.one
        for lane in 0..<count { result[lane] = unsafe self[unchecked: place &+ lane] }
        return result
    }
}

extension MutableSpan where Element == Float {
    /// `count` values from `place` on, 1 behind them; neither is checked.
    @inline(__always)
    @unsafe
    func lanes(at place: Int, count: Int) -> Lanes { unsafe span.lanes(at: place, count: count) }

    /// Puts the first `count` of `lanes` at `place`; not checked.
    @inline(__always)
    @unsafe
    mutating func store(_ lanes: Lanes, at place: Int, count: Int) {
        guard count < 8 else {
            unsafe put(lanes, at: place)
            return
        }
        for lane in 0..<count { unsafe self[unchecked: place &+ lane] = lanes[lane] }
    }
}

extension Span where Element == Int32 {
    /// `count` numbers from `place` on, 0 behind them; neither is checked.
    @inline(__always)
    @unsafe
    func floats(at place: Int, count: Int) -> Lanes {
        guard count < 8 else {
            return unsafe Lanes(
                Float(self[unchecked: place]),
                Float(self[unchecked: place &+ 1]),
                Float(self[unchecked: place &+ 2]),
                Float(self[unchecked: place &+ 3]),
                Float(self[unchecked: place &+ 4]),
                Float(self[unchecked: place &+ 5]),
                Float(self[unchecked: place &+ 6]),
                Float(self[unchecked: place &+ 7])
            )
        }
        var result = Lanes.zero
        for lane in 0..<count { result[lane] = unsafe Float(self[unchecked: place &+ lane]) }
        return result
    }
}

extension MutableSpan where Element: SIMDScalar {
    /// Puts eight values at `place`; not checked.
    @inline(__always)
    @unsafe
    mutating func put(_ values: SIMD8<Element>, at place: Int) {
        unsafe self[unchecked: place] = values[0]
        unsafe self[unchecked: place &+ 1] = values[1]
        unsafe self[unchecked: place &+ 2] = values[2]
        unsafe self[unchecked: place &+ 3] = values[3]
        unsafe self[unchecked: place &+ 4] = values[4]
        unsafe self[unchecked: place &+ 5] = values[5]
        unsafe self[unchecked: place &+ 6] = values[6]
        unsafe self[unchecked: place &+ 7] = values[7]
    }
}

extension SIMD8<Float> {
    /// Fourth roots to a few units in the last place, lane by lane; 0 for values under 1e-20.
    ///
    /// Newton's method on `x^(-1/4)`: products and differences alone, so the same bits on every
    /// machine, where square roots would be drawn one lane after the other.
    @inline(__always)
    var fourthRoots: Lanes {
        let floor = Lanes(repeating: 1e-20)
        let value = atLeast(floor)
        var root = Lanes(
            value[0].roughFourthRoot, value[1].roughFourthRoot, value[2].roughFourthRoot,
            value[3].roughFourthRoot, value[4].roughFourthRoot, value[5].roughFourthRoot,
            value[6].roughFourthRoot, value[7].roughFourthRoot
        )
        for _ in 0..<3 {
            let square = root * root
            root *= 1.25 - 0.25 * (value * square * square)
        }
        return (value * root * (root * root)).replacing(with: 0, where: self .< floor)
    }

    /// The smaller of two values, lane by lane.
    @inline(__always)
    func atMost(_ other: Lanes) -> Lanes { replacing(with: other, where: other .< self) }

    /// The larger of two values, lane by lane.
    @inline(__always)
    func atLeast(_ other: Lanes) -> Lanes { replacing(with: other, where: other .> self) }
}

extension Float {
    /// `self^(-1/4)` to 4 %, for normal numbers over 0: a quarter of the exponent, taken off.
    @inline(__always)
    fileprivate var roughFourthRoot: Float {
        Float(bitPattern: 0x4F58_CAE5 &- bitPattern &>> 2)
    }
}
