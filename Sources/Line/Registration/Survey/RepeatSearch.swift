internal import Foundation
internal import Imaging

/// Finds how often, and where, the rows of a strip repeat.
struct RepeatSearch {
    let strip: FeatureMap
    /// One row of contrast per row of the strip: features less their row-independent mean, scaled.
    private let contrast: [Float]
    private let columns: Int

    /// Least correlation of rows one pitch apart.
    static let correlationMin = 0.3
    private static let columnsPerSample = 4

    init(strip: FeatureMap) {
        self.strip = strip
        let samples = max(1, strip.width / Self.columnsPerSample)
        let perPlane = samples
        columns = perPlane * strip.planes.count
        var values = [Float](repeating: 0, count: columns * strip.height)
        for (index, plane) in strip.planes.enumerated() {
            for y in 0..<strip.height {
                for x in 0..<(samples * Self.columnsPerSample) where x < strip.width {
                    let target = y * columns + index * perPlane + x / Self.columnsPerSample
                    values[target] += plane.values[y * plane.width + x]
                }
            }
        }
        for column in 0..<columns {
            var mean = 0.0
            for y in 0..<strip.height { mean += Double(values[y * columns + column]) }
            mean /= Double(strip.height)
            for y in 0..<strip.height { values[y * columns + column] -= Float(mean) }
        }
        // Each plane to equal power, so that none drowns the others.
        for plane in 0..<strip.planes.count {
            var power = 1e-9
            for y in 0..<strip.height {
                for x in 0..<perPlane {
                    let value = Double(values[y * columns + plane * perPlane + x])
                    power += value * value
                }
            }
            let scale = Float(1 / (power / Double(strip.height * perPlane)).squareRoot())
            for y in 0..<strip.height {
                for x in 0..<perPlane { values[y * columns + plane * perPlane + x] *= scale }
            }
        }
        contrast = values
    }

    /// Correlation of the strip with itself `lag` cells on.
    func correlation(lag: Int) -> Double {
        guard lag > 0, lag < strip.height else { return 0 }
        var (product, first, second) = (0.0, 1e-9, 1e-9)
        let count = (strip.height - lag) * columns
        let shift = lag * columns
        for i in 0..<count {
            let (a, b) = (contrast[i], contrast[i + shift])
            product += Double(a * b)
            first += Double(a * a)
            second += Double(b * b)
        }
        return product / (first * second).squareRoot()
    }

    /// The best lag in `lags`, refined by a parabola, in cells.
    func bestLag(in lags: ClosedRange<Int>) -> (lag: Double, correlation: Double)? {
        let values = lags.map { correlation(lag: $0) }
        guard let best = values.indices.max(by: { values[$0] < values[$1] }) else { return nil }
        var lag = Double(lags.lowerBound + best)
        if best > 0, best + 1 < values.count {
            let bend = values[best - 1] - 2 * values[best] + values[best + 1]
            if bend < 0 {
                lag += max(-0.5, min(0.5, (values[best - 1] - values[best + 1]) / (2 * bend)))
            }
        }
        return (lag, values[best])
    }

    /// Where every period begins, in cells from the strip's first row, at an arbitrary phase.
    ///
    /// `pitch` is in millimetres; the strip's own may differ by 4 %.
    func origins(nearPitchMillimetres pitch: Double) throws(RegistrationError) -> [Double] {
        let nominal = pitch / strip.cellY
        let periods = Double(strip.height) / nominal
        guard periods >= 3 else { throw .tooFewPeriods(found: periods, needed: 3) }
        let low = max(1, Int((nominal * 0.96).rounded(.down)))
        let found = bestLag(in: low...max(low, Int((nominal * 1.04).rounded(.up))))
        guard let found, found.correlation >= Self.correlationMin else {
            throw .pitchNotFound(
                correlation: found?.correlation ?? 0,
                needed: Self.correlationMin
            )
        }
        return tracked(period: found.lag)
    }

