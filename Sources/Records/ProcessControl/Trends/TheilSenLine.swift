internal import Foundation
internal import Statistics

/// A straight line through successive points that a few wild points do not turn.
///
/// The slope is the median of the slopes of all pairs; significance is the Mann–Kendall test. It
/// was chosen over least squares because one torn picture must not make or hide a trend: up to 29 %
/// of the points may be wild. Successive points of a machine are alike, which makes chance look
/// like a trend; the variance of the test is therefore multiplied by n/n* of a first-order
/// autoregression, with the lag-one correlation of the residuals, corrected for its bias and never
/// taken below 0.
/// Source: P. K. Sen, Journal of the American Statistical Association 63 (1968), p. 1379;
/// S. Yue, C. Wang, Water Resources Management 18 (2004), p. 201, eq. 8 (correction);
/// M. G. Kendall, Rank Correlation Methods, 4th ed., section 4 (ties).
public struct TheilSenLine: Sendable, Equatable {
    /// Points.
    public let count: Int
    /// Rise from one point to the next.
    public let slope: Double
    /// Ends of the slope's interval.
    public let slopeLower: Double
    /// Ends of the slope's interval.
    public let slopeUpper: Double
    /// Value of the line in the middle of the points.
    public let middle: Double
    /// Half the width of the middle's interval.
    public let middleHalfWidth: Double
    /// Two-sided chance of such a trend in points without one.
    public let significance: Double
    /// Lag-one correlation of the residuals, 0 where it is below.
    public let correlation: Double

    /// Fits a line.
    ///
    /// - Parameters:
    ///   - values: At least 8, finite, at equal distances.
    ///   - confidence: Of the intervals, inside 0...1.
    public init(_ values: [Double], confidence: Double = 0.95) {
        precondition(values.count >= 8 && confidence > 0 && confidence < 1)
        let n = values.count
        count = n
        var slopes: [Double] = []
        slopes.reserveCapacity(n * (n - 1) / 2)
        var score = 0
        for first in 0..<n {
            for second in first + 1..<n {
                let rise = values[second] - values[first]
                slopes.append(rise / Double(second - first))
                score += rise > 0 ? 1 : rise < 0 ? -1 : 0
            }
        }
        slopes.sort()
        let slope = Self.median(ofSorted: slopes)
        self.slope = slope
        let centre = Double(n - 1) / 2
        let levels = values.enumerated().map { $1 - slope * (Double($0) - centre) }
        let middle = Self.median(ofSorted: levels.sorted())
        self.middle = middle
        let residuals = levels.map { $0 - middle }
        let correlation = Self.lagOne(residuals)
        self.correlation = correlation
        let inflation = Self.inflation(correlation, n)
        let variance = Self.variance(values) * inflation
        let distance = Double(max(0, abs(score) - 1))
        significance =
            variance > 0 ? 2 * NormalDistribution.cumulative(-distance / variance.squareRoot()) : 1
        let z = NormalDistribution.quantile((1 + confidence) / 2)
        let reach = z * variance.squareRoot()
        let pairs = Double(slopes.count)
        // The M1-th and the (M2 + 1)-th from the lowest, counted from 1.
        slopeLower = slopes[max(0, Int(((pairs - reach) / 2).rounded(.down)) - 1)]
        slopeUpper = slopes[min(slopes.count - 1, Int(((pairs + reach) / 2).rounded(.up)))]
        // A median's deviation is √(π/2) that of a mean; 1.4826 makes sigma of a median deviation.
        let sigma = 1.4826 * Self.median(ofSorted: residuals.map { abs($0) }.sorted())
        middleHalfWidth = z * sigma * (.pi / 2 * inflation / Double(n)).squareRoot()
    }

    /// The line at a place counted from the newest point, which is 0.
    ///
    /// - Parameter steps: Points after the newest.
    /// - Returns: In the unit of the values.
    public func value(after steps: Double) -> Double {
        middle + slope * (Double(count - 1) / 2 + steps)
    }

    private static func median(ofSorted values: [Double]) -> Double {
        let half = values.count / 2
        return values.count.isMultiple(of: 2) ? (values[half - 1] + values[half]) / 2 : values[half]
    }

    private static func lagOne(_ residuals: [Double]) -> Double {
        let mean = residuals.reduce(0, +) / Double(residuals.count)
        let squares = residuals.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        guard squares > 0 else { return 0 }
        let products = zip(residuals, residuals.dropFirst())
            .reduce(0) { $0 + ($1.0 - mean) * ($1.1 - mean) }
        // Residuals of a line of n points look less alike by (2 + 4ρ)/n.
        let n = Double(residuals.count)
        return min(0.98, max(0, (n * products / squares + 2) / (n - 4)))
    }

    /// n/n* of a first-order autoregression: 1 + 2 Σ (1 - k/n) ρ^k.
    static func inflation(_ correlation: Double, _ count: Int) -> Double {
        var (sum, power) = (1.0, 1.0)
        for lag in 1..<count {
            power *= correlation
            sum += 2 * (1 - Double(lag) / Double(count)) * power
        }
        return sum
    }

    private static func variance(_ values: [Double]) -> Double {
        let n = Double(values.count)
        var total = n * (n - 1) * (2 * n + 5)
        let sorted = values.sorted()
        var start = 0
        while start < sorted.count {
            var end = start
            while end < sorted.count, sorted[end] == sorted[start] { end += 1 }
            let ties = Double(end - start)
            total -= ties * (ties - 1) * (2 * ties + 5)
            start = end
        }
        return total / 18
    }
}
