/// Roughness of a picture's texture over small square windows, out of its block sums.
public enum RoughnessKernel {
    /// Roughness per place: the square root of the scaled standard deviation of its window.
    ///
    /// `sqrt(gain * sqrt(max(0, E[x^2] - E[x]^2)))` over `2 * radius + 1` places a side, cut off at
    /// the picture's edges. Window sums are whole numbers that fit `Int32`. Twin: ``BoxSums`` and
    /// ``LightKernels/roughness(sums:squares:across:down:gains:)``, to the last digit. Any thread.
    ///
    /// - Parameters:
    ///   - sums: luminance and its squares, and how many samples make a place.
    ///   - radius: places on either side of the window's middle.
    ///   - gains: factor on the standard deviation per row.
    /// - Returns: roughness in the square root of grey levels, row-major.
    public static func roughness(of sums: BlockSums, radius: Int, gains: [Float]) -> [Float] {
        let (width, height) = (sums.width, sums.height)
        precondition(gains.count == height && radius >= 0)
        let samples = Int32(sums.factor * sums.factor)
        let across = BoxSums.windowCounts(count: width, radius: radius).map { Float($0 * samples) }
        let down = BoxSums.windowCounts(count: height, radius: radius)
        var shares = [Float](repeating: 0, count: width)
        var sharedRows: Int32 = 0
        // A margin of zeros on both sides stands for what lies outside.
        var columns = [Int32](repeating: 0, count: width + 2 * radius)
        var squaredColumns = columns
        var windows = [Int32](repeating: 0, count: width)
        var squaredWindows = windows
        var result = [Float](repeating: 0, count: width * height)
        for row in 0..<min(radius, height) {
            add(sums.luminance, row: row, to: &columns, width, radius)
            add(sums.squares, row: row, to: &squaredColumns, width, radius)
        }
        for row in 0..<height {
            if row + radius < height {
                add(sums.luminance, row: row + radius, to: &columns, width, radius)
                add(sums.squares, row: row + radius, to: &squaredColumns, width, radius)
            }
            if row > radius {
                subtract(sums.luminance, row: row - radius - 1, from: &columns, width, radius)
                subtract(sums.squares, row: row - radius - 1, from: &squaredColumns, width, radius)
            }
            gather(columns, into: &windows, radius)
            gather(squaredColumns, into: &squaredWindows, radius)
            if down[row] != sharedRows {
                sharedRows = down[row]
                for x in 0..<width { shares[x] = 1 / (Float(sharedRows) * across[x]) }
            }
            measure(windows, squaredWindows, shares, gain: gains[row], into: &result, row * width)
        }
        return result
    }

    private static func add(
        _ plane: [Int32],
        row: Int,
        to columns: inout [Int32],
        _ width: Int,
        _ radius: Int
    ) {
        precondition(columns.count == width + 2 * radius && plane.count >= (row + 1) * width)
        let source = plane.span
        var target = columns.mutableSpan
        let start = row * width
        for x in 0..<width {
            unsafe target[unchecked: x &+ radius] &+= source[unchecked: start &+ x]
        }
    }

    private static func subtract(
        _ plane: [Int32],
        row: Int,
        from columns: inout [Int32],
        _ width: Int,
        _ radius: Int
    ) {
        precondition(columns.count == width + 2 * radius && plane.count >= (row + 1) * width)
        let source = plane.span
        var target = columns.mutableSpan
        let start = row * width
        for x in 0..<width {
            unsafe target[unchecked: x &+ radius] &-= source[unchecked: start &+ x]
        }
    }

    private static func gather(_ columns: [Int32], into windows: inout [Int32], _ radius: Int) {
        let width = windows.count
        precondition(columns.count == width + 2 * radius)
        let source = columns.span
        var target = windows.mutableSpan
        for x in stride(from: 0, to: width & ~7, by: 8) {
            var sum = SIMD8<Int32>.zero
            for offset in 0...2 * radius {
                sum &+= unsafe source.bytes.unsafeLoadUnaligned(
                    fromUncheckedByteOffset: (x &+ offset) &* 4,
                    as: SIMD8<Int32>.self
                )
            }
            unsafe target.put(sum, at: x)
        }
        for x in width & ~7..<width {
            var sum: Int32 = 0
            for offset in 0...2 * radius { sum &+= unsafe source[unchecked: x &+ offset] }
            unsafe target[unchecked: x] = sum
        }
    }

    private static func measure(
        _ windows: [Int32],
        _ squares: [Int32],
        _ shares: [Float],
        gain: Float,
        into result: inout [Float],
        _ start: Int
    ) {
        let width = windows.count
        precondition(squares.count == width && shares.count == width)
        precondition(start >= 0 && start + width <= result.count)
        let (windows, squares, shares) = (windows.span, squares.span, shares.span)
        var target = result.mutableSpan
        for x in stride(from: 0, to: width, by: 8) {
            let count = min(8, width &- x)
            let share = unsafe shares.lanes(at: x, count: count)
            let sum = unsafe windows.floats(at: x, count: count)
            let square = unsafe squares.floats(at: x, count: count)
            let variance = (square - sum * sum * share).atLeast(.zero) * share
            let rough = (variance * (gain * gain)).fourthRoots
            unsafe target.store(rough, at: start &+ x, count: count)
        }
    }
}
