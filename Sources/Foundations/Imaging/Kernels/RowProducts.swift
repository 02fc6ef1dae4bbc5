extension Plane {
    /// Every row times the square matrix `matrix` (row-major, `width` by `width`).
    ///
    /// Four rows by eight columns are summed at a time, over the rows of `matrix` in order; the same
    /// bits on any processor of a family and for any number of threads. Traps where the matrix does
    /// not fit.
    public func multiplied(byColumns matrix: [Float]) -> Plane {
        precondition(matrix.count == width * width)
        var result = Plane(width: width, height: height, filledWith: 0)
        let (width, height) = (width, height)
        let blocks = (height + 3) / 4
        unsafe result.values.withUnsafeMutableBufferPointer { target in
            nonisolated(unsafe) let target = unsafe target
            RowStrips.each(rows: blocks, width: 4 * width) { strip in
                for block in strip {
                    let row = 4 * block
                    for column in stride(from: 0, to: width, by: 8) {
                        unsafe tile(matrix, row: row, column: column, target)
                    }
                }
            }
        }
        return result
    }

    /// Up to four rows by eight columns of the product.
    @inline(__always)
    private func tile(
        _ matrix: [Float],
        row: Int,
        column: Int,
        _ target: UnsafeMutableBufferPointer<Float>
    ) {
        let source = values.span
        let factors = matrix.span
        let width = width
        let count = min(8, width - column)
        // Rows behind the last are computed from the last, and not kept.
        let rows =
            SIMD4<Int>(row, row &+ 1, row &+ 2, row &+ 3)
            .clamped(lowerBound: .zero, upperBound: SIMD4(repeating: height - 1)) &* width
        var sums = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
        for n in 0..<width {
            let line = unsafe factors.lanes(at: n &* width &+ column, count: count)
            unsafe sums.0 += line * source[unchecked: rows[0] &+ n]
            unsafe sums.1 += line * source[unchecked: rows[1] &+ n]
            unsafe sums.2 += line * source[unchecked: rows[2] &+ n]
            unsafe sums.3 += line * source[unchecked: rows[3] &+ n]
        }
        for lane in 0..<count {
            unsafe target[row &* width &+ column &+ lane] = sums.0[lane]
            if row &+ 1 < height {
                unsafe target[(row &+ 1) &* width &+ column &+ lane] = sums.1[lane]
            }
            if row &+ 2 < height {
                unsafe target[(row &+ 2) &* width &+ column &+ lane] = sums.2[lane]
            }
            if row &+ 3 < height {
                unsafe target[(row &+ 3) &* width &+ column &+ lane] = sums.3[lane]
            }
        }
    }
}
