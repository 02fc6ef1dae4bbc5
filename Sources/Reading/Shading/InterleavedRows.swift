public import Imaging

/// Rows of a line-scan camera whose lights strobe in turn, taken apart.
public enum InterleavedRows {
    /// One picture per light from `picture`, whose row k was lit by light k mod `lightCount`.
    ///
    /// Light i saw its rows i/N of a row later than light 0; the pictures are moved back by that by
    /// cubic interpolation (Catmull, Rom, 1974), so that they lie on each other. Rows past the last
    /// whole turn are dropped. The picture must have at least 4 turns of rows; traps otherwise.
    public static func separated(_ picture: Plane, lightCount: Int) -> [Plane] {
        let rows = picture.height / lightCount
        precondition(lightCount > 0 && rows >= 4)
        return (0..<lightCount).map { light in
            let shift = Float(light) / Float(lightCount)
            let weights = light == 0 ? SIMD4(0, 0, 1, 0) : SIMD4(cubicWeights(1 - shift))
            // Row y of light 0 lies between rows y - 1 and y of the others.
            return picture.blended(height: rows, weights: weights) { y in
                let turns = SIMD4(y - 2, y - 1, y, y + 1)
                    .clamped(lowerBound: .zero, upperBound: SIMD4(repeating: rows - 1))
                return turns &* lightCount &+ light
            }
        }
    }

    /// Weights of four neighbours for a place `t` of the way from the second to the third.
    static func cubicWeights(_ t: Float) -> [Float] {
        let square = t * t
        let cube = square * t
        return [
            (-cube + 2 * square - t) / 2, (3 * cube - 5 * square + 2) / 2,
            (-3 * cube + 4 * square + t) / 2, (cube - square) / 2,
        ]
    }
}
