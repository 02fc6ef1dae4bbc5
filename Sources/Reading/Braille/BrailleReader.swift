internal import Glibc
public import Imaging
public import Shading

/// Reads Braille from pictures: dots, their grid, cells.
///
/// Nothing is known beforehand of scale, skew or light. Dots are the tops of a map of bulging
/// (``BumpMap``), the pitch is what most of their neighbours agree on, and every place of the grid
/// is then decided by itself, so that weak dots are found and print is not. Any thread; the same
/// bits for the same pictures.
public struct BrailleReader: Sendable {
    /// Dot pitches that are tried, in pixels.
    static let pitches = (0..<10).map { 8 * pow(1.27, Double($0)) }
    /// Least score of a lattice to be Braille.
    static let scoreMin = 7.0
    /// Score from which no other pitch is tried.
    static let scoreSure = 60.0
    /// Most dots of one side.
    static let dotCountMax = 6000

    /// Makes a reader.
    public init() {}

    /// The sides found in pictures whose lights are unknown, best first; empty when there is none.
    ///
    /// Grey levels 0...255, equal in size. Recto is the side whose dots are bright towards the top of
    /// the picture (towards the left where the light is level), as on scans and desks lit from behind;
    /// a single side is recto, whatever the order. See ``SideOrder`` for what else speaks.
    public func read(_ pictures: [Plane]) -> [BrailleReading] {
        guard let first = pictures.first, min(first.width, first.height) >= 24 else { return [] }
        var tried: [Attempt] = []
        for pitch in Self.pitches {
            guard pitch * 400 > Double(first.width), pitch * 3 < Double(first.height) else {
                continue
            }
            for map in maps(pictures, pitch: pitch) {
                let score = vote(map, pitch: pitch)
                tried.append(Attempt(map: map, pitch: score.pitch, score: score.score))
            }
        }
        return best(of: tried) { attempt in
            maps(pictures, pitch: attempt.pitch).map { map in
                let score = vote(map, pitch: attempt.pitch)
                return Attempt(map: map, pitch: score.pitch, score: score.score)
            }
        }.readings
    }

    /// A map at one pitch, with the score of its lattice.
    private struct Attempt {
        var map: BumpMap
        var pitch: Double
        var score: Double
        var relief: Relief?
    }

    /// The readings of the attempt that leaves fewest dots unexplained.
    ///
    /// Where one score is far ahead, only it is read.
    private func best(
        of tried: [Attempt],
        again: (Attempt) -> [Attempt]
    ) -> (readings: [BrailleReading], relief: Relief?) {
        let order = tried.filter { $0.score > Self.scoreMin }.sorted { $0.score > $1.score }
        guard let first = order.first else { return ([], nil) }
        // Shading is full of lattices, of print and paper; relief has only dots, if few of them.
        let isSure = first.score > Self.scoreSure || first.map.light != nil
        let share = isSure ? 0.999 : 0.25
        let limit = share * first.score
        var best: (readings: [BrailleReading], relief: Relief?, quality: Double) = ([], nil, 0)
        for candidate in order.prefix(4) where candidate.score >= limit {
            let refined = again(candidate).max { $0.score < $1.score } ?? candidate
            let found = sides(refined.map, pitch: refined.pitch)
            let quality = found.quality * max(refined.score, 1).squareRoot()
            if quality > best.quality { best = (found.readings, refined.relief, quality) }
        }
        return (best.readings, best.relief)
    }

    /// The sides found in a surface whose relief is known: bumps are recto.
    public func read(_ normals: NormalField) -> (readings: [BrailleReading], relief: Relief?) {
        var tried: [Attempt] = []
        for pitch in Self.pitches {
            guard pitch * 3 < Double(normals.height), pitch * 400 > Double(normals.width) else {
                continue
            }
            tried.append(attempt(normals, pitch: pitch))
        }
        return best(of: tried) { [attempt(normals, pitch: $0.pitch)] }
    }

    private func attempt(_ normals: NormalField, pitch: Double) -> Attempt {
        let block = max(1, Int(pitch / 10))
        let relief = Relief(
            normals,
            blockSide: block,
            flatteningRadius: max(3, Int(1.5 * pitch / Double(block)))
        )
        let map = BumpMap(relief: relief.heights, scale: block, pitch: pitch / Double(block))
        let score = vote(map, pitch: pitch)
        return Attempt(map: map, pitch: score.pitch, score: score.score, relief: relief)
    }

