internal import Foundation

/// Student's t distribution.
public struct StudentDistribution: Sendable {
    /// Degrees of freedom, above 0, not necessarily whole.
    public let degrees: Double

    /// Makes the distribution.
    ///
    /// - Parameter degrees: Degrees of freedom, above 0.
    public init(degrees: Double) {
        precondition(degrees > 0)
        self.degrees = degrees
    }

    /// The share below `t`.
    ///
    /// Source: Abramowitz and Stegun, 26.7.1, by the incomplete beta function.
    ///
    /// - Parameter t: Any number.
    /// - Returns: 0...1.
    public func cumulative(_ t: Double) -> Double {
        let tail = 0.5 * IncompleteBeta.regularised(degrees / 2, 0.5, degrees / (degrees + t * t))
        return t < 0 ? tail : 1 - tail
    }

    /// The number below which the share `p` lies.
    ///
    /// - Parameter p: In 0...1.
    /// - Returns: Infinite at 0 and 1.
    public func quantile(_ p: Double) -> Double {
        precondition(p >= 0 && p <= 1)
        if p == 0 { return -.infinity }
        if p == 1 { return .infinity }
        if p == 0.5 { return 0 }
        if p > 0.5 { return -quantile(1 - p) }
        let share = BetaDistribution(alpha: degrees / 2, beta: 0.5).quantile(2 * p)
        return -(degrees * (1 - share) / share).squareRoot()
    }
}
