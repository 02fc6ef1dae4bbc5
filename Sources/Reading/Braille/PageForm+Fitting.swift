internal import Glibc

extension PageForm {
    /// The form in which `points`, about `pitch` pixels apart, fall into the sharpest lines.
    init(_ points: [SIMD2<Double>], pitch: Double) {
        var low = points[0]
        var high = points[0]
        for point in points {
            low = pointwiseMin(low, point)
            high = pointwiseMax(high, point)
        }
        centre = (low + high) / 2
        extent = max((high - low).max() / 2, 2 * pitch)
        let (centre, extent) = (centre, extent)
        let scaled = points.map { ($0 - centre) / extent }
        let unit = pitch / extent
        let turned = scaled.map { SIMD2($0.y, $0.x) }
        // The first coordinate is along the axis that is straightened.
        lines = Self.axis(turned, unit: unit)
        columns = Self.axis(scaled, unit: unit)
        lines.fitRate(turned, unit: unit, lags: [(1, 1), (2, 0.5)])
        columns.fitRate(scaled, unit: unit, lags: [(1, 1)])
    }

    /// Slope, twist and bend for points (own, other) in units of the extent.
    private static func axis(_ points: [SIMD2<Double>], unit: Double) -> Axis {
        var axis = Axis()
        let slopes = localSlopes(points, unit: unit)
        if let first = slopes.first, slopes.count < 3 {
            axis.slope = first.slope
        } else if !slopes.isEmpty {
            fit(slopes, &axis)
        }
        axis.refine(points, unit: unit)
        return axis
    }

    private struct LocalSlope {
        var place: SIMD2<Double>
        var slope: Double
        var weight: Double
    }

    /// Slopes that make lines sharpest, window by window.
    private static func localSlopes(_ points: [SIMD2<Double>], unit: Double) -> [LocalSlope] {
        let radius = 8 * unit
        let index = PointIndex(points, cell: radius)
        var result: [LocalSlope] = []
        let steps = max(0, Int((1 / (0.8 * radius)).rounded(.up)))
        for v in -steps...steps {
            for u in -steps...steps {
                let place = SIMD2(Double(u), Double(v)) * (steps > 0 ? 1 / Double(steps) : 0)
                var near: [SIMD2<Double>] = []
                index.each(near: place, within: radius) { near.append((points[$0] - place) / unit) }
                guard near.count >= 14 else { continue }
                var best = (sharpness: 0.0, slope: 0.0)
                var sum = 0.0
                for step in -48...48 {
                    let slope = Double(step) * 0.0075
                    let sharpness = Profile(near.map { $0.x - slope * $0.y }, binsPerUnit: 5).energy
                    sum += sharpness
                    if sharpness > best.sharpness { best = (sharpness, slope) }
                }
                let contrast = best.sharpness / (sum / 97)
                guard contrast > 1.25 else { continue }
                result.append(
                    LocalSlope(
                        place: place,
                        slope: best.slope,
                        weight: (contrast - 1) * Double(near.count).squareRoot()
                    )
                )
            }
        }
        return result
    }

    /// Slope + twist · own + 2 · bend · other, robustly.
    private static func fit(_ slopes: [LocalSlope], _ axis: inout Axis) {
        var weights = slopes.map(\.weight)
        // Starts from the weighted median, which half the windows may contradict.
        let order = slopes.indices.sorted { slopes[$0].slope < slopes[$1].slope }
        let half = weights.reduce(0, +) / 2
        var (running, median) = (0.0, 0.0)
        for i in order {
            running += weights[i]
            if running >= half {
                median = slopes[i].slope
                break
            }
        }
        var solution = SIMD3(median, 0, 0)
        for round in 0..<10 {
            var normal = [Double](repeating: 0, count: 9)
            var right = SIMD3<Double>.zero
            let width = round < 3 ? 0.12 : 0.04
            for (i, local) in slopes.enumerated() {
                let row = SIMD3(1, local.place.x, 2 * local.place.y)
                let error = local.slope - (row * solution).sum()
                weights[i] = local.weight / (1 + (error / width) * (error / width))
                for a in 0..<3 {
                    for b in 0..<3 { normal[a * 3 + b] += weights[i] * row[a] * row[b] }
                    right[a] += weights[i] * row[a] * local.slope
                }
            }
            let total = weights.reduce(0, +)
            // A weak pull to a plain slope, for pages with little on them.
            normal[4] += 0.02 * total
            normal[8] += 0.02 * total
            guard let next = solve(normal, right) else { break }
            solution = next
        }
        axis.slope = solution.x
        axis.twist = solution.y
        axis.bend = solution.z
    }