    /// Maps of dots `pitch` pixels apart, one for each direction the light may have.
    private func maps(_ pictures: [Plane], pitch: Double) -> [BumpMap] {
        let scale = max(1, Int(pitch / 10))
        let step = pitch / Double(scale)
        let slopes = pictures.map { picture in
            BumpMap.slopes(of: scale == 1 ? picture : picture.reduced(by: scale), pitch: step)
        }
        let axes = slopes.map { BumpMap.lightAxes($0, pitch: step) }
        if pictures.count == 1 {
            return axes[0].map { BumpMap(slopes: slopes[0], light: $0, scale: scale) }
        }
        var sum: BumpMap?
        for (slope, axes) in zip(slopes, axes) {
            guard let axis = axes.first else { continue }
            var map = BumpMap(slopes: slope, light: axis, scale: scale)
            let spread = max(Peaks.spread(map.plane), 1e-6)
            guard var joined = sum else {
                for i in map.plane.values.indices { map.plane.values[i] /= spread }
                sum = map
                continue
            }
            var product = 0.0
            for i in map.plane.values.indices {
                product += Double(map.plane.values[i] * joined.plane.values[i])
            }
            let sign: Float = product < 0 ? -1 : 1
            for i in map.plane.values.indices {
                joined.plane.values[i] += sign * map.plane.values[i] / spread
            }
            sum = joined
        }
        return sum.map { [$0] } ?? []
    }

    /// Best lattice of the bumps or of the dents, whichever is surer; `pitch` in pixels.
    private func vote(_ map: BumpMap, pitch: Double) -> LatticeVote {
        let step = pitch / Double(map.scale)
        let up = vote(map.plane, step: step, scale: map.scale)
        let down = vote(map.inverted().plane, step: step, scale: map.scale)
        return up.score >= down.score ? up : down
    }

    private func vote(_ plane: Plane, step: Double, scale: Int) -> LatticeVote {
        let peaks = Peaks.strongest(plane, pitch: step, countMax: Self.dotCountMax)
        return LatticeVote(
            strong(peaks).map { $0.place * Double(scale) },
            nominal: step * Double(scale)
        )
    }

    private func usualStrength(_ plane: Plane, step: Double) -> Double {
        let peaks = strong(Peaks.strongest(plane, pitch: step, countMax: Self.dotCountMax))
        return peaks.isEmpty ? 0 : peaks[peaks.count / 2].strength
    }

    /// The peaks that stand clear of the weaker ones.
    private func strong(_ peaks: [Peak]) -> [Peak] {
        guard peaks.count > 24 else { return peaks }
        // Edges of paper are far stronger than dots, and must not part the peaks by themselves.
        let cap = 2.5 * peaks[peaks.count / 5].strength
        let limit = 0.75 * DotDecision.valley(peaks.map { min($0.strength, cap) })
        return peaks.filter { $0.strength > limit }
    }

    private struct Found {
        var decision: DotDecision
        var score: Double
        let isUp: Bool
    }

    /// Both sides of a map with dots `pitch` pixels of the picture apart.
    private func sides(
        _ map: BumpMap,
        pitch: Double
    ) -> (readings: [BrailleReading], quality: Double) {
        let step = pitch / Double(map.scale)
        let up = map.plane
        let down = map.inverted().plane
        // Relief has no clutter, and its weak dots must be found.
        let bounds = map.light == nil ? 0.2...0.45 : 0.42...0.6
        // Between bumps lie weaker dents, in a lattice as good as theirs.
        let isUpFirst =
            vote(up, step: step, scale: 1).score * usualStrength(up, step: step)
            >= vote(down, step: step, scale: 1).score * usualStrength(down, step: step)
        let ahead = isUpFirst ? up : down
        let behind = isUpFirst ? down : up
        guard var first = side(ahead, step: step, isUp: isUpFirst, bounds: bounds) else {
            return ([], 0)
        }
        first.decision.refine(ahead, others: nil)
        first.decision.learn(ahead, others: nil)
        first.decision.refine(ahead, others: nil)
        var rest = behind
        let own = first.decision.model(width: up.width, height: up.height)
        for i in rest.values.indices { rest.values[i] += own.values[i] }
        var found = [first]
        let usual = first.decision.strength(in: ahead)
        let leftOver = Peaks.strongest(rest, pitch: step, countMax: Self.dotCountMax)
            .filter { $0.strength > 0.5 * usual && first.decision.surrounds($0.place) }
        // Between two bumps lies what looks like a dent, until the bumps are taken out.
        if leftOver.count * 8 > first.decision.dots.count,
            var second = second(rest, behind, step: step, isUp: !isUpFirst, bounds: bounds)
        {
            // A dent is a bump turned over; what is not, is no other side.
            second.decision.adopt(first.decision.shape)
            found.append(second)
        }
        for _ in 0..<(found.count == 2 ? 2 : 1) {
            var decisions = found.map(\.decision)
            DotDecision.decide(&decisions, ahead, pitch: step)
            if found.count == 2,
                decisions[1].takenCount < max(8, decisions[0].takenCount / 12)
            {
                decisions.removeLast()
                found.removeLast()
                DotDecision.decide(&decisions, ahead, pitch: step)
            }
            for (i, decision) in decisions.enumerated() { found[i].decision = decision }
            for i in found.indices {
                let others =
                    found.count == 2
                    ? negated(found[1 - i].decision.model(width: up.width, height: up.height)) : nil
                let plane = i == 0 ? ahead : behind
                found[i].decision.refine(plane, others: others, include: 0.42)
                found[i].decision.learn(plane, others: others)
            }
        }
        let strongCount = strong(
            Peaks.strongest(ahead, pitch: step, countMax: Self.dotCountMax)
        ).count
        let dotCount = found[0].decision.dots.count
        let share = Double(dotCount) / Double(max(strongCount, dotCount, 1))
        let readings = SideOrder.named(
            found.map { ($0.isUp, reading($0, map, side: .recto)) },
            isMeasured: map.light == nil
        )
        // At half the pitch, the same dots need twice the cells.
        let cellCount = Double(max(readings.first?.cells.count ?? 1, 1))
        return (readings, share * share * Double(dotCount) / cellCount)
    }

