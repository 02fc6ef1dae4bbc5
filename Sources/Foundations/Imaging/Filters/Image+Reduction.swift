extension Image {
    /// Means over blocks of `columns` by `rows` pixels, channels mixed; remainders are dropped.
    ///
    /// Block `(x, y)` covers columns `x * columns ..< (x + 1) * columns` and rows likewise. Traps
    /// when the picture is smaller than one block or a block has over 65,536 rows.
    public func reduced(columns: Int, rows: Int, mix: ChannelMix = .luma) -> Plane {
        precondition(columns > 0 && rows > 0 && rows <= 65_536)
        precondition(columns <= width && rows <= height)
        let targetWidth = width / columns
        let targetHeight = height / rows
        let rowCount = width * channels
        let weights: (Float, Float, Float) = (mix.red, mix.green, mix.blue)
        let scale = 1 / Float(columns * rows)
        let weight = channels == 1 ? (mix.red + mix.green + mix.blue) * scale : scale
        var values = [Float](repeating: 0, count: targetWidth * targetHeight)
        // Sixteen bits hold the sum of 256 rows, and are added up twice as fast.
        var part = [UInt16](repeating: 0, count: rowCount)
        var sums = [UInt32](repeating: 0, count: rowCount)
        for y in 0..<targetHeight {
            var first = y * rows
            let end = first + rows
            while first < end {
                let count = min(256, end - first)
                sumRows(from: first, count: count, into: &part)
                Self.widen(part, into: &sums, isFirst: first == y * rows)
                first += count
            }
            var target = values.mutableSpan
            let sums = sums.span
            let start = y * targetWidth
            for x in 0..<targetWidth {
                if channels == 1 {
                    var sum: UInt32 = 0
                    for i in (x &* columns)..<((x &+ 1) &* columns) {
                        sum &+= unsafe sums[unchecked: i]
                    }
                    unsafe target[unchecked: start &+ x] = Float(sum) * weight
                } else {
                    var (red, green, blue): (UInt32, UInt32, UInt32) = (0, 0, 0)
                    for i in (x &* columns)..<((x &+ 1) &* columns) {
                        red &+= unsafe sums[unchecked: i &* 3]
                        green &+= unsafe sums[unchecked: i &* 3 &+ 1]
                        blue &+= unsafe sums[unchecked: i &* 3 &+ 2]
                    }
                    let mixed =
                        Float(red) * weights.0 + Float(green) * weights.1 + Float(blue) * weights.2
                    unsafe target[unchecked: start &+ x] = mixed * weight
                }
            }
        }
        return Plane(width: targetWidth, height: targetHeight, values: values)
    }

    /// Sums of up to 256 rows, sample by sample.
    private func sumRows(from first: Int, count rows: Int, into sums: inout [UInt16]) {
        let rowCount = width * channels
        precondition(sums.count == rowCount && rows > 0 && rows <= 256)
        precondition(first >= 0 && (first + rows) * rowCount <= pixels.count)
        let source = pixels.span
        var target = sums.mutableSpan
        let start = first * rowCount
        for i in 0..<rowCount {
            unsafe target[unchecked: i] = UInt16(source[unchecked: start &+ i])
        }
        for row in (first + 1)..<max(first + rows, first + 1) {
            let start = row * rowCount
            for i in 0..<rowCount {
                unsafe target[unchecked: i] &+= UInt16(source[unchecked: start &+ i])
            }
        }
    }

    private static func widen(_ part: [UInt16], into sums: inout [UInt32], isFirst: Bool) {
        precondition(part.count == sums.count)
        let part = part.span
        var target = sums.mutableSpan
        for i in 0..<part.count {
            let sum = unsafe UInt32(part[unchecked: i])
            unsafe target[unchecked: i] = isFirst ? sum : target[unchecked: i] &+ sum
        }
    }
}
