internal import Foundation
internal import Imaging

/// Robust statistics of small samples.
public enum Statistics {
    /// The middle value, or the mean of the two middle ones; 0 for none.
    public static func median<Number: BinaryFloatingPoint>(_ values: [Number]) -> Number {
        Median.of(values)
    }

    /// The value below which a share `share` of `values` lies, interpolated; 0 for none.
    public static func quantile<Number: BinaryFloatingPoint>(
        _ values: [Number],
        _ share: Double
    ) -> Number {
        guard !values.isEmpty else { return 0 }
        return quantile(sorted: values.sorted(), share)
    }

    /// ``quantile(_:_:)`` of values that are sorted already.
    public static func quantile<Number: BinaryFloatingPoint>(
        sorted values: [Number],
        _ share: Double
    ) -> Number {
        let position = share * Double(values.count - 1)
        let below = max(0, min(values.count - 1, Int(position.rounded(.down))))
        let above = min(values.count - 1, below + 1)
        let part = Number(position - Double(below))
        return values[below] * (1 - part) + values[above] * part
    }

    /// Median absolute deviation times 1.4826: the standard deviation of clean normal samples.
    public static func robustDeviation(_ values: [Double]) -> Double {
        let middle = median(values)
        return 1.4826 * median(values.map { abs($0 - middle) })
    }

    /// How many standard deviations a normal value exceeds with probability `tail`
    /// (Abramowitz and Stegun 26.2.23, error below 5e-4); `tail` in 0..<0.5.
    public static func normalDeviate(tail: Double) -> Double {
        let t = (-2 * log(max(tail, 1e-300))).squareRoot()
        let numerator = 2.515517 + t * (0.802853 + t * 0.010328)
        let denominator = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308))
        return t - numerator / denominator
    }
}

/// Normal equations of a weighted fit of a plane: constant, across, along.
struct SymmetricSystem {
    private var sums = (one: 0.0, x: 0.0, y: 0.0, xx: 0.0, xy: 0.0, yy: 0.0)
    private var right = (one: 0.0, x: 0.0, y: 0.0)

    mutating func add(across: Double, along: Double, value: Double, weight: Double) {
        let (wx, wy) = (weight * across, weight * along)
        sums.one += weight
        sums.x += wx
        sums.y += wy
        sums.xx += wx * across
        sums.xy += wx * along
        sums.yy += wy * along
        right.one += weight * value
        right.x += wx * value
        right.y += wy * value
    }

    /// Gaussian elimination with pivoting; nil when the system is singular.
    func solved() -> [Double]? {
        var a = [
            sums.one, sums.x, sums.y, sums.x, sums.xx, sums.xy, sums.y, sums.xy, sums.yy,
        ]
        var b = [right.one, right.x, right.y]
        for column in 0..<3 {
            var pivot = column
            for row in column..<3 where abs(a[row * 3 + column]) > abs(a[pivot * 3 + column]) {
                pivot = row
            }
            guard abs(a[pivot * 3 + column]) > 1e-9 else { return nil }
            if pivot != column {
                for k in 0..<3 { a.swapAt(pivot * 3 + k, column * 3 + k) }
                b.swapAt(pivot, column)
            }
            for row in 0..<3 where row != column {
                let factor = a[row * 3 + column] / a[column * 3 + column]
                for k in column..<3 { a[row * 3 + k] -= factor * a[column * 3 + k] }
                b[row] -= factor * b[column]
            }
        }
        return (0..<3).map { b[$0] / a[$0 * 3 + $0] }
    }
}
