internal import Glibc

/// How far the albedo of many pixels lies apart: the mean deviation of its logarithm.
///
/// Every pixel counts by its albedo: a dark ground around the surface says little.
struct AlbedoSpread {
    /// Deviation from which a pixel is of something else: print, or the ground.
    private static let restMax = 0.3
    /// That of an even surface.
    private static let restMin = 0.02

    /// Logarithm of the median.
    let middle: Double
    /// Mean deviation of the logarithms from it, each at most `restMax`, and a little.
    let deviation: Double
    private let total: Double

    /// Of pixels whose normals times albedo are `scaled`.
    init(_ scaled: [SIMD3<Double>]) {
        let albedos = scaled.map { max(($0 * $0).sum().squareRoot(), 1e-6) }.sorted()
        let total = albedos.reduce(0, +)
        var sum = 0.0
        let median = albedos.first { albedo in
            sum += albedo
            return 2 * sum >= total
        }
        let middle = log(median ?? 1)
        self.middle = middle
        self.total = max(total, 1e-6)
        let rests = albedos.reduce(0) { $0 + $1 * min(abs(log($1) - middle), Self.restMax) }
        deviation = rests / self.total + Self.restMin
    }

    /// What the square of the deviation of `albedo` counts in the logarithm of the mean deviation.
    func weight(of albedo: Double) -> Double {
        let rest = abs(log(albedo) - middle)
        guard rest < Self.restMax else { return 0 }
        return albedo / total / (deviation * max(rest, Self.restMin))
    }
}
