internal import Glibc
import Imaging

/// Which sites of a grid hold a dot.
///
/// Every site is compared with what a sure dot looks like in this picture, after all other dots,
/// those of the other side included, have been taken out of the map (Högbom's CLEAN, 1974).
struct DotDecision: Sendable {
    /// One site with what was measured there.
    struct Measured: Sendable {
        let site: DotGrid.Site
        /// Where the dot is, or would be, in the map.
        var place: SIMD2<Double>
        /// 1: as much as the dots around it.
        var amplitude = 0.0
        /// -1...1.
        var likeness = 0.0
        /// What is decided by: 0 nothing, 1 a usual dot.
        var evidence: Double {
            DotDecision.evidence(amplitude: amplitude, likeness: likeness)
        }
    }

    let grid: DotGrid
    var sites: [Measured]
    var shape: DotShape
    /// Evidence from which a site holds a dot.
    private(set) var threshold = 0.5
    let pitch: Double
    /// Where the threshold may lie.
    private let bounds: ClosedRange<Double>
    /// Amplitude against the shape, as subtracted.
    var raw: [Double]

    /// Measures the sites of `grid` in `map`; nil where no site looks like a dot.
    init?(_ grid: DotGrid, _ map: Plane, pitch: Double, bounds: ClosedRange<Double>) {
        self.grid = grid
        self.bounds = bounds
        self.pitch = pitch
        let sites = grid.sites.map { site in
            let place = grid.place(site)
            return Measured(site: site, place: Self.top(map, place, reach: 0.28 * pitch))
        }
        self.sites = sites
        let strengths = sites.map { Double(map.sample(x: $0.place.x, y: $0.place.y)) }
        let order = strengths.sorted(by: >)
        guard let first = order.first, first > 0 else { return nil }
        let limit = Self.valley(strengths.map { max($0, 0) })
        let sure = sites.indices.filter { strengths[$0] > max(limit, 0) }
        guard !sure.isEmpty else { return nil }
        let median = Median.upper(sure.map { strengths[$0] })
        let usual = sure.filter { strengths[$0] > 0.6 * median && strengths[$0] < 1.6 * median }
        guard let shape = DotShape(map, at: usual.map { sites[$0].place }, pitch: pitch) else {
            return nil
        }
        self.shape = shape
        raw = strengths.map { $0 > max(limit, 0.5 * median) ? $0 / median : 0 }
    }

    /// The highest place of the map within `reach` of `place`, to fractions of a pixel.
    static func top(_ map: Plane, _ place: SIMD2<Double>, reach: Double) -> SIMD2<Double> {
        let whole = Int(reach.rounded(.up))
        let (column, row) = (Int(place.x.rounded()), Int(place.y.rounded()))
        var best: (value: Float, x: Int, y: Int)?
        for y in (row - whole)...(row + whole) where y >= 0 && y < map.height {
            for x in (column - whole)...(column + whole) where x >= 0 && x < map.width {
                let apart = SIMD2(Double(x), Double(y)) - place
                guard (apart * apart).sum() <= reach * reach else { continue }
                if map[x, y] > best?.value ?? 0 { best = (map[x, y], x, y) }
            }
        }
        guard let best else { return place }
        let top = Peaks.refined(map, x: best.x, y: best.y).place
        let apart = top - place
        let distance = (apart * apart).sum().squareRoot()
        return distance <= reach ? top : place + apart * (reach / distance)
    }

    /// Likeness counts twice: print and edges are strong, but unlike a dot.
    static func evidence(amplitude: Double, likeness: Double) -> Double {
        min(max(amplitude, 0), 1.5).squareRoot() * max(likeness, 0) * max(likeness, 0)
    }

    /// Forgets that a site holds a dot.
    mutating func clear(_ site: Int) { raw[site] = 0 }

    /// Takes a site for a dot of `amplitude` at `place`.
    mutating func take(_ site: Int, at place: SIMD2<Double>, amplitude: Double) {
        raw[site] = amplitude
        sites[site].place = place
    }

    /// Looks for dots of `shape` from now on.
    mutating func adopt(_ shape: DotShape) { self.shape = shape }

    /// Whether `place` lies among the dots, not at the edge of the board.
    func surrounds(_ place: SIMD2<Double>) -> Bool {
        let page = grid.form.page(place)
        guard let first = grid.lines.first, let last = grid.lines.last else { return false }
        let left = grid.columns.compactMap(\.first).min() ?? 0
        let right = grid.columns.compactMap(\.last).max() ?? 0
        return page.y > first - 0.8 && page.y < last + 2.8 && page.x > left - 0.8
            && page.x < right + 1.8
    }

    /// Median value of `map` at the dots.
    func strength(in map: Plane) -> Double {
        Median.upper(dots.map { Double(map.sample(x: $0.place.x, y: $0.place.y)) })
    }

    /// Likeness of dots that are believed in restless surroundings.
    private static let likenessMin = 0.85

    /// Forgets dots that stand out of `noise` less than a third as far as they usually do and do not look
    /// much like dots; `rest` is the map without what was taken out of it.
    mutating func distrust(_ noise: GroundNoise, _ rest: Plane) {
        let taken = sites.indices.filter { sites[$0].evidence >= threshold }
        guard taken.count >= 24 else { return }
        let clearness = taken.map { site in
            let amplitude = raw[site] > 0 ? raw[site] : fit(site, rest, core: 0.8).amplitude
            return noise.clearness(of: amplitude, at: sites[site].place)
        }
        let limit = max(Median.upper(clearness) / 3, GroundNoise.limit(clearness))
        for (i, clearness) in zip(taken, clearness)
        where clearness < limit && sites[i].likeness < Self.likenessMin || clearness < limit / 3 {
            raw[i] = 0
            sites[i].amplitude = 0
        }
    }

