/// ρ·n of one pixel from its grey levels, by least absolute deviations.
struct PixelSolver {
    /// Rounds of re-weighting.
    static let roundCount = 6
    /// Grey level under which all observations together say nothing.
    static let levelMin = 4.0

    let directions: [SIMD3<Double>]
    let strengths: [Double]
    /// Light from everywhere, as a share of a light of strength 1.
    let ambient: Double

    /// ρ·n, or nil where the pixel is dark under every light.
    ///
    /// `weights` gets the weight that each observation ended with: 0 where it is saturated or in
    /// shadow, about 1 where it follows the law.
    @inline(__always)
    func solve(_ levels: [Double], _ weights: inout [Double]) -> SIMD3<Double>? {
        var brightest = 0.0
        for level in levels { brightest = max(brightest, level) }
        guard brightest >= Self.levelMin else { return nil }
        var usable = 0
        for k in levels.indices {
            let isUsable =
                levels[k] < Double(PhotometricStereo.saturation)
                && levels[k] > 0.04 * brightest
            weights[k] = isUsable ? 1 : 0
            usable += isUsable ? 1 : 0
        }
        if usable < 3 { for k in levels.indices { weights[k] = 1 } }
        guard var scaled = leastSquares(levels, weights, albedo: 0) else { return nil }
        guard levels.count > 3, usable > 3 else { return scaled }
        for _ in 0..<Self.roundCount {
            let albedo = (scaled * scaled).sum().squareRoot()
            let floor = 0.01 * brightest
            for k in levels.indices where weights[k] > 0 {
                let predicted =
                    strengths[k] * (scaled * directions[k]).sum() + ambient * albedo
                let residual = levels[k] - predicted
                weights[k] = Self.weight(residual, usual: floor)
            }
            guard let next = leastSquares(levels, weights, albedo: albedo) else { return scaled }
            scaled = next
        }
        return scaled
    }

    /// What an observation counts that is `residual` off what is predicted, where `usual` needs no
    /// reason: 1 up to it, then less, as in least absolute deviations.
    @inline(__always)
    static func weight<Number: BinaryFloatingPoint>(_ residual: Number, usual: Number) -> Number {
        // Too bright is a highlight more often than noise.
        usual / max(residual > 0 ? 1.5 * residual : -residual, usual)
    }

    @inline(__always)
    private func leastSquares(
        _ levels: [Double],
        _ weights: [Double],
        albedo: Double
    ) -> SIMD3<Double>? {
        var matrix = SymmetricMatrix()
        var right = SIMD3<Double>.zero
        for k in levels.indices where weights[k] > 0 {
            let row = directions[k] * strengths[k]
            matrix.add(row, weight: weights[k])
            right += row * (weights[k] * (levels[k] - ambient * albedo))
        }
        return matrix.solved(right)
    }
}