    private static func solve(_ m: [Double], _ b: SIMD3<Double>) -> SIMD3<Double>? {
        func minor(_ a: Int, _ b: Int, _ c: Int, _ d: Int) -> Double { m[a] * m[d] - m[b] * m[c] }
        let c0 = minor(4, 5, 7, 8)
        let c1 = minor(3, 5, 6, 8)
        let c2 = minor(3, 4, 6, 7)
        let determinant = m[0] * c0 - m[1] * c1 + m[2] * c2
        guard determinant.magnitude > 1e-12 else { return nil }
        return SIMD3(
            b.x * c0 - b.y * minor(1, 2, 7, 8) + b.z * minor(1, 2, 4, 5),
            -b.x * c1 + b.y * minor(0, 2, 6, 8) - b.z * minor(0, 2, 3, 5),
            b.x * c2 - b.y * minor(0, 1, 6, 7) + b.z * minor(0, 1, 3, 4)
        ) / determinant
    }
}

extension PageForm.Axis {
    /// How much a drift costs, by its square; and how much more, by the number of points.
    private static let stiffness = 0.1
    private static let stiffnessOfFew = 100.0

    /// Improves slope, twist and bend by the sharpness of all lines together.
    mutating func refine(_ points: [SIMD2<Double>], unit: Double) {
        func energy(_ axis: Self) -> Double {
            Profile(points.map { axis.straight($0.x, $0.y) / unit }, binsPerUnit: 6).energy
        }
        var best = energy(self)
        var step = 0.35 * unit
        while step > 0.02 * unit {
            var improved = false
            for path in [\Self.slope, \Self.twist, \Self.bend] {
                for sign in [-1.0, 1.0] {
                    var other = self
                    other[keyPath: path] += sign * step
                    let value = energy(other)
                    if value > best {
                        (self, best, improved) = (other, value, true)
                    }
                }
            }
            if !improved { step /= 2 }
        }
    }

    /// Sets rate and drift so that lines repeat at the `lags` (in pitches, with weights).
    mutating func fitRate(
        _ points: [SIMD2<Double>],
        unit: Double,
        lags: [(lag: Double, weight: Double)]
    ) {
        let straight = points.map { self.straight($0.x, $0.y) }
        var best = -Double.infinity
        var result = (rate: 1 / unit, drift: 0.0)
        // Few dots repeat by chance, too, once their page is stretched enough.
        let stiffness = Self.stiffness + Self.stiffnessOfFew / Double(points.count)
        func score(_ rate: Double, _ drift: Double) -> Double {
            let profile = Profile(
                straight.map { $0 * rate * (1 + drift * $0 / 2) },
                binsPerUnit: 12
            )
            let sum = lags.reduce(0) { $0 + $1.weight * profile.repetition(at: $1.lag) }
            return sum * (1 - stiffness * drift * drift)
        }
        for driftStep in -8...8 {
            let drift = Double(driftStep) * 0.04
            for rateStep in -8...8 {
                let rate = (1 + Double(rateStep) * 0.02) / unit
                let value = score(rate, drift)
                if value > best { (best, result) = (value, (rate, drift)) }
            }
        }
        for scale in [0.5, 0.25, 0.12] {
            let centre = result
            for driftStep in -2...2 {
                for rateStep in -2...2 {
                    let rate = centre.rate * (1 + Double(rateStep) * 0.02 * scale)
                    let drift = centre.drift + Double(driftStep) * 0.04 * scale
                    let value = score(rate, drift)
                    if value > best { (best, result) = (value, (rate, drift)) }
                }
            }
        }
        rate = result.rate
        drift = result.drift
    }
}

/// How many points lie at each place of a line, shared between neighbouring bins.
struct Profile: Sendable {
    let binsPerUnit: Double
    /// The coordinate of bin 0.
    let origin: Double
    private(set) var counts: [Double]

    init(_ coordinates: [Double], binsPerUnit: Double, weights: [Double]? = nil) {
        self.binsPerUnit = binsPerUnit
        let low = coordinates.min() ?? 0
        let high = coordinates.max() ?? 0
        let count = min(Int((high - low) * binsPerUnit) + 4, 1 << 20)
        var counts = [Double](repeating: 0, count: count)
        for (i, coordinate) in coordinates.enumerated() {
            let place = (coordinate - low) * binsPerUnit + 1
            let bin = min(Int(place), count - 2)
            let share = place - Double(bin)
            let weight = weights?[i] ?? 1
            counts[bin] += weight * (1 - share)
            counts[bin + 1] += weight * share
        }
        self.counts = counts
        origin = low - 1 / binsPerUnit
    }

    /// Sum of squares: greatest where points share few bins.
    var energy: Double { counts.reduce(0) { $0 + $1 * $1 } }

    /// Sum of products of places `lag` apart.
    func repetition(at lag: Double) -> Double {
        let shift = lag * binsPerUnit
        let whole = Int(shift)
        let share = shift - Double(whole)
        guard whole + 1 < counts.count else { return 0 }
        var sum = 0.0
        for i in 0..<(counts.count - whole - 1) {
            sum += counts[i] * (counts[i + whole] * (1 - share) + counts[i + whole + 1] * share)
        }
        return sum
    }
}
