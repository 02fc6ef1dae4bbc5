/// Sums over square cells of a plane, of the places that count only.
public enum CellSums {
    /// Per cell of `side` places, the sum of `plane` where `places` is 1.
    ///
    /// Row-major; cells at the far edges may be smaller. Sums are whole numbers that fit `Int32`.
    /// Twin: a plain loop, in the tests. Any thread.
    public static func sums(
        of plane: [Int32],
        where places: [UInt8],
        width: Int,
        side: Int
    ) -> [Int32] {
        precondition(plane.count == places.count)
        return sums(places, width: width, side: side) { masks, start, target in
            let plane = plane.span
            for x in 0..<width {
                let value = unsafe plane[unchecked: start &+ x]
                unsafe target[unchecked: x] &+= value &* Int32(masks[unchecked: start &+ x])
            }
        }
    }

    /// Per cell of `side` places, how many of them count.
    public static func counts(where places: [UInt8], width: Int, side: Int) -> [Int32] {
        sums(places, width: width, side: side) { masks, start, target in
            for x in 0..<width {
                unsafe target[unchecked: x] &+= Int32(masks[unchecked: start &+ x])
            }
        }
    }

    @inline(__always)
    private static func sums(
        _ places: [UInt8],
        width: Int,
        side: Int,
        add: (Span<UInt8>, Int, inout MutableSpan<Int32>) -> Void
    ) -> [Int32] {
        precondition(width > 0 && side > 0 && places.count % width == 0)
        let height = places.count / width
        let columns = (width + side - 1) / side
        let rows = (height + side - 1) / side
        var result = [Int32](repeating: 0, count: columns * rows)
        var row = [Int32](repeating: 0, count: width)
        for cellRow in 0..<rows {
            for x in 0..<width { row[x] = 0 }
            for y in cellRow * side..<min(height, (cellRow + 1) * side) {
                var target = row.mutableSpan
                add(places.span, y * width, &target)
            }
            for column in 0..<columns {
                var sum: Int32 = 0
                for x in column * side..<min(width, (column + 1) * side) { sum &+= row[x] }
                result[cellRow * columns + column] = sum
            }
        }
        return result
    }
}
