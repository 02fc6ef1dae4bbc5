import Imaging

extension BumpSide {
    /// Share of the strongest tops that are left out of the shape of a dot: edges of paper, holes.
    private static let oddShare = 0.02
    /// Share of tops that are strong enough for it.
    private static let strongShare = 0.5
    /// Share of those that it is learnt from: the ones that stand most alone.
    private static let aloneShare = 0.25

    /// The weakest usual dot in a part of the page, as a share of that of all of it.
    private static let weakShareMin = 0.4

    /// Both sides of a map of shading, without the tops that only the other side's dots make.
    ///
    /// The dark end of a dent and the bright end of the next look like a bump between them, and the
    /// other way round. Tops of both sides compete for the map (``DotPursuit``); what is left over
    /// parts into dots and nothing much more clearly.
    static func pair(up: BumpSide, down: BumpSide, pitch: Double) -> (up: BumpSide, down: BumpSide)
    {
        let sides = [up, down]
        let tops = sides.indices.flatMap { side in
            sides[side].strong.map { Top(side: side, peak: $0) }
        }
        let alone = Self.alone(tops, pitch: pitch)
        let dominant = alone.count { $0.side == 0 } * 2 >= alone.count ? 0 : 1
        let places = alone.filter { $0.side == dominant }.map(\.peak.place)
        guard let shape = DotShape(sides[dominant].plane, at: places, pitch: pitch) else {
            return (up, down)
        }
        // A dent is a bump turned over.
        var shapes = dominant == 0 ? [shape, shape.turned] : [shape.turned, shape]
        let candidates = tops.indices.map {
            DotPursuit.Candidate(side: tops[$0].side, number: $0, home: tops[$0].peak.place)
        }
        var pursuit = DotPursuit(candidates, up.plane, shapes: shapes, pitch: pitch)
        // Once what is around the dots is explained, their shape is seen clearer.
        let usual = pursuit.candidates.filter {
            $0.isTaken && $0.side == dominant && $0.amplitude > 0.6 && $0.amplitude < 1.6
        }
        if let better = shapes[dominant].improved(
            by: pursuit.rests[dominant],
            at: usual.map(\.place)
        ) {
            shapes[dominant] = better
            shapes[1 - dominant] = better.turned
            pursuit = DotPursuit(candidates, up.plane, shapes: shapes, pitch: pitch)
        }
        let noise = GroundNoise(pursuit.rests[0], pitch: pitch)
        var taken = pursuit.candidates.filter(\.isTaken)
        let clearness = taken.map { noise.clearness(of: $0.amplitude, at: $0.place) }
        let clear = GroundNoise.limit(clearness)
        taken = taken.indices.filter { clearness[$0] > clear }.map { taken[$0] }
        let strengths = local(taken, pitch: pitch)
        let limit = 0.75 * DotDecision.valley(strengths.map { min($0, 1.5) })
        func side(_ number: Int) -> BumpSide {
            let peaks = taken.indices
                .filter { taken[$0].side == number && strengths[$0] > limit }
                .map { Peak(place: taken[$0].place, strength: taken[$0].amplitude) }
                .sorted { $0.strength > $1.strength }
            return BumpSide(sides[number].plane, strong: peaks, pitch: pitch)
        }
        return (side(0), side(1))
    }

    /// Amplitudes against those around, for light that is weaker on one side of the page.
    private static func local(_ dots: [DotPursuit.Candidate], pitch: Double) -> [Double] {
        let amplitudes = dots.map(\.amplitude)
        guard amplitudes.count >= 24 else { return amplitudes }
        let least = weakShareMin * Median.upper(amplitudes)
        let index = PointIndex(dots.map(\.place), cell: 12 * pitch)
        return dots.map { dot in
            var near: [Double] = []
            index.each(near: dot.place, within: 12 * pitch) { near.append(amplitudes[$0]) }
            return dot.amplitude / max(Median.upper(near), least)
        }
    }

    private struct Top {
        let side: Int
        let peak: Peak
    }

    /// Strong tops that little of the other side is near: what one dot looks like.
    private static func alone(_ tops: [Top], pitch: Double) -> [Top] {
        let order = tops.sorted { $0.peak.strength > $1.peak.strength }
        let strong = order.dropFirst(Int(oddShare * Double(order.count)))
            .prefix(max(12, Int(strongShare * Double(order.count))))
        let index = PointIndex(tops.map(\.peak.place), cell: 1.4 * pitch)
        func disturbance(_ top: Top) -> Double {
            var sum = 0.0
            index.each(near: top.peak.place, within: 1.4 * pitch) {
                if tops[$0].side != top.side { sum += tops[$0].peak.strength }
            }
            return sum / top.peak.strength
        }
        return strong.map { (top: $0, disturbance: disturbance($0)) }
            .sorted { $0.disturbance < $1.disturbance }
            .prefix(max(6, Int(aloneShare * Double(strong.count))))
            .map(\.top)
    }
}
