/// Sums over square windows of whole numbers, cut off at the picture's edges.
public enum BoxSums {
    /// For every place the sum of `plane` over the window of `2 * radius + 1` places a side.
    ///
    /// `plane` is row-major, `width` by `height`; window sums must fit `Int32`. Cost does not
    /// depend on `radius`. Any thread.
    public static func sums(
        of plane: [Int32],
        width: Int,
        height: Int,
        radius: Int
    ) -> [Int32] {
        precondition(plane.count == width * height && radius >= 0)
        var across = [Int32](repeating: 0, count: plane.count)
        var result = across
        // Zeros on both sides stand for what lies outside.
        var padded = [Int32](repeating: 0, count: width + 2 * radius + 1)
        for y in 0..<height {
            let start = y * width
            padded.replaceSubrange(
                radius + 1..<radius + 1 + width,
                with: plane[start..<start + width]
            )
            let source = padded.span
            var target = across.mutableSpan
            var sum: Int32 = 0
            for x in 0..<2 * radius + 1 { unsafe sum &+= source[unchecked: x] }
            for x in 0..<width {
                unsafe sum &+= source[unchecked: x &+ 2 &* radius &+ 1] &- source[unchecked: x]
                unsafe target[unchecked: start &+ x] = sum
            }
        }
        var column = [Int32](repeating: 0, count: width)
        unsafe across.withUnsafeBufferPointer { source in
            unsafe result.withUnsafeMutableBufferPointer { target in
                unsafe column.withUnsafeMutableBufferPointer { sum in
                    for y in 0..<min(radius, height) {
                        let entering = y * width
                        for x in 0..<width { unsafe sum[x] &+= source[entering &+ x] }
                    }
                    for y in 0..<height {
                        if y + radius < height {
                            let entering = (y + radius) * width
                            for x in 0..<width { unsafe sum[x] &+= source[entering &+ x] }
                        }
                        if y > radius {
                            let leaving = (y - radius - 1) * width
                            for x in 0..<width { unsafe sum[x] &-= source[leaving &+ x] }
                        }
                        let start = y * width
                        for x in 0..<width { unsafe target[start &+ x] = sum[x] }
                    }
                }
            }
        }
        return result
    }

    /// Places inside the window around every coordinate of a side of `count` places.
    public static func windowCounts(count: Int, radius: Int) -> [Int32] {
        (0..<count).map { Int32(min(count - 1, $0 + radius) - max(0, $0 - radius) + 1) }
    }
}
