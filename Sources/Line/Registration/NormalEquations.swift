/// Weighted least squares in eight unknowns, solved by Cholesky's method.
struct NormalEquations {
    /// Row `k` of the symmetric matrix.
    private var rows: InlineArray<8, SIMD8<Float>> = InlineArray(repeating: .zero)
    private var target = SIMD8<Float>.zero

    /// Adds one observation: `coefficients · unknowns = value`.
    @inline(__always)
    mutating func add(_ coefficients: SIMD8<Float>, value: Float, weight: Float) {
        let weighted = coefficients * weight
        for k in 0..<8 {
            rows[k] += weighted * coefficients[k]
        }
        target += weighted * value
    }

    /// Adds `strength * (unknown - value)^2` to what is made small.
    mutating func addPrior(unknown: Int, value: Double, strength: Double) {
        rows[unknown][unknown] += Float(strength)
        target[unknown] += Float(strength * value)
    }

    /// The solution, or nil when the observations do not determine it.
    func solution() -> [Double]? {
        let count = 8
        var lower = [Double](repeating: 0, count: count * count)
        for i in 0..<count {
            for j in 0...i {
                var sum = Double(rows[i][j])
                for k in 0..<j { sum -= lower[i * count + k] * lower[j * count + k] }
                if i == j {
                    guard sum > 1e-9 * max(1e-3, Double(rows[i][i])), sum.isFinite else {
                        return nil
                    }
                    lower[i * count + i] = sum.squareRoot()
                } else {
                    lower[i * count + j] = sum / lower[j * count + j]
                }
            }
        }
        var solution = [Double](repeating: 0, count: count)
        for i in 0..<count {
            var sum = Double(target[i])
            for k in 0..<i { sum -= lower[i * count + k] * solution[k] }
            solution[i] = sum / lower[i * count + i]
        }
        for i in (0..<count).reversed() {
            var sum = solution[i]
            for k in (i + 1)..<max(count, i + 1) { sum -= lower[k * count + i] * solution[k] }
            solution[i] = sum / lower[i * count + i]
        }
        return solution
    }
}
