extension Plane {
    /// `sign` times these values over `divisor`, which counts as at least `least`, within ±`limit`.
    ///
    /// The slopes of a surface from its normals' components, for example.
    public func quotients(
        over divisor: Plane,
        sign: Float,
        least: Float,
        limit: Float
    ) -> Plane {
        precondition(divisor.width == width && divisor.height == height)
        var result = self
        let width = width
        unsafe result.values.withUnsafeMutableBufferPointer { target in
            nonisolated(unsafe) let target = unsafe target
            RowStrips.each(rows: height, width: width) { rows in
                let below = divisor.values.span
                for i in (rows.lowerBound * width)..<(rows.upperBound * width) {
                    let towards = unsafe max(below[unchecked: i], least)
                    unsafe target[i] = min(max(sign * target[i] / towards, -limit), limit)
                }
            }
        }
        return result
    }

    /// The sum of rows of `self`, `weights[k]` times row `rows[k]` for each row of the result.
    ///
    /// `rows` gives four rows of this plane for each of the result's `height` rows; traps where one
    /// is not there.
    public func blended(height: Int, weights: SIMD4<Float>, rows: (Int) -> SIMD4<Int>) -> Plane {
        var result = Plane(width: width, height: height, filledWith: 0)
        let sources = (0..<height).map { rows($0) }
        let width = width
        precondition(sources.allSatisfy { $0.min() >= 0 && $0.max() < self.height })
        unsafe result.values.withUnsafeMutableBufferPointer { target in
            nonisolated(unsafe) let target = unsafe target
            RowStrips.each(rows: height, width: width) { strip in
                let source = values.span
                for y in strip {
                    let from = sources[y] &* width
                    let (a, b, c, d) = (from[0], from[1], from[2], from[3])
                    for x in 0..<width {
                        unsafe target[y &* width &+ x] =
                            weights[0] * source[unchecked: a &+ x]
                            + weights[1] * source[unchecked: b &+ x]
                            + weights[2] * source[unchecked: c &+ x]
                            + weights[3] * source[unchecked: d &+ x]
                    }
                }
            }
        }
        return result
    }
}
