/// Means over small square windows of numbers with fractions, cut off at the picture's edges.
public enum BoxMeans {
    /// For every place the mean of `plane` over `2 * radius + 1` places a side.
    ///
    /// Every mean is summed afresh, columns then rows, so that it depends on its window only.
    /// Meant for radius 1 and 2. Any thread.
    public static func means(of plane: [Float], width: Int, radius: Int) -> [Float] {
        let height = plane.count / width
        precondition(width * height == plane.count && radius >= 1)
        let shares = (0..<width).map { x in
            1 / Float(min(width - 1, x + radius) - max(0, x - radius) + 1)
        }
        var across = [Float](repeating: 0, count: plane.count)
        var result = across
        unsafe plane.withUnsafeBufferPointer { source in
            unsafe across.withUnsafeMutableBufferPointer { target in
                for row in stride(from: 0, to: plane.count, by: width) {
                    for shift in -radius...radius {
                        let first = max(0, -shift)
                        let end = min(width, width - shift)
                        guard first < end else { continue }
                        for x in first..<end {
                            unsafe target[row + x] += source[row + x + shift]
                        }
                    }
                    for x in 0..<width { unsafe target[row + x] *= shares[x] }
                }
            }
        }
        unsafe across.withUnsafeBufferPointer { source in
            unsafe result.withUnsafeMutableBufferPointer { target in
                for y in 0..<height {
                    let (first, last) = (max(0, y - radius), min(height - 1, y + radius))
                    let scale = 1 / Float(last - first + 1)
                    for row in first...last {
                        for x in 0..<width {
                            unsafe target[y * width + x] += source[row * width + x]
                        }
                    }
                    for x in 0..<width { unsafe target[y * width + x] *= scale }
                }
            }
        }
        return result
    }
}
