/// Where a patch, moved by fractions of a pixel, meets a plane.
private struct PatchWindow {
    /// Rows of the plane, and the patch's row at each.
    let rows: Range<Int>
    let patchRow: Int
    let columns: Range<Int>
    let patchColumn: Int
    /// Shares of the four neighbours in every value of the moved patch.
    let shares: (Float, Float, Float, Float)

    init(_ plane: Plane, _ patch: Plane, x: Double, y: Double) {
        func axis(_ centre: Double, _ side: Int, _ count: Int) -> (Range<Int>, Int, Float) {
            let start = centre - Double(side / 2)
            let first = Int(start.rounded(.up))
            let share = Double(first) - start
            // The last neighbour must be in the patch.
            let range = max(first, 0)..<max(max(first, 0), min(first + side - 1, count))
            return (range, range.lowerBound - first, Float(share))
        }
        let (columns, patchColumn, u) = axis(x, patch.width, plane.width)
        let (rows, patchRow, v) = axis(y, patch.height, plane.height)
        self.rows = rows
        self.columns = columns
        self.patchRow = patchRow
        self.patchColumn = patchColumn
        shares = ((1 - u) * (1 - v), u * (1 - v), (1 - u) * v, u * v)
    }
}

extension Plane {
    /// Adds `factor` times `patch`, whose middle lies at (x, y) between this plane's pixels.
    ///
    /// Bilinear. The patch has an odd number of rows and columns; what lies outside is left out.
    public mutating func add(_ patch: Plane, x: Double, y: Double, times factor: Float) {
        let window = PatchWindow(self, patch, x: x, y: y)
        let (a, b, c, d) = window.shares
        let side = patch.width
        let width = width
        let source = patch.values.span
        var target = values.mutableSpan
        var line = window.patchRow * side + window.patchColumn
        for row in window.rows {
            let place = row &* width &+ window.columns.lowerBound
            for k in 0..<window.columns.count {
                let i = line &+ k
                let upper = unsafe a * source[unchecked: i] + b * source[unchecked: i &+ 1]
                let lower =
                    unsafe c * source[unchecked: i &+ side]
                    + d * source[unchecked: i &+ side &+ 1]
                unsafe target[unchecked: place &+ k] += factor * (upper + lower)
            }
            line += side
        }
    }

    /// Sums over the pixels within `radius` of (x, y): patch times plane, patch and plane squared.
    ///
    /// The patch lies as ``add(_:x:y:times:)`` puts it.
    public func sums(
        with patch: Plane,
        x: Double,
        y: Double,
        radius: Double
    ) -> (product: Double, patch: Double, plane: Double) {
        let window = PatchWindow(self, patch, x: x, y: y)
        let (a, b, c, d) = window.shares
        let side = patch.width
        let source = patch.values.span
        let target = values.span
        var sums = (SIMD4<Float>.zero, SIMD4<Float>.zero, SIMD4<Float>.zero)
        for row in window.rows {
            let down = Double(row) - y
            let square = radius * radius - down * down
            guard square >= 0 else { continue }
            let half = square.squareRoot()
            let first = max(window.columns.lowerBound, Int((x - half).rounded(.up)))
            let last = min(window.columns.upperBound - 1, Int((x + half).rounded(.down)))
            guard first <= last else { continue }
            let offset =
                (window.patchRow + row - window.rows.lowerBound) * side + window.patchColumn
                - window.columns.lowerBound
            var column = first
            while column <= last {
                let count = min(4, last - column + 1)
                var moved = SIMD4<Float>.zero
                var value = SIMD4<Float>.zero
                for k in 0..<count {
                    let i = offset &+ column &+ k
                    moved[k] =
                        unsafe a * source[unchecked: i] + b * source[unchecked: i &+ 1]
                        + c * source[unchecked: i &+ side]
                        + d * source[unchecked: i &+ side &+ 1]
                    value[k] = unsafe target[unchecked: row &* width &+ column &+ k]
                }
                sums.0 += moved * value
                sums.1 += moved * moved
                sums.2 += value * value
                column += 4
            }
        }
        return (Double(sums.0.sum()), Double(sums.1.sum()), Double(sums.2.sum()))
    }
}
