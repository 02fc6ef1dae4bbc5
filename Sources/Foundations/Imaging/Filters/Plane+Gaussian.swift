internal import Glibc

extension Plane {
    /// Weighted by a bell of deviation `sigma` pixels, cut off at 3 deviations, edges repeated.
    public func smoothed(sigma: Double) -> Plane {
        guard sigma > 0.05 else { return self }
        let radius = max(1, Int((3 * sigma).rounded(.up)))
        var weights = (-radius...radius).map { Float(exp(-Double($0 * $0) / (2 * sigma * sigma))) }
        let sum = weights.reduce(0, +)
        for k in weights.indices { weights[k] /= sum }
        return convolvedAlong(weights).convolvedAcross(weights)
    }

    /// Rows convolved with `weights`, whose middle is at their centre.
    private func convolvedAcross(_ weights: [Float]) -> Plane {
        let radius = weights.count / 2
        var result = Plane(width: width, height: height, filledWith: 0)
        var line = [Float](repeating: 0, count: width + 2 * radius)
        for y in 0..<height {
            let row = y * width
            for x in 0..<line.count {
                line[x] = values[row + min(max(x - radius, 0), width - 1)]
            }
            unsafe line.withUnsafeBufferPointer { line in
                unsafe result.values.withUnsafeMutableBufferPointer { target in
                    for k in weights.indices {
                        let weight = weights[k]
                        for x in 0..<width {
                            unsafe target[row &+ x] += weight * line[x &+ k]
                        }
                    }
                }
            }
        }
        return result
    }

    /// Columns convolved with `weights`, whose middle is at their centre.
    private func convolvedAlong(_ weights: [Float]) -> Plane {
        let radius = weights.count / 2
        var result = Plane(width: width, height: height, filledWith: 0)
        let width = width
        for y in 0..<height {
            let row = y * width
            unsafe values.withUnsafeBufferPointer { source in
                unsafe result.values.withUnsafeMutableBufferPointer { target in
                    for k in weights.indices {
                        let weight = weights[k]
                        let from = min(max(y + k - radius, 0), height - 1) * width
                        for x in 0..<width {
                            unsafe target[row &+ x] += weight * source[from &+ x]
                        }
                    }
                }
            }
        }
        return result
    }
}
