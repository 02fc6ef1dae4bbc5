/// ρ·n of one pixel from its grey levels, by least absolute deviations.
struct PixelSolver {
    /// Rounds of re-weighting.
    static let roundCount = 6
    /// Grey level under which all observations together say nothing.
    static let levelMin = 4.0
    /// What an observation that is too bright deviates more than it seems: a highlight is likelier
    /// than noise.
    static let excess = 1.5
    /// Furthest that a round moves, as a share of the albedo, and what makes no difference.
    private static let stepMax = 0.5
    private static let stepMin = 0.001

    let reflectance: Reflectance

    /// ρ·n, or nil where the pixel is dark under every light; `pixel` gets what is observed and how
    /// well it follows the law.
    @inline(__always)
    func solve(
        _ levels: [Double],
        at place: SIMD2<Double>,
        _ pixel: inout PixelObservations
    ) -> SIMD3<Double>? {
        guard pixel.take(levels, reflectance),
            var scaled = leastSquares(pixel, place)
        else { return nil }
        guard levels.count > 3, pixel.usableCount > 3 else { return scaled }
        for _ in 0..<Self.roundCount {
            let before = scaled
            refine(&scaled, place, &pixel)
            let step = scaled - before
            let limit = Self.stepMin * Self.stepMin
            if (step * step).sum() < limit * (scaled * scaled).sum() { break }
        }
        return scaled
    }

    /// One step of Gauss and Newton from `scaled`, with weights anew.
    @inline(__always)
    func refine(
        _ scaled: inout SIMD3<Double>,
        _ place: SIMD2<Double>,
        _ pixel: inout PixelObservations
    ) {
        var matrix = SymmetricMatrix()
        var right = SIMD3<Double>.zero
        for k in pixel.lights.indices where pixel.weights[k] > 0 {
            let answer = reflectance.answer(scaled, to: k, at: place)
            let residual = pixel.lights[k] - answer.level
            let usual = pixel.usuals[k]
            pixel.weights[k] = Self.weight(residual, usual: usual) / (usual * usual)
            matrix.add(answer.slope, weight: pixel.weights[k])
            right += answer.slope * (pixel.weights[k] * residual)
        }
        guard let step = matrix.solved(right) else { return }
        let length = (step * step).sum().squareRoot()
        let limit = Self.stepMax * (scaled * scaled).sum().squareRoot()
        scaled += length > limit ? step * (limit / length) : step
    }

    /// What an observation counts that is `residual` off what is predicted, where `usual` needs no
    /// reason: 1 up to it, then less, as in least absolute deviations.
    @inline(__always)
    static func weight<Number: BinaryFloatingPoint>(_ residual: Number, usual: Number) -> Number {
        usual / max(residual > 0 ? Number(excess) * residual : -residual, usual)
    }

    /// What the deviation `residual` costs: its derivative is the residual times `weight`.
    @inline(__always)
    static func cost(_ residual: Double, usual: Double) -> Double {
        let limit = residual > 0 ? usual / excess : usual
        let size = residual.magnitude
        return size <= limit ? size * size / 2 : limit * (size - limit / 2)
    }

    /// By Lambert's law alone.
    @inline(__always)
    func leastSquares(
        _ pixel: PixelObservations,
        _ place: SIMD2<Double>
    ) -> SIMD3<Double>? {
        var matrix = SymmetricMatrix()
        var right = SIMD3<Double>.zero
        for k in pixel.lights.indices where pixel.weights[k] > 0 {
            let ray = reflectance.ray(k, at: place)
            let row = ray.towards * ray.power
            matrix.add(row, weight: 1)
            right += row * pixel.lights[k]
        }
        return matrix.solved(right)
    }
}
