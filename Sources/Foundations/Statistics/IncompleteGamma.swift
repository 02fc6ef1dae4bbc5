internal import Foundation

/// The regularised lower incomplete gamma function.
public enum IncompleteGamma {
    /// P(a, x), the share of a gamma distribution of shape `a` below `x`.
    ///
    /// Source: NIST DLMF 8.11.4 (series) and 8.9.2 (continued fraction, by Lentz's way), as
    /// arranged in W. H. Press et al., Numerical Recipes, 3rd ed., section 6.2.
    ///
    /// - Parameters:
    ///   - a: Above 0.
    ///   - x: At least 0.
    /// - Returns: 0...1.
    public static func regularised(_ a: Double, _ x: Double) -> Double {
        precondition(a > 0 && x >= 0)
        if x == 0 { return 0 }
        if x == .infinity { return 1 }
        let front = exp(a * log(x) - x - lgamma(a))
        return x < a + 1 ? front * series(a, x) : 1 - front * fraction(a, x)
    }

    private static func series(_ a: Double, _ x: Double) -> Double {
        var term = 1 / a
        var sum = term
        var n = a
        for _ in 0..<100_000 {
            n += 1
            term *= x / n
            sum += term
            if term < sum * 1e-17 { break }
        }
        return sum
    }

    private static func fraction(_ a: Double, _ x: Double) -> Double {
        let tiny = 1e-300
        var b = x + 1 - a
        var c = 1 / tiny
        var d = 1 / b
        var product = d
        for n in 1..<100_000 {
            let numerator = -Double(n) * (Double(n) - a)
            b += 2
            d = numerator * d + b
            if abs(d) < tiny { d = tiny }
            c = b + numerator / c
            if abs(c) < tiny { c = tiny }
            d = 1 / d
            let step = d * c
            product *= step
            if abs(step - 1) < 1e-16 { break }
        }
        return product
    }
}
