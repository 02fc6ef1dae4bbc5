internal import Foundation

/// An interval of the proportion that `count` of `total` speaks for.
public struct BinomialInterval: Sendable, Equatable {
    /// Lower end, 0...1.
    public let lower: Double
    /// Upper end, 0...1.
    public let upper: Double

    /// Both ends in per cent.
    public var text: String { String(format: "%.3f..%.3f %%", lower * 100, upper * 100) }

    /// Wilson's score interval: narrow, close to its confidence on average; for drawing.
    ///
    /// Source: E. B. Wilson, Journal of the American Statistical Association 22 (1927), p. 209.
    ///
    /// - Parameters:
    ///   - count: 0...total.
    ///   - total: At least 1.
    ///   - confidence: Two-sided, inside 0...1.
    /// - Returns: The interval.
    public static func wilson(
        count: Int,
        total: Int,
        confidence: Double = 0.95
    ) -> BinomialInterval {
        precondition(total > 0 && count >= 0 && count <= total && confidence > 0 && confidence < 1)
        let z = NormalDistribution.quantile((1 + confidence) / 2)
        return wilson(count: count, total: total, deviations: z)
    }

    /// Wilson's interval at a number of standard deviations, for loops.
    ///
    /// - Parameters:
    ///   - count: 0...total.
    ///   - total: At least 1.
    ///   - z: The normal quantile of the confidence, above 0.
    /// - Returns: The interval.
    public static func wilson(count: Int, total: Int, deviations z: Double) -> BinomialInterval {
        precondition(total > 0 && count >= 0 && count <= total && z > 0)
        let n = Double(total)
        let share = Double(count) / n
        let centre = (share + z * z / (2 * n)) / (1 + z * z / n)
        let half =
            z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
        return BinomialInterval(
            lower: count == 0 ? 0 : max(0, centre - half),
            upper: count == total ? 1 : min(1, centre + half)
        )
    }

    /// Clopper and Pearson's interval: never less sure than it says; for decisions.
    ///
    /// Source: C. J. Clopper, E. S. Pearson, Biometrika 26 (1934), p. 404, by beta quantiles.
    ///
    /// - Parameters:
    ///   - count: 0...total.
    ///   - total: At least 1.
    ///   - confidence: Two-sided, inside 0...1.
    /// - Returns: The interval.
    public static func clopperPearson(
        count: Int,
        total: Int,
        confidence: Double = 0.95
    ) -> BinomialInterval {
        precondition(total > 0 && count >= 0 && count <= total && confidence > 0 && confidence < 1)
        let tail = (1 - confidence) / 2
        let (k, n) = (Double(count), Double(total))
        return BinomialInterval(
            lower: count == 0 ? 0 : BetaDistribution(alpha: k, beta: n - k + 1).quantile(tail),
            upper: count == total
                ? 1 : BetaDistribution(alpha: k + 1, beta: n - k).quantile(1 - tail)
        )
    }
}