    /// The shortest period that repeats about as well as any, in cells.
    ///
    /// Rows of pockets inside a blister repeat too, but less well than whole blisters do.
    func shortestPeriod() throws(RegistrationError) -> Double {
        let low = max(2, Int((Self.pitches.lowerBound / strip.cellY).rounded()))
        let high = min(Int(Self.pitches.upperBound / strip.cellY), strip.height / 3)
        guard high > low + 2 else {
            throw .tooFewPeriods(
                found: Double(strip.height) * strip.cellY / Self.pitches.lowerBound,
                needed: 3
            )
        }
        let values = (low...high).map { correlation(lag: $0) }
        guard let highest = values.max(), highest >= Self.correlationMin else {
            throw .pitchNotFound(correlation: values.max() ?? 0, needed: Self.correlationMin)
        }
        for index in 1..<(values.count - 1)
        where values[index] >= values[index - 1] && values[index] > values[index + 1]
            && values[index] >= highest * Self.asGoodAs
        {
            let lag = low + index
            return bestLag(in: (lag - 1)...(lag + 1))?.lag ?? Double(lag)
        }
        throw .pitchNotFound(correlation: highest, needed: Self.correlationMin)
    }

    /// Pitches that are looked for, millimetres.
    private static let pitches = 15.0...250.0
    /// A shorter period this close to the best one is the period itself.
    private static let asGoodAs = 0.93

    /// Follows the mean period through the strip, so that a slightly wrong pitch does not add up.
    func tracked(period: Double) -> [Double] {
        let length = Int(period.rounded())
        let count = Int((Double(strip.height) / period).rounded(.down))
        var origins = (0..<count).map { Double($0) * period }
        for _ in 0..<2 {
            let mean = meanPeriod(origins, length: length)
            var followed: [Double] = []
            var expected = origins.first ?? 0
            var step = period
            for _ in origins.indices {
                let place = followed.isEmpty ? expected : expected
                let offset = bestOffset(of: mean, length: length, at: place)
                followed.append(place + offset)
                if followed.count > 1 {
                    let measured = followed[followed.count - 1] - followed[followed.count - 2]
                    step += (measured - step) * 0.05
                }
                expected = place + offset + step
            }
            origins = followed
        }
        return origins
    }

    private func meanPeriod(_ origins: [Double], length: Int) -> [Float] {
        var sums = [Float](repeating: 0, count: length * columns)
        for origin in origins {
            let first = Int(origin.rounded())
            for y in 0..<length where first + y >= 0 && first + y < strip.height {
                for x in 0..<columns {
                    sums[y * columns + x] += contrast[(first + y) * columns + x]
                }
            }
        }
        return sums
    }

    private func bestOffset(of mean: [Float], length: Int, at place: Double) -> Double {
        let reach = max(2, Int(3.0 / strip.cellY))
        let first = Int(place.rounded())
        var values: [Double] = []
        for offset in -reach...reach {
            var (product, power) = (0.0, 1e-9)
            for y in 0..<length {
                let row = first + offset + y
                guard row >= 0, row < strip.height else { continue }
                var (rowProduct, rowPower): (Float, Float) = (0, 0)
                for x in 0..<columns {
                    let value = contrast[row * columns + x]
                    rowProduct += value * mean[y * columns + x]
                    rowPower += value * value
                }
                product += Double(rowProduct)
                power += Double(rowPower)
            }
            values.append(product / power.squareRoot())
        }
        guard let best = values.indices.max(by: { values[$0] < values[$1] }) else { return 0 }
        var fine = 0.0
        if best > 0, best + 1 < values.count {
            let bend = values[best - 1] - 2 * values[best] + values[best + 1]
            if bend < 0 {
                fine = max(-0.5, min(0.5, (values[best - 1] - values[best + 1]) / (2 * bend)))
            }
        }
        return Double(first + best - reach) + fine - place
    }
}