    /// Sites taken for dots.
    var takenCount: Int { raw.count { $0 > 0 } }

    /// Adds `amplitude` times the shape at a site's place.
    func add(_ site: Int, _ amplitude: Double, to plane: inout Plane) {
        shape.add(to: &plane, at: sites[site].place, amplitude: amplitude)
    }

    /// How much of the shape is in `plane` at a site's place; see ``DotShape``.
    func fit(_ site: Int, _ plane: Plane, core: Double) -> (amplitude: Double, likeness: Double) {
        shape.fit(plane, at: sites[site].place, core: core)
    }

    /// Everything that is taken for a dot, as it would look.
    func model(width: Int, height: Int) -> Plane {
        var plane = Plane(width: width, height: height, filledWith: 0)
        for i in sites.indices where raw[i] > 0 {
            add(i, raw[i], to: &plane)
        }
        return plane
    }

    /// Measures every site again in `map` without `others`, the dots of the other side.
    ///
    /// What has more evidence than `include` is taken out of the map for its neighbours.
    mutating func refine(_ map: Plane, others: Plane?, include: Double = 0.5) {
        var rest = map
        if let others { rest.add(others, times: -1) }
        rest.add(model(width: map.width, height: map.height), times: -1)
        for i in sites.indices {
            let before = raw[i]
            if before > 0 { add(i, before, to: &rest) }
            let place = grid.place(sites[i].site)
            sites[i].place = Self.top(rest, place, reach: 0.25 * pitch)
            let fit = self.fit(i, rest, core: 0.8)
            sites[i].amplitude = fit.amplitude
            sites[i].likeness = fit.likeness
            let isDot = Self.evidence(amplitude: fit.amplitude, likeness: fit.likeness) > include
            raw[i] = isDot ? fit.amplitude : 0
            if raw[i] > 0 { add(i, -raw[i], to: &rest) }
        }
        settle()
    }

    /// Compares amplitudes with those around, and finds the evidence that parts dots from none.
    mutating func settle() {
        normalise()
        let evidence = sites.map(\.evidence)
        let parted = Self.gap(evidence, in: bounds) ?? Self.valley(evidence)
        threshold = min(max(parted, bounds.lowerBound), bounds.upperBound)
    }

    /// Width of a gap from which nothing lies in it by chance.
    private static let gapMin = 0.15

    /// The middle of the widest gap in `values` that reaches into `bounds`; nil where there is none
    /// to speak of.
    private static func gap(_ values: [Double], in bounds: ClosedRange<Double>) -> Double? {
        let order = values.sorted()
        var widest: ClosedRange<Double>?
        for (low, high) in zip(order, order.dropFirst())
        where high > bounds.lowerBound && low < bounds.upperBound && high - low > gapMin {
            if high - low > widest.map({ $0.upperBound - $0.lowerBound }) ?? 0 {
                widest = low...high
            }
        }
        return widest.map { ($0.lowerBound + $0.upperBound) / 2 }
    }

    /// Learns the shape again from the sure dots of `map` without `others`.
    mutating func learn(_ map: Plane, others: Plane?) {
        var rest = map
        if let others { rest.add(others, times: -1) }
        let usual = sites.filter {
            $0.evidence > 0.75 && $0.amplitude > 0.6 && $0.amplitude < 1.6
        }
        guard usual.count >= 4,
            let shape = DotShape(rest, at: usual.map(\.place), pitch: pitch)
        else { return }
        self.shape = shape
    }

    /// Divides amplitudes by those of the dots around, for uneven light.
    private mutating func normalise() {
        let sure = sites.filter { $0.likeness > 0.6 && $0.amplitude > 0.25 }
        guard sure.count >= 4 else { return }
        let median = Median.upper(sure.map(\.amplitude))
        let index = PointIndex(sure.map(\.place), cell: 12 * pitch)
        for i in sites.indices {
            var near: [Double] = []
            index.each(near: sites[i].place, within: 12 * pitch) { near.append(sure[$0].amplitude) }
            guard near.count >= 8 else {
                sites[i].amplitude /= median
                continue
            }
            sites[i].amplitude /= max(Median.upper(near), 0.3 * median)
        }
    }

    /// The threshold that parts `values` into two classes with least spread (Otsu, 1979).
    static func valley(_ values: [Double]) -> Double {
        let high = values.max() ?? 0
        guard high > 0 else { return 0 }
        let cut = min(high, (values.reduce(0, +) / Double(values.count)) * 6)
        var counts = [Double](repeating: 0, count: 128)
        for value in values { counts[min(max(Int(value / cut * 127), 0), 127)] += 1 }
        let total = Double(values.count)
        let sum = counts.indices.reduce(0.0) { $0 + Double($1) * counts[$1] }
        var (below, sumBelow) = (0.0, 0.0)
        var spreads = [Double](repeating: 0, count: 128)
        for k in 0..<127 {
            below += counts[k]
            sumBelow += Double(k) * counts[k]
            guard below > 0, below < total else { continue }
            let difference = sumBelow / below - (sum - sumBelow) / (total - below)
            spreads[k] = below * (total - below) * difference * difference
        }
        // Over an empty stretch all thresholds are equal: its middle is safest.
        let best = spreads.max() ?? 0
        let equal = spreads.indices.filter { spreads[$0] > 0.999 * best }
        let place = Double((equal.first ?? 0) + (equal.last ?? 0)) / 2 + 0.5
        return (place + 0.5) / 127 * cut
    }

    /// The sites that hold a dot.
    var dots: [Measured] { sites.filter { $0.evidence >= threshold } }
}
