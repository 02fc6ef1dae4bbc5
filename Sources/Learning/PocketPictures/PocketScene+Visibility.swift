/// Whether what a label says can be seen.
///
/// Under a highlight or without contrast nothing is seen, and a label that says otherwise teaches
/// guessing.
extension PocketScene {
    /// Whether a camera sees what differs from the pocket with `good` in it; of a good one, from
    /// the empty pocket.
    func shows(_ good: Piece) -> Bool {
        var other = self
        (other.pieces, other.matter, other.crush) = ([good], [], nil)
        switch label {
        case .foreign:
            return matter.contains { thing in
                let place = ((thing.place - middle).unturned(turn)) / stretch / (reach / 2)
                return differences(other, around: place, step: 2 / 64, count: 15, above: 0.16) >= 6
            }
        case .good, .missing:
            guard view == .clear || view == .open else { return true }
            if label == .good { other.pieces = [] }
            return Float(whole(other, above: 0.1)) >= 0.55 * Float(covered(good))
        case .broken: return whole(other, above: 0.16) >= 9
        case .dented: return whole(other, above: 0.08) >= 22
        case .double: return Float(whole(other, above: 0.125)) >= 0.12 * Float(covered(good))
        }
    }

    private static let gridCount = 28

    /// Differing places of a grid over the crop.
    private func whole(_ other: PocketScene, above least: Float) -> Int {
        let count = Self.gridCount
        return differences(
            other,
            around: Vector(),
            step: 2 / Float(count),
            count: count,
            above: least
        )
    }

    /// Places of the same grid that `piece` covers.
    private func covered(_ piece: Piece) -> Int {
        let count = Self.gridCount
        return (0..<count * count).count { place in
            let offset = Vector(Float(place % count), Float(place / count)) - Float(count - 1) / 2
            let at = offset * (2 / Float(count))
            let p = (at * stretch * (reach / 2)).turned(turn) + middle
            return tablet.outline.distance((p - piece.place).unturned(piece.way)) < 0
        }
    }

    /// Places of a grid where the pictures differ by `least` of the range.
    private func differences(
        _ other: PocketScene,
        around place: Vector,
        step: Float,
        count: Int,
        above least: Float
    ) -> Int {
        var pairs: [(Float, Float)] = []
        var sum: Float = 0
        for row in 0..<count {
            for column in 0..<count {
                let offset = Vector(Float(column), Float(row)) - Float(count - 1) / 2
                let at = place + offset * step
                let own = (colour(at) * weights).sum()
                pairs.append((own, (other.colour(at) * weights).sum()))
                sum += min(own, 2)
            }
        }
        let gain = 0.45 * Float(pairs.count) / max(0.02, sum)
        return pairs.count { abs(min(1, $0.0 * gain) - min(1, $0.1 * gain)) > least }
    }
}
