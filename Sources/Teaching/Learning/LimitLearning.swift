internal import Foundation
internal import Inspection

/// Sets limits from what good samples read, for a stated share of false rejects.
///
/// Readings are pooled over pockets around each pocket's own median. Beyond the outermost tenth the
/// tail is taken as exponential (the generalised Pareto distribution of shape 0), fitted to the
/// mean excess, which covers normal tails and areas of chance patches alike. Floors of
/// ``CheckTraits`` apply.
struct LimitLearning {
    /// Margin beyond the farthest good sample, as a factor.
    static let farthestFactor = 1.2
    /// Share of the samples that the tail is fitted to.
    static let tailShare = 0.1

    /// Robust standard deviations beyond which nothing good reads, while outliers are looked for.
    static let deviationsMax = 10.0
    /// One in so many samples is set aside while outliers are being looked for.
    static let trimmedDivisor = 33

    /// Share of readings that may fail on either side.
    let tail: Double
    /// Whether the farthest sample widens the limits; off while outliers are still being looked for.
    let trustsFarthest: Bool

    /// Limits per group from `readings[group][sample]`.
    func limits(_ readings: [[Double]], _ traits: CheckTraits) -> [LimitRange] {
        let centres = readings.map { Statistics.median($0) }
        let pooled = zip(readings, centres).flatMap { group, centre in group.map { $0 - centre } }
        let above = reach(pooled.sorted(), isHeavyTailed: traits.isHeavyTailed)
        let below = reach(pooled.map { -$0 }.sorted(), isHeavyTailed: traits.isHeavyTailed)
        return centres.map { typical in
            let floor = max(traits.toleranceMin, abs(typical) * traits.relativeToleranceMin)
            let upper = typical + max(floor, above)
            guard traits.isTwoSided else {
                return LimitRange(lower: nil, upper: upper, typical: typical)
            }
            var lower = typical - max(floor, below)
            if let drop = traits.relativeDropMax { lower = max(lower, typical * (1 - drop)) }
            return LimitRange(lower: lower, upper: upper, typical: typical)
        }
    }

    /// Distance above the centre that a share ``tail`` of good samples exceeds.
    private func reach(_ sorted: [Double], isHeavyTailed: Bool) -> Double {
        let count = sorted.count
        let farthest = sorted.last ?? 0
        if !trustsFarthest, count > 20 {
            // Outliers must not set the limit that is to find them.
            let trimmed = count / Self.trimmedDivisor + 1
            let reach = fitted(Array(sorted.dropLast(trimmed)))
            // Nor may many of them: the middle of the samples tells how far good ones reach.
            return isHeavyTailed
                ? reach : min(reach, Self.deviationsMax * Statistics.robustDeviation(sorted))
        }
        return max(fitted(sorted), farthest * Self.farthestFactor)
    }

    /// Distance that a share ``tail`` of samples like `sorted` exceeds, by the fitted tail.
    private func fitted(_ sorted: [Double]) -> Double {
        let count = sorted.count
        let members = max(2, Int((Double(count) * Self.tailShare).rounded()))
        guard count > members else { return (sorted.last ?? 0) * 2 }
        let threshold = sorted[count - members - 1]
        let excess = sorted.suffix(members).reduce(0) { $0 + $1 - threshold } / Double(members)
        // The mean of few excesses is uncertain by about 1/sqrt(n); err on the wide side.
        let scale = excess * (1 + 1.5 / Double(members).squareRoot())
        return threshold + scale * log(Double(members) / Double(count) / tail)
    }
}
