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
        let width = picture.width
        return (0..<lightCount).map { light in
            var result = Plane(width: width, height: rows, filledWith: 0)
            let shift = Float(light) / Float(lightCount)
            let weights = cubicWeights(1 - shift)
            for y in 0..<rows {
                // Row y of light 0 lies between rows y - 1 and y of this light.
                let sources = (-2...1).map { min(max(y + $0, 0), rows - 1) }
                for x in 0..<width {
                    if light == 0 {
                        result[x, y] = picture[x, y * lightCount]
                        continue
                    }
                    var sum: Float = 0
                    for k in 0..<4 {
                        sum += weights[k] * picture[x, sources[k] * lightCount + light]
                    }
                    result[x, y] = sum
                }
            }
            return result
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
