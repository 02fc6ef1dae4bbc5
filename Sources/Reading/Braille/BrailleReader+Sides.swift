internal import Glibc
import Imaging

/// From a map of bulging to the sides of the board.
extension BrailleReader {
    /// Dots that a cell must hold to be worth it, where coarse and fine grids are compared.
    private static let cellCost = 0.6

    /// A side that was found.
    struct Found {
        var decision: DotDecision
        /// Share of its tops that the grid explains, less its costs.
        let order: Double
        let isUp: Bool
    }

    /// Both sides of a map.
    func sides(_ attempt: Attempt) -> (readings: [BrailleReading], quality: Double) {
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
        let strongCount = first.strong.count
        guard var first = side(first, step: step, isUp: isUpFirst, bounds: bounds) else {
            return ([], 0)
        }
        first.decision.refine(ahead, others: nil)
        first.decision.learn(ahead, others: nil)
        first.decision.refine(ahead, others: nil)
        var found = [first]
        let other = self.second(
            isMeasured ? nil : second,
            behind,
            by: first,
            ahead,
            step: step,
            bounds: bounds
        )
        if var other {
            // A dent is a bump turned over; what is not, is no other side.
            other.decision.adopt(first.decision.shape.turned)
            found.append(other)
        }
        for _ in 0..<(found.count == 2 ? 2 : 1) {
            var decisions = found.map(\.decision)
            DotDecision.decide(&decisions, ahead, pitch: step)
            if found.count == 2,
                Self.isNone(decisions[1].takenCount, beside: decisions[0].takenCount)
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
        if !isMeasured { distrust(&found, ahead, step: step) }
        let dotCount = found[0].decision.dots.count
        let share = Double(dotCount) / Double(max(strongCount, dotCount, 1))
        let readings = SideOrder.named(
            found.map { ($0.isUp, reading($0, map, side: .recto)) },
            isMeasured: isMeasured
        )
        // At half the pitch, the same dots need twice the cells.
        let cellCount = Double(max(readings.first?.cells.count ?? 1, 1))
        guard isMeasured else { return (readings, share * share * Double(dotCount) / cellCount) }
        let gain = max(0, Double(dotCount) - Self.cellCost * cellCount)
        return (readings, share * share * gain.squareRoot())
    }

    /// Leaves out what lies beside the paper, and a second side that is hardly there without it.
    private func distrust(_ found: inout [Found], _ ahead: Plane, step: Double) {
        var rest = ahead
        for (i, side) in found.enumerated() {
            let model = side.decision.model(width: ahead.width, height: ahead.height)
            rest.add(model, times: i == 0 ? -1 : 1)
        }
        let noise = GroundNoise(rest, pitch: step)
        for i in found.indices {
            found[i].decision.distrust(noise, i == 0 ? rest : rest.inverted())
        }
        if found.count == 2,
            Self.isNone(found[1].decision.dots.count, beside: found[0].decision.dots.count)
        {
            found.removeLast()
        }
    }

    /// Whether so few dots are no side beside those of the other.
    private static func isNone(_ dotCount: Int, beside otherCount: Int) -> Bool {
        dotCount < max(8, otherCount / secondShare)
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
            rest.add(other.model(width: rest.width, height: rest.height))
            let side = BumpSide(rest, pitch: step)
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

    /// The other side: `cleared`, or what the first leaves over of a measured surface, or all of it
    /// where that is too poor.
    ///
    /// Where the first one leaves little over, it may have explained both: then only a lattice as
    /// orderly as its own is another side.
    private func second(
        _ cleared: BumpSide?,
        _ behind: Plane,
        by first: Found,
        _ ahead: Plane,
        step: Double,
        bounds: ClosedRange<Double>
    ) -> Found? {
        var rest = behind
        rest.add(first.decision.model(width: ahead.width, height: ahead.height))
        let usual = first.decision.strength(in: ahead)
        let left = Peaks.strongest(rest, pitch: step, countMax: BumpSide.dotCountMax)
            .filter { $0.strength > 0.5 * usual && first.decision.surrounds($0.place) }
        // Between two bumps lies what looks like a dent, until the bumps are taken out.
        let isPlain = left.count * 8 > first.decision.dots.count
        let leastScore = isPlain ? Self.scoreMin : Self.scoreOrderly
        let leastOrder = (isPlain ? Self.orderMin : Self.orderSure) * min(first.order, 0.8)
        func orderly(_ side: BumpSide) -> Found? {
            guard side.vote.score > leastScore,
                let found = self.side(
                    side,
                    step: step,
                    isUp: !first.isUp,
                    bounds: bounds,
                    like: first.decision.grid
                ), found.order > leastOrder
            else { return nil }
            return found
        }
        if let cleared { return orderly(cleared) }
        guard isPlain else { return nil }
        return orderly(BumpSide(rest, pitch: step))
            ?? orderly(BumpSide(behind, pitch: step))
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
