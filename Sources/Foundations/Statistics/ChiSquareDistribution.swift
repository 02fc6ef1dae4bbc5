internal import Foundation

/// The chi-square distribution.
public struct ChiSquareDistribution: Sendable {
    /// Degrees of freedom, above 0, not necessarily whole.
    public let degrees: Double

    /// Makes the distribution.
    ///
    /// - Parameter degrees: Degrees of freedom, above 0.
    public init(degrees: Double) {
        precondition(degrees > 0)
        self.degrees = degrees
    }

    /// The share below `x`.
    ///
    /// - Parameter x: At least 0.
    /// - Returns: 0...1.
    public func cumulative(_ x: Double) -> Double {
        IncompleteGamma.regularised(degrees / 2, x / 2)
    }

    /// The number below which the share `p` lies.
    ///
    /// - Parameter p: In 0..<1.
    /// - Returns: At least 0.
    public func quantile(_ p: Double) -> Double {
        precondition(p >= 0 && p < 1)
        if p == 0 { return 0 }
        var high = degrees + 10
        while cumulative(high) < p { high *= 2 }
        return MonotoneRoot.find(from: 0, to: high, slope: density) { cumulative($0) - p }
    }

    private func density(_ x: Double) -> Double {
        let half = degrees / 2
        let scale = half * log(2.0) + lgamma(half)
        return exp((half - 1) * log(x) - x / 2 - scale)
    }
}
