extension Image {
    /// Mean size of the step to the right and the lower neighbour per block, channels averaged.
    ///
    /// Block `(x, y)` covers columns `x * columns ..< (x + 1) * columns` and rows likewise;
    /// remainders are dropped. A measure of fine texture that does not see brightness.
    public func textureEnergy(columns: Int, rows: Int) -> Plane {
        precondition(columns > 0 && rows > 0 && columns <= width && rows <= height)
        var result = Plane(width: width / columns, height: height / rows, filledWith: 0)
        let rowCount = width * channels
        let usedColumns = result.width * columns
        var steps = [UInt32](repeating: 0, count: rowCount)
        let scale = 1 / Float(columns * rows * channels * 2)
        for y in 0..<result.height {
            for i in steps.indices { steps[i] = 0 }
            for row in (y * rows)..<((y + 1) * rows) {
                unsafe pixels.withUnsafeBufferPointer { source in
                    unsafe steps.withUnsafeMutableBufferPointer { target in
                        let start = row * rowCount
                        let below = row + 1 < height ? rowCount : 0
                        for i in 0..<(rowCount - channels) {
                            let here = unsafe Int32(source[start + i])
                            let right = unsafe Int32(source[start + i + channels])
                            let lower = unsafe Int32(source[start + i + below])
                            unsafe target[i] &+= UInt32(
                                bitPattern: abs(right - here) + abs(lower - here)
                            )
                        }
                    }
                }
            }
            for x in 0..<usedColumns {
                for channel in 0..<channels {
                    result.values[y * result.width + x / columns] +=
                        Float(steps[x * channels + channel]) * scale
                }
            }
        }
        return result
    }
}
