/// Means over small square windows of numbers with fractions, cut off at the picture's edges.
public enum BoxMeans {
    /// For every place the mean of `plane` over `2 * radius + 1` places a side.
    ///
    /// Every mean is summed afresh, columns then rows, so that it depends on its window only.
    /// Meant for radius 1 and 2. Any thread.
    public static func means(of plane: [Float], width: Int, radius: Int) -> [Float] {
        let height = plane.count / width
        precondition(width * height == plane.count && radius >= 1)
        var across = [Float](repeating: 0, count: plane.count)
        var result = across
        unsafe plane.withUnsafeBufferPointer { source in
            unsafe across.withUnsafeMutableBufferPointer { target in
                for y in 0..<height {
                    for x in 0..<width {
                        let (first, last) = (max(0, x - radius), min(width - 1, x + radius))
                        var sum: Float = 0
                        for column in first...last { unsafe sum += source[y * width + column] }
                        unsafe target[y * width + x] = sum / Float(last - first + 1)
                    }
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
