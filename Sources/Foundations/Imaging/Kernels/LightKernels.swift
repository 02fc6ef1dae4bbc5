/// Element-wise arithmetic that turns block sums into light-corrected features.
public enum LightKernels {
    /// Roughness: the square root of the scaled standard deviation of windows.
    ///
    /// - Parameters:
    ///   - sums: window sums of the samples, row-major.
    ///   - squares: window sums of their squares.
    ///   - across: places inside the window per column, times samples per place.
    ///   - down: places inside the window per row.
    ///   - gains: factor on the standard deviation per row.
    /// - Returns: `sqrt(gain * sqrt(max(0, E[x^2] - E[x]^2)))` per place.
    public static func roughness(
        sums: [Int32],
        squares: [Int32],
        across: [Int32],
        down: [Int32],
        gains: [Float]
    ) -> [Float] {
        let width = across.count
        precondition(sums.count == width * down.count && squares.count == sums.count)
        precondition(gains.count == down.count)
        var result = [Float](repeating: 0, count: sums.count)
        unsafe sums.withUnsafeBufferPointer { first in
            unsafe squares.withUnsafeBufferPointer { second in
                unsafe across.withUnsafeBufferPointer { columns in
                    unsafe result.withUnsafeMutableBufferPointer { target in
                        for y in down.indices {
                            let (rows, gain) = (Float(down[y]), gains[y])
                            let start = y * width
                            for x in 0..<width {
                                let share = unsafe 1 / (rows * Float(columns[x]))
                                let sum = unsafe Float(first[start + x])
                                let square = unsafe Float(second[start + x])
                                let variance = max(0, square - sum * sum * share) * share
                                unsafe target[start + x] =
                                    (variance.squareRoot() * gain).squareRoot()
                            }
                        }
                    }
                }
            }
        }
        return result
    }

    /// `min(ceiling, sums * scale * (1 - c + c * c))` with `c = offset of the row + slope * column`.
    public static func levelled(
        _ sums: [Int32],
        width: Int,
        scale: Float,
        offsets: [Float],
        slope: Float,
        ceiling: Float
    ) -> [Float] {
        precondition(sums.count == width * offsets.count)
        var result = [Float](repeating: 0, count: sums.count)
        let source = sums.span
        var target = result.mutableSpan
        let columns = Lanes(0, 1, 2, 3, 4, 5, 6, 7)
        for y in offsets.indices {
            for x in stride(from: 0, to: width, by: 8) {
                let (place, count) = (y &* width &+ x, min(8, width &- x))
                let change = offsets[y] + slope * (columns + Float(x))
                let value = unsafe source.floats(at: place, count: count) * scale
                let lit = value * (1 - change + change * change)
                unsafe target.store(
                    lit.atMost(Lanes(repeating: ceiling)),
                    at: place,
                    count: count
                )
            }
        }
        return result
    }
}
