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
        var sums = [UInt32](repeating: 0, count: rowCount)
        let values = unsafe [Float](unsafeUninitializedCapacity: targetWidth * targetHeight) {
            target,
            count in
            for y in 0..<targetHeight {
                sumRows(from: y * rows, count: rows, into: &sums)
                for x in 0..<targetWidth {
                    var total: Float = 0
                    if channels == 1 {
                        var sum: UInt32 = 0
                        for i in (x * columns)..<((x + 1) * columns) { sum &+= sums[i] }
                        total = Float(sum) * weight
                    } else {
                        var red: UInt32 = 0
                        var green: UInt32 = 0
                        var blue: UInt32 = 0
                        for i in (x * columns)..<((x + 1) * columns) {
                            red &+= sums[i * 3]
                            green &+= sums[i * 3 + 1]
                            blue &+= sums[i * 3 + 2]
                        }
                        total =
                            (Float(red) * weights.0 + Float(green) * weights.1
                                + Float(blue) * weights.2) * weight
                    }
                    unsafe target.initializeElement(at: y * targetWidth + x, to: total)
                }
            }
            count = targetWidth * targetHeight
        }
        return Plane(width: targetWidth, height: targetHeight, values: values)
    }

    private func sumRows(from first: Int, count rows: Int, into sums: inout [UInt32]) {
        let rowCount = width * channels
        unsafe pixels.withUnsafeBufferPointer { source in
            unsafe sums.withUnsafeMutableBufferPointer { target in
                guard let input = source.baseAddress, let output = target.baseAddress else {
                    return
                }
                for i in 0..<rowCount {
                    unsafe output[i] = UInt32(input[first * rowCount + i])
                }
                for row in (first + 1)..<max(first + rows, first + 1) {
                    let line = unsafe input + row * rowCount
                    for i in 0..<rowCount {
                        unsafe output[i] &+= UInt32(line[i])
                    }
                }
            }
        }
    }
}
