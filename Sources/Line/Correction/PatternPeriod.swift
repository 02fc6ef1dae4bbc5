internal import Foundation
public import Imaging

/// Measures the period of a line or checkerboard target, for the scale.
public enum PatternPeriod {
    /// Direction in which the pattern repeats.
    public enum Axis: String, Sendable {
        case acrossWeb = "across the web"
        case alongTravel = "along travel"
    }

    /// Least autocorrelation at one period.
    private static let correlationMin = 0.5

    /// Pixels per period of the pattern in `picture`, measured over as many periods as it shows.
    ///
    /// - Throws: `noPeriod` when brightness does not repeat at least three times.
    public static func pixels(
        in picture: Image,
        axis: Axis
    ) throws(CalibrationError) -> Double {
        let plane = picture.reduced(columns: 1, rows: 1)
        let oriented = axis == .acrossWeb ? plane : plane.transposed()
        let correlation = autocorrelation(oriented)
        guard let coarse = firstPeak(correlation) else { throw .noPeriod(axis: axis.rawValue) }
        // Far multiples of the period measure it more finely, as long as they stay clear.
        var period = coarse
        var multiple = 2.0
        while (period * multiple).rounded() + 2 < Double(correlation.count) {
            let place = Int((period * multiple).rounded())
            let reach = max(1, Int(period / 8))
            let low = max(1, place - reach)
            let high = min(correlation.count - 2, place + reach)
            guard let peak = (low...high).max(by: { correlation[$0] < correlation[$1] }),
                correlation[peak] > correlationMin * 0.6
            else { break }
            period = vertex(correlation, peak) / multiple
            multiple += 1
        }
        return period
    }

    /// Correlation of the picture with itself shifted along its rows, up to two thirds of its width.
    private static func autocorrelation(_ plane: Plane) -> [Double] {
        let rowStep = max(1, plane.height / 64)
        let lags = plane.width * 2 / 3
        var result = [Double](repeating: 0, count: lags)
        var rows: [[Double]] = []
        for y in stride(from: 0, to: plane.height, by: rowStep) {
            let samples = (0..<plane.width).map { Double(plane[$0, y]) }
            let mean = samples.reduce(0, +) / Double(samples.count)
            rows.append(samples.map { $0 - mean })
        }
        for lag in 0..<lags {
            var (product, first, second) = (0.0, 1e-9, 1e-9)
            for row in rows {
                for x in 0..<(row.count - lag) {
                    product += row[x] * row[x + lag]
                    first += row[x] * row[x]
                    second += row[x + lag] * row[x + lag]
                }
            }
            result[lag] = product / (first * second).squareRoot()
        }
        return result
    }

    private static func firstPeak(_ correlation: [Double]) -> Double? {
        // Past the first dip below zero, the first peak near the highest one is the period itself.
        guard let dip = correlation.firstIndex(where: { $0 < 0 }),
            dip + 1 < correlation.count / 2 + 1
        else { return nil }
        let end = correlation.count - 1
        guard dip + 1 < end, let highest = correlation[(dip + 1)..<end].max(),
            highest >= correlationMin
        else { return nil }
        for lag in (dip + 1)..<end
        where correlation[lag] >= highest * 0.6 && correlation[lag] >= correlation[lag - 1]
            && correlation[lag] > correlation[lag + 1]
        {
            return vertex(correlation, lag)
        }
        return nil
    }

    private static func vertex(_ values: [Double], _ index: Int) -> Double {
        let bend = values[index - 1] - 2 * values[index] + values[index + 1]
        guard bend < 0 else { return Double(index) }
        return Double(index)
            + max(-0.5, min(0.5, (values[index - 1] - values[index + 1]) / (2 * bend)))
    }
}
