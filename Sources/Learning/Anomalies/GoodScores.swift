internal import Foundation

/// The scores of good pictures that a memory has not seen, and what follows from them.
struct GoodScores {
    let values: [Double]

    /// The score that a further good picture exceeds with the chance `share`.
    ///
    /// A score is the largest of many distances, so its logarithm is taken to follow Gumbel's
    /// distribution, fitted by moments; few scores widen the bound as Student's quantile does a normal
    /// one's, to the second order in 1/ν. Sources: E. J. Gumbel, Statistics of Extremes (1958), section
    /// 6.2.2; G. J. Hahn, W. Q. Meeker, Statistical Intervals (1991), section 4.7; M. Abramowitz,
    /// I. A. Stegun, Handbook of Mathematical Functions, 26.7.5.
    func threshold(falseRejectShare share: Double) -> Double {
        let logs = values.map { log(max(1e-9, $0)) }
        let count = Double(logs.count)
        let mean = logs.reduce(0, +) / count
        let variance = logs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / max(1, count - 1)
        let euler = 0.577_215_664_9
        let extreme = (-log(-log1p(-share)) - euler) * 6.0.squareRoot() / .pi
        let freedom = max(2, count - 1)
        let z = Self.normalQuantile(1 - share)
        let first = (z * z + 1) / (4 * freedom)
        let second = (5 * pow(z, 4) + 16 * z * z + 3) / (96 * freedom * freedom)
        let widening = 1 + first + second
        return exp(mean + extreme * widening * (variance * (1 + 1 / count)).squareRoot())
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
