internal import Foundation

/// The beta distribution.
public struct BetaDistribution: Sendable {
    /// First shape, above 0.
    public let alpha: Double
    /// Second shape, above 0.
    public let beta: Double

    /// Makes the distribution.
    ///
    /// - Parameters:
    ///   - alpha: First shape, above 0.
    ///   - beta: Second shape, above 0.
    public init(alpha: Double, beta: Double) {
        precondition(alpha > 0 && beta > 0)
        self.alpha = alpha
        self.beta = beta
    }

    /// The share below `x`.
    ///
    /// - Parameter x: In 0...1.
    /// - Returns: 0...1.
    public func cumulative(_ x: Double) -> Double { IncompleteBeta.regularised(alpha, beta, x) }

    /// The number below which the share `p` lies.
    ///
    /// - Parameter p: In 0...1.
    /// - Returns: 0...1.
    public func quantile(_ p: Double) -> Double {
        precondition(p >= 0 && p <= 1)
        if p == 0 || p == 1 { return p }
        return MonotoneRoot.find(from: 0, to: 1, slope: density) { cumulative($0) - p }
    }

    private func density(_ x: Double) -> Double {
        let scale = lgamma(alpha + beta) - lgamma(alpha) - lgamma(beta)
        return exp(scale + (alpha - 1) * log(x) + (beta - 1) * log1p(-x))
    }
}
