internal import Foundation

/// The standard normal distribution.
public enum NormalDistribution {
    /// The share below `x`.
    ///
    /// Source: NIST DLMF 7.18 by `erfc` of the C library.
    ///
    /// - Parameter x: Any number.
    /// - Returns: 0...1.
    public static func cumulative(_ x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }

    /// The density at `x`.
    ///
    /// - Parameter x: Any number.
    /// - Returns: At least 0.
    public static func density(_ x: Double) -> Double { exp(-x * x / 2) / (2 * .pi).squareRoot() }

    /// The number below which the share `p` lies.
    ///
    /// - Parameter p: In 0...1.
    /// - Returns: Infinite at 0 and 1.
    public static func quantile(_ p: Double) -> Double {
        precondition(p >= 0 && p <= 1)
        if p == 0 { return -.infinity }
        if p == 1 { return .infinity }
        // Above one half, 1 - p is exact and the lower tail keeps its digits.
        if p > 0.5 { return -quantile(1 - p) }
        return MonotoneRoot.find(from: -39, to: 0, slope: density) { cumulative($0) - p }
    }
}
