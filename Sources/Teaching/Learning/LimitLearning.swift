internal import Foundation
internal import Inspection

/// Sets limits from what good samples read, for a stated share of false rejects.
///
/// Readings are pooled over pockets around each pocket's own median. The tail is taken as a
/// Student t whose degrees of freedom grow with the sample, so that few or heavy-tailed samples
/// give wider limits. Floors of ``CheckTraits`` apply.
struct LimitLearning {
    /// Margin beyond the farthest good sample, as a factor.
    static let farthestFactor = 1.2

    /// Share of readings that may fail on either side.
    let tail: Double
    /// Whether the farthest sample widens the limits; off while outliers are still being looked for.
    let trustsFarthest: Bool

    /// Limits per group from `readings[group][sample]`.
    func limits(_ readings: [[Double]], _ traits: CheckTraits) -> [LimitRange] {
        let offset = traits.logarithmOffset
        func forward(_ value: Double) -> Double { offset.map { log(max(0, value) + $0) } ?? value }
        func backward(_ value: Double) -> Double { offset.map { exp(value) - $0 } ?? value }
        let groups = readings.map { $0.map(forward) }
        let centres = groups.map { Statistics.median($0) }
        let pooled = zip(groups, centres).flatMap { group, centre in group.map { $0 - centre } }
        let (below, above) = reach(pooled)
        return centres.indices.map { index in
            let typical = backward(centres[index])
            let floor = max(traits.toleranceMin, abs(typical) * traits.relativeToleranceMin)
            let upper = max(typical + floor, backward(centres[index] + above))
            guard traits.isTwoSided else {
                return LimitRange(lower: nil, upper: upper, typical: typical)
            }
            var lower = min(typical - floor, backward(centres[index] - below))
            if let drop = traits.relativeDropMax { lower = max(lower, typical * (1 - drop)) }
            return LimitRange(lower: lower, upper: upper, typical: typical)
        }
    }

    /// Distances from the centre, below and above, that a share ``tail`` of good samples exceeds.
    private func reach(_ residuals: [Double]) -> (below: Double, above: Double) {
        let sorted = residuals.sorted()
        let spread = Statistics.robustDeviation(sorted)
        let normal = Statistics.normalDeviate(tail: 0.02)
        let freedom = max(8, min(25, Double(sorted.count) / 10))
        let deviates = Self.studentDeviate(tail: tail, freedom: freedom)
        func side(_ quantile: Double, _ farthest: Double) -> Double {
            let reached = deviates * max(spread, quantile / normal)
            return trustsFarthest ? max(reached, farthest * Self.farthestFactor) : reached
        }
        return (
            side(-Statistics.quantile(sorted: sorted, 0.02), -(sorted.first ?? 0)),
            side(Statistics.quantile(sorted: sorted, 0.98), sorted.last ?? 0)
        )
    }

    /// Student t quantile by Hill's expansion around the normal one (Abramowitz and Stegun 26.7.5).
    static func studentDeviate(tail: Double, freedom: Double) -> Double {
        let z = Statistics.normalDeviate(tail: tail)
        let first = (z * z * z + z) / 4
        let second = (5 * pow(z, 5) + 16 * z * z * z + 3 * z) / 96
        return z + first / freedom + second / (freedom * freedom)
    }
}
