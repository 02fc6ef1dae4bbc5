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
    /// Evidence between which relief's dots part from nothing.
    static let boundsOfRelief = 0.2...0.45
    /// Unevenness of a grid, in pitches, from which it is laid again.
    static let unevennessMax = 0.04
    /// Least score of a lattice to be Braille.
    static let scoreMin = 7.0
    /// Score from which no other pitch is tried.
    static let scoreSure = 60.0
    /// Score of relief from which coarser pitches than the finest are believed.
    static let settledMin = 10.0

    /// A side with fewer dots than this part of the other's is none.
    static let secondShare = 12
    /// Least order of a second side's grid against the first one's.
    static let orderMin = 0.5

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
        for pitch in pitches(width: first.width, height: first.height) {
            tried += maps(pictures, pitch: pitch).map { Attempt($0, pitch: pitch) }
        }
        return best(of: tried) { attempt in
            maps(pictures, pitch: attempt.pitch).map { Attempt($0, pitch: attempt.pitch) }
        }.readings
    }

    /// The sides found in a surface whose relief is known: bumps are recto.
    public func read(_ normals: NormalField) -> (readings: [BrailleReading], relief: Relief?) {
        let slopes = SlopeField(normals)
        var tried: [Attempt] = []
        // Coarse maps cost least, and relief has no lattices but that of its dots.
        for pitch in pitches(width: normals.width, height: normals.height).reversed() {
            tried.append(attempt(slopes, pitch: pitch))
            if Self.isSettled(tried) { break }
        }
        let (readings, attempt) = best(of: tried) { [self.attempt(slopes, pitch: $0.pitch)] }
        guard let attempt else { return (readings, nil) }
        let side = attempt.map.scale
        let relief = Relief(
            slopes.reduced(by: side),
            flatteningRadius: max(3, Int(1.5 * attempt.nominal / Double(side)))
        )
        return (readings, relief)
    }

    /// Pitches to try in a picture of this size, ascending.
    private func pitches(width: Int, height: Int) -> [Double] {
        Self.pitches.filter { $0 * 400 > Double(width) && $0 * 3 < Double(height) }
    }

    private func attempt(_ slopes: SlopeField, pitch: Double) -> Attempt {
        let block = max(1, Int(pitch / 10))
        let map = BumpMap(slopes.reduced(by: block), pitch: pitch / Double(block))
        return Attempt(map, pitch: pitch)
    }

    /// Whether a pitch is so far ahead of the two finer ones after it that none will be better.
    private static func isSettled(_ tried: [Attempt]) -> Bool {
        guard tried.count >= 3, let best = tried.dropLast(2).map(\.score).max() else {
            return false
        }
        return best > settledMin && tried.suffix(2).allSatisfy { $0.score < 0.5 * best }
    }

    /// A map at one pitch, with the lattices of its sides.
    private struct Attempt {
        let map: BumpMap
        /// Pitch that was tried, in pixels of the picture.
        let nominal: Double
        let up: BumpSide
        let down: BumpSide

        init(_ map: BumpMap, pitch: Double) {
            self.map = map
            nominal = pitch
            let step = pitch / Double(map.scale)
            let noise = map.light == nil ? nil : GroundNoise(map.plane, pitch: step)
            up = BumpSide(map.plane, pitch: step, noise: noise)
            down = BumpSide(map.plane.inverted(), pitch: step, noise: noise)
        }

        /// Between bumps lie weaker dents, in a lattice as good as theirs.
        var isUpFirst: Bool {
            guard up.usualStrength > 0.5 * down.usualStrength else { return false }
            guard down.usualStrength > 0.5 * up.usualStrength else { return true }
            return up.vote.score * up.usualStrength >= down.vote.score * down.usualStrength
        }
        private var vote: LatticeVote { isUpFirst ? up.vote : down.vote }
        /// The surer side's score.
        var score: Double { vote.score }
        /// The surer side's pitch, in pixels of the picture.
        var pitch: Double { vote.pitch * Double(map.scale) }
    }

    /// The readings of the attempt that leaves fewest dots unexplained.
    ///
    /// Where one score is far ahead, only it is read.
    private func best(
        of tried: [Attempt],
        again: (Attempt) -> [Attempt]
    ) -> (readings: [BrailleReading], attempt: Attempt?) {
        let order = tried.filter { $0.score > Self.scoreMin }.sorted { $0.score > $1.score }
        guard let first = order.first else { return ([], nil) }
        // Shading is full of lattices, of print and paper; relief has only dots, if few of them.
        let isSure = first.score > Self.scoreSure || first.map.light != nil || Self.isSettled(tried)
        let share = isSure ? 0.999 : 0.25
        let limit = share * first.score
        var best: (readings: [BrailleReading], attempt: Attempt?, quality: Double) = ([], nil, 0)
        for candidate in order.prefix(4) where candidate.score >= limit {
            let refined = again(candidate).max { $0.score < $1.score } ?? candidate
            let found = sides(refined)
            let quality = found.quality * max(refined.score, 1).squareRoot()
            if quality > best.quality { best = (found.readings, refined, quality) }
        }
        return (best.readings, best.attempt)
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

    private struct Found {
        var decision: DotDecision
        /// Share of its tops that the grid explains, less its costs.
        let order: Double
        let isUp: Bool
    }

    /// Both sides of a map.
    private func sides(_ attempt: Attempt) -> (readings: [BrailleReading], quality: Double) {
        let map = attempt.map
        // A map's grid is looked for with the pitch that its own lattice has.
        let step = attempt.pitch / Double(map.scale)
        let isMeasured = map.light == nil
        let (up, down) =
            isMeasured
            ? (attempt.up, attempt.down)
            : BumpSide.pair(up: attempt.up, down: attempt.down, pitch: step)
        // Relief has no clutter, and its weak dots must be found.
        let bounds = isMeasured ? Self.boundsOfRelief : 0.42...0.6
        let isUpFirst = isMeasured ? attempt.isUpFirst : up.vote.score >= down.vote.score
        let first = isUpFirst ? up : down
        let second = isUpFirst ? down : up
        let (ahead, behind) = (first.plane, second.plane)
        let (strongCount, usual) = (first.strong.count, first.usualStrength)
        guard var first = side(first, step: step, isUp: isUpFirst, bounds: bounds) else {
            return ([], 0)
        }
        first.decision.refine(ahead, others: nil)
        first.decision.learn(ahead, others: nil)
        first.decision.refine(ahead, others: nil)
        var found = [first]
        let other =
            isMeasured
            ? leftOver(behind, by: first, ahead, step: step, bounds: bounds)
            : self.second(second, usual: usual, step: step, like: first, bounds: bounds)
        if var other {
            // A dent is a bump turned over; what is not, is no other side.
            other.decision.adopt(first.decision.shape.turned)
            found.append(other)
        }
        for _ in 0..<(found.count == 2 ? 2 : 1) {
            var decisions = found.map(\.decision)
            DotDecision.decide(&decisions, ahead, pitch: step)
            if found.count == 2,
                decisions[1].takenCount < max(8, decisions[0].takenCount / Self.secondShare)
            {
                decisions.removeLast()
                found.removeLast()
                DotDecision.decide(&decisions, ahead, pitch: step)
            }
            for (i, decision) in decisions.enumerated() { found[i].decision = decision }
            for i in found.indices {
                let others =
                    found.count == 2
                    ? found[1 - i].decision.model(width: ahead.width, height: ahead.height)
                        .inverted() : nil
                let plane = i == 0 ? ahead : behind
                found[i].decision.refine(plane, others: others, include: 0.42)
                found[i].decision.learn(plane, others: others)
            }
        }
        if found.count == 2 {
            regrid(&found, ahead, behind, step: step, bounds: bounds)
            var decisions = found.map(\.decision)
            for _ in 0..<2 { DotDecision.balance(&decisions, ahead, pitch: step) }
            for (i, decision) in decisions.enumerated() { found[i].decision = decision }
        }
        if map.light != nil { distrust(&found, ahead, step: step) }
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

    /// Leaves out what lies beside the paper, and a second side that is hardly there without it.
    private func distrust(_ found: inout [Found], _ ahead: Plane, step: Double) {
        var rest = ahead
        for (i, side) in found.enumerated() {
            let model = side.decision.model(width: ahead.width, height: ahead.height)
            let sign: Float = i == 0 ? -1 : 1
            for k in rest.values.indices { rest.values[k] += sign * model.values[k] }
        }
        let noise = GroundNoise(rest, pitch: step)
        for i in found.indices { found[i].decision.distrust(noise) }
        if found.count == 2,
            found[1].decision.dots.count < max(8, found[0].decision.dots.count / Self.secondShare)
        {
            found.removeLast()
        }
    }

    /// Lays each side's grid again through what the other side leaves over, where it gets more even.
    private func regrid(
        _ found: inout [Found],
        _ ahead: Plane,
        _ behind: Plane,
        step: Double,
        bounds: ClosedRange<Double>
    ) {
        var isChanged = false
        for i in found.indices {
            let other = found[1 - i].decision
            let old = found[i].decision.grid.unevenness
            guard old > Self.unevennessMax else { continue }
            var rest = i == 0 ? ahead : behind
            let model = other.model(width: rest.width, height: rest.height)
            for k in rest.values.indices { rest.values[k] += model.values[k] }
            let side = BumpSide(rest, pitch: step, noise: nil)
            guard
                var again = self.side(
                    side,
                    step: step,
                    isUp: found[i].isUp,
                    bounds: bounds,
                    like: other.grid
                ), again.decision.grid.unevenness < old
            else { continue }
            again.decision.adopt(found[i].decision.shape)
            found[i] = again
            isChanged = true
        }
        guard isChanged else { return }
        var decisions = found.map(\.decision)
        DotDecision.decide(&decisions, ahead, pitch: step)
        for (i, decision) in decisions.enumerated() { found[i].decision = decision }
    }

    /// The other side of a measured surface, from what the first one leaves over, or from everything
    /// where that is too poor.
    private func leftOver(
        _ behind: Plane,
        by first: Found,
        _ ahead: Plane,
        step: Double,
        bounds: ClosedRange<Double>
    ) -> Found? {
        var rest = behind
        let own = first.decision.model(width: ahead.width, height: ahead.height)
        for i in rest.values.indices { rest.values[i] += own.values[i] }
        let usual = first.decision.strength(in: ahead)
        let left = Peaks.strongest(rest, pitch: step, countMax: BumpSide.dotCountMax)
            .filter { $0.strength > 0.5 * usual && first.decision.surrounds($0.place) }
        // Between two bumps lies what looks like a dent, until the bumps are taken out.
        guard left.count * Self.secondShare > first.decision.dots.count else { return nil }
        for plane in [rest, behind] {
            let side = BumpSide(plane, pitch: step, noise: nil)
            let found = second(side, usual: usual, step: step, like: first, bounds: bounds)
            if let found { return found }
        }
        return nil
    }

    /// The other side, where `side` has a lattice of its own and is not much weaker than `usual`.
    private func second(
        _ side: BumpSide,
        usual: Double,
        step: Double,
        like first: Found,
        bounds: ClosedRange<Double>
    ) -> Found? {
        print("DBG second \(side.vote) \(side.strong.count) usual \(side.usualStrength) of \(usual)")
        guard side.vote.score > Self.scoreMin,
            side.strong.count * Self.secondShare > first.decision.dots.count,
            side.usualStrength > 0.5 * usual,
            let found = self.side(
                side,
                step: step,
                isUp: !first.isUp,
                bounds: bounds,
                like: first.decision.grid
            ),
            found.order > Self.orderMin * min(first.order, 0.8)
        else { return nil }
        return found
    }

    private func side(
        _ side: BumpSide,
        step: Double,
        isUp: Bool,
        bounds: ClosedRange<Double>,
        like other: DotGrid? = nil
    ) -> Found? {
        let places = side.strong.map(\.place)
        guard
            let grid = DotGrid(
                places,
                pitch: side.vote.pitch,
                like: other,
                isMeasured: bounds == Self.boundsOfRelief
            ),
            let decision = DotDecision(grid, side.plane, pitch: step, bounds: bounds)
        else { return nil }
        print("DBG side \(isUp) points \(places.count) form \(grid.form) lines \(grid.lines.map { ($0*10).rounded()/10 }) linePitch \(grid.linePitch) cellPitch \(grid.cellPitch) score \(grid.score) uneven \(grid.unevenness)")
        return Found(decision: decision, order: grid.score / Double(places.count), isUp: isUp)
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