    private func negated(_ plane: Plane) -> Plane {
        var result = plane
        for i in result.values.indices { result.values[i] = -result.values[i] }
        return result
    }

    /// The other side, from what the first one leaves over, or from everything where that is too poor.
    private func second(
        _ rest: Plane,
        _ whole: Plane,
        step: Double,
        isUp: Bool,
        bounds: ClosedRange<Double>
    ) -> Found? {
        for plane in [rest, whole] where vote(plane, step: step, scale: 1).score > Self.scoreMin {
            guard let found = side(plane, step: step, isUp: isUp, bounds: bounds) else { continue }
            return found
        }
        return nil
    }

    private func side(
        _ plane: Plane,
        step: Double,
        isUp: Bool,
        bounds: ClosedRange<Double>
    ) -> Found? {
        let peaks = strong(Peaks.strongest(plane, pitch: step, countMax: Self.dotCountMax))
        let places = peaks.map(\.place)
        guard let grid = DotGrid(places, pitch: LatticeVote(places, nominal: step).pitch),
            let decision = DotDecision(grid, plane, pitch: step, bounds: bounds)
        else { return nil }
        return Found(decision: decision, score: grid.score, isUp: isUp)
    }

    /// Cells in the picture's pixels.
    private func reading(_ found: Found, _ map: BumpMap, side: BrailleSide) -> BrailleReading {
        let scale = Double(map.scale)
        func picture(_ place: SIMD2<Double>) -> SIMD2<Double> {
            (place + 0.5) * scale - 0.5
        }
        let grid = found.decision.grid
        var cells: [CellReading] = []
        var sizes: [Double] = []
        let threshold = found.decision.threshold
        for first in stride(from: 0, to: found.decision.sites.count, by: 6) {
            let sites = found.decision.sites[first..<(first + 6)]
            let dots = sites.filter { $0.evidence >= threshold }
            guard !dots.isEmpty, let corner = sites.first else { continue }
            let top = picture(grid.place(corner.site))
            let foot = picture(
                grid.place(
                    .init(line: corner.site.line, column: corner.site.column, dot: 5)
                )
            )
            let diagonal = foot - top
            let pitch = ((diagonal * diagonal).sum() / 5).squareRoot()
            sizes.append(pitch)
            let margins = sites.map { min(abs($0.evidence - threshold) / threshold, 1) }
            cells.append(
                CellReading(
                    line: corner.site.line,
                    column: corner.site.column,
                    dots: dots.map { dot in
                        let place = picture(dot.place)
                        let off = place - picture(grid.place(dot.site))
                        return CellReading.Dot(
                            number: dot.site.dot + 1,
                            x: place.x,
                            y: place.y,
                            evidence: min(dot.evidence, 1),
                            heightMillimetres: nil,
                            displacementMillimetres: (off * off).sum().squareRoot() / pitch * 2.5
                        )
                    },
                    x: (top.x + foot.x) / 2,
                    y: (top.y + foot.y) / 2,
                    confidence: margins.min() ?? 0
                )
            )
        }
        cells = LineSifting.kept(cells)
        sizes.sort()
        let axis = map.light
        return BrailleReading(
            cells: cells,
            side: side,
            pitchPixels: sizes.isEmpty ? 0 : sizes[sizes.count / 2],
            lineCount: Set(cells.map(\.line)).count,
            angleDegrees: atan(grid.form.lines.slope) * 180 / Double.pi,
            lightDegrees: axis.map { atan2(-$0.y, $0.x) * 180 / Double.pi },
            confidence: cells.reduce(0) { $0 + $1.confidence } / Double(max(cells.count, 1))
        )
    }
}
