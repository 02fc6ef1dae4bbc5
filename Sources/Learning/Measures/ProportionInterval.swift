internal import Foundation

/// The Clopper–Pearson interval of a proportion: the binomial shares that `count` of `total` does
/// not contradict at 95 %.
///
/// Source: C. J. Clopper, E. S. Pearson, Biometrika 26 (1934), p. 404.
public struct ProportionInterval: Sendable, Equatable {
    /// Lower end, 0...1.
    public let lower: Double
    /// Upper end, 0...1.
    public let upper: Double

    /// The interval of `count` of `total`, which is at least 1.
    public init(count: Int, total: Int) {
        precondition(total > 0 && count >= 0 && count <= total)
        lower =
            count == 0
            ? 0
            : Self.root { 1 - Self.atMost(count - 1, of: total, share: $0) - 0.025 }
        upper =
            count == total
            ? 1
            : Self.root { 0.025 - Self.atMost(count, of: total, share: $0) }
    }

    /// Shares in per cent.
    public var text: String { String(format: "%.3f..%.3f %%", lower * 100, upper * 100) }

    /// Where the rising `function` crosses zero in 0...1.
    private static func root(_ function: (Double) -> Double) -> Double {
        var (low, high) = (0.0, 1.0)
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if function(middle) < 0 { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }

    /// Probability of at most `count` of `total` at `share` each.
    private static func atMost(_ count: Int, of total: Int, share: Double) -> Double {
        guard share > 0 else { return 1 }
        guard share < 1 else { return count >= total ? 1 : 0 }
        var sum = 0.0
        for k in 0...count {
            let choices =
                lgamma(Double(total + 1)) - lgamma(Double(k + 1))
                - lgamma(Double(total - k + 1))
            sum += exp(choices + Double(k) * log(share) + Double(total - k) * log1p(-share))
        }
        return min(1, sum)
    }
}
