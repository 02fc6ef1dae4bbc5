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
                let inner = min(radius, width)..<max(min(radius, width), width - radius)
                let count = Float(2 * radius + 1)
                for start in stride(from: 0, to: plane.count, by: width) {
                    // Whole windows column by column: the same order of additions in every place,
                    // and places beside each other can be added at once.
                    for offset in -radius...radius {
                        let from = start + offset
                        for x in inner { unsafe target[start &+ x] += source[from &+ x] }
                    }
                    for x in inner { unsafe target[start &+ x] /= count }
                    for side in [0..<inner.lowerBound, inner.upperBound..<width] {
                        for x in side {
                            let (first, last) = (max(0, x - radius), min(width - 1, x + radius))
                            var sum: Float = 0
                            for column in first...last { unsafe sum += source[start + column] }
                            unsafe target[start + x] = sum / Float(last - first + 1)
                        }
                    }
                }
            }
        }
        unsafe across.withUnsafeBufferPointer { source in
            unsafe result.withUnsafeMutableBufferPointer { target in
                for y in 0..<height {
                    let (first, last) = (max(0, y - radius), min(height - 1, y + radius))
                    let scale = 1 / Float(last - first + 1)
                    let start = y * width
                    for row in first...last {
                        let from = row * width
                        for x in 0..<width {
                            unsafe target[start &+ x] += source[from &+ x]
                        }
                    }
                    for x in 0..<width { unsafe target[start &+ x] *= scale }
                }
            }
        }
        return result
    }
}
