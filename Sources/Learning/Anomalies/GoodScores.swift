internal import Foundation

/// The scores of good pictures that a memory has not seen, and what follows from them.
struct GoodScores {
    let values: [Double]

    /// The score that a further good picture exceeds with the chance `share`.
    ///
    /// The prediction bound of a log-normal sample, with Student's quantile approximated to the
    /// second order in 1/ν. Source: G. J. Hahn, W. Q. Meeker, Statistical Intervals (1991), section 4.7;
    /// M. Abramowitz, I. A. Stegun, Handbook of Mathematical Functions, 26.7.5.
    func threshold(falseRejectShare share: Double) -> Double {
        let logs = values.map { log(max(1e-9, $0)) }
        let count = Double(logs.count)
        let mean = logs.reduce(0, +) / count
        let variance = logs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / max(1, count - 1)
        let freedom = max(2, count - 1)
        let z = Self.normalQuantile(1 - share)
        let first = (z * z * z + z) / (4 * freedom)
        let second = (5 * pow(z, 5) + 16 * z * z * z + 3 * z) / (96 * freedom * freedom)
        let quantile = z + first + second
        return exp(mean + quantile * (variance * (1 + 1 / count)).squareRoot())
    }

    /// The standard normal quantile, by bisection of the error function.
    static func normalQuantile(_ share: Double) -> Double {
        var (low, high) = (-10.0, 10.0)
        for _ in 0..<80 {
            let middle = (low + high) / 2
            if 0.5 * erfc(-middle / 2.0.squareRoot()) < share {
                low = middle
            } else {
                high = middle
            }
        }
        return (low + high) / 2
    }
}
