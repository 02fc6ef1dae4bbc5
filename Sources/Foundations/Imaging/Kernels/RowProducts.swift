extension Plane {
    /// Every row times the square matrix `matrix` (row-major, `width` by `width`).
    ///
    /// Sums run over the rows of `matrix` in order; the same bits on any processor of a family.
    public func multiplied(byColumns matrix: [Float]) -> Plane {
        precondition(matrix.count == width * width)
        var result = Plane(width: width, height: height, filledWith: 0)
        let width = width
        unsafe result.values.withUnsafeMutableBufferPointer { target in
            unsafe matrix.withUnsafeBufferPointer { matrix in
                unsafe values.withUnsafeBufferPointer { source in
                    for y in 0..<height {
                        let row = y &* width
                        for n in 0..<width {
                            let factor = unsafe source[row &+ n]
                            let line = n &* width
                            for k in 0..<width {
                                unsafe target[row &+ k] += factor * matrix[line &+ k]
                            }
                        }
                    }
                }
            }
        }
        return result
    }
}
