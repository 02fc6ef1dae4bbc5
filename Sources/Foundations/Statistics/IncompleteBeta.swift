internal import Foundation

/// The regularised incomplete beta function.
public enum IncompleteBeta {
    /// I_x(a, b), the share of a beta distribution below `x`.
    ///
    /// Source: NIST DLMF 8.17.22 (continued fraction, by Lentz's way) and 8.17.4 (symmetry), as
    /// arranged in W. H. Press et al., Numerical Recipes, 3rd ed., section 6.4.
    ///
    /// - Parameters:
    ///   - a: Above 0.
    ///   - b: Above 0.
    ///   - x: In 0...1.
    /// - Returns: 0...1.
    public static func regularised(_ a: Double, _ b: Double, _ x: Double) -> Double {
        precondition(a > 0 && b > 0 && x >= 0 && x <= 1)
        if x == 0 || x == 1 { return x }
        let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
        return x < (a + 1) / (a + b + 2)
            ? front * fraction(a, b, x) / a
            : 1 - front * fraction(b, a, 1 - x) / b
    }

    private static func fraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
        let tiny = 1e-300
        func safe(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
        var c = 1.0
        var d = 1 / safe(1 - (a + b) * x / (a + 1))
        var product = d
        for index in 1..<100_000 {
            let m = Double(index)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            d = 1 / safe(1 + even * d)
            c = safe(1 + even / c)
            product *= d * c
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            d = 1 / safe(1 + odd * d)
            c = safe(1 + odd / c)
            let step = d * c
            product *= step
            if abs(step - 1) < 1e-16 { break }
        }
        return product
    }
}
