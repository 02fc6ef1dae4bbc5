extension Plane {
    /// Mean over the square of `2 * radius + 1` values around each, shrunk at the edges.
    public func boxMean(radius: Int) -> Plane {
        precondition(radius >= 0)
        guard radius > 0 else { return self }
        return boxSumsAcross(radius: radius).transposed()
            .boxSumsAcross(radius: radius).transposed()
    }

    /// Mean over `2 * radius + 1` values of a row around each, shrunk at the edges.
    private func boxSumsAcross(radius: Int) -> Plane {
        var result = self
        for y in 0..<height {
            let row = y * width
            var sum = 0.0
            for x in 0..<min(radius, width) { sum += Double(values[row + x]) }
            for x in 0..<width {
                if x + radius < width { sum += Double(values[row + x + radius]) }
                if x - radius - 1 >= 0 { sum -= Double(values[row + x - radius - 1]) }
                let count = min(x + radius, width - 1) - max(x - radius, 0) + 1
                result.values[row + x] = Float(sum / Double(count))
            }
        }
        return result
    }

    /// Adds `factor` times `other`, value by value; equal in size, traps otherwise.
    public mutating func add(_ other: Plane, times factor: Float = 1) {
        precondition(other.width == width && other.height == height)
        for i in values.indices { values[i] += factor * other.values[i] }
    }

    /// Rows and columns exchanged.
    public func transposed() -> Plane {
        var result = Plane(width: height, height: width, filledWith: 0)
        for y in 0..<height {
            for x in 0..<width { result.values[x * height + y] = values[y * width + x] }
        }
        return result
    }

    /// Central differences along x and along y, per pixel; 0 on the border.
    public func gradients() -> (x: Plane, y: Plane) {
        var across = Plane(width: width, height: height, filledWith: 0)
        var along = across
        guard width > 2, height > 2 else { return (across, along) }
        for y in 1..<(height - 1) {
            for x in 1..<(width - 1) {
                let i = y * width + x
                across.values[i] = (values[i + 1] - values[i - 1]) / 2
                along.values[i] = (values[i + width] - values[i - width]) / 2
            }
        }
        return (across, along)
    }

    /// Weighted by 1, 2, 1 across and along, edge values repeated: nothing at Nyquist is left.
    public func binomiallySmoothed() -> Plane {
        var across = self
        for y in 0..<height {
            let row = y * width
            for x in 0..<width {
                let left = values[row + max(x - 1, 0)]
                let right = values[row + min(x + 1, width - 1)]
                across.values[row + x] = (left + 2 * values[row + x] + right) / 4
            }
        }
        var result = across
        for y in 0..<height {
            let above = max(y - 1, 0) * width
            let row = y * width
            let below = min(y + 1, height - 1) * width
            for x in 0..<width {
                let sum = across.values[above + x] + across.values[below + x]
                result.values[row + x] = (sum + 2 * across.values[row + x]) / 4
            }
        }
        return result
    }

    /// Means over blocks of `factor` by `factor` values; remainders are dropped.
    public func reduced(by factor: Int) -> Plane {
        precondition(factor > 0 && factor <= width && factor <= height)
        var result = Plane(width: width / factor, height: height / factor, filledWith: 0)
        let scale = 1 / Float(factor * factor)
        let (width, used) = (width, result.width * factor)
        unsafe result.values.withUnsafeMutableBufferPointer { target in
            nonisolated(unsafe) let target = unsafe target
            RowStrips.each(rows: height / factor, width: width * factor) { rows in
                let source = values.span
                var sums = [Float](repeating: 0, count: used)
                for row in rows {
                    for x in 0..<used { sums[x] = 0 }
                    for line in 0..<factor {
                        let from = (row &* factor &+ line) &* width
                        for x in 0..<used { unsafe sums[x] += source[unchecked: from &+ x] }
                    }
                    var x = 0
                    for column in 0..<(used / factor) {
                        var sum: Float = 0
                        for _ in 0..<factor {
                            sum += sums[x]
                            x &+= 1
                        }
                        unsafe target[row &* (used / factor) &+ column] = sum * scale
                    }
                }
            }
        }
        return result
    }

    /// Difference to the local mean over the local deviation plus `floor`, window `radius`.
    public func locallyNormalised(radius: Int, floor: Float) -> Plane {
        precondition(floor > 0)
        let mean = boxMean(radius: radius)
        var difference = self
        var square = self
        for i in values.indices {
            let value = values[i] - mean.values[i]
            difference.values[i] = value
            square.values[i] = value * value
        }
        let variance = square.boxMean(radius: radius)
        for i in values.indices {
            difference.values[i] /= max(variance.values[i], 0).squareRoot() + floor
        }
        return difference
    }

    /// The value at continuous `(x, y)`, bilinear, edge values repeated outside.
    public func interpolated(x: Double, y: Double) -> Float {
        let u = min(max(x - 0.5, 0), Double(width - 1))
        let v = min(max(y - 0.5, 0), Double(height - 1))
        let left = min(Int(u), max(width - 2, 0))
        let top = min(Int(v), max(height - 2, 0))
        let weightX = Float(u - Double(left))
        let weightY = Float(v - Double(top))
        let right = min(left + 1, width - 1)
        let bottom = min(top + 1, height - 1)
        let upper = self[left, top] * (1 - weightX) + self[right, top] * weightX
        let lower = self[left, bottom] * (1 - weightX) + self[right, bottom] * weightX
        return upper * (1 - weightY) + lower * weightY
    }
}
