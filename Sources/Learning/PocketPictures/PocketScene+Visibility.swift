/// Whether a defect can be seen at all.
///
/// Under a highlight or without contrast nothing is seen, and a label that says otherwise teaches
/// guessing.
extension PocketScene {
    /// Whether a camera sees what differs from the pocket with `good` in it.
    func shows(_ good: Piece) -> Bool {
        var plain = self
        (plain.pieces, plain.matter, plain.crush) = ([good], [], nil)
        if label == .foreign {
            return matter.contains { thing in
                let place = ((thing.place - middle).unturned(turn)) / stretch / (reach / 2)
                let pixel: Float = 2 / 64
                return differences(plain, around: place, step: pixel, count: 15) >= 5
            }
        }
        let least = [PocketClass.missing: 20, .broken: 7, .dented: 12, .double: 18][label] ?? 0
        return differences(plain, around: Vector(), step: 2 / 28, count: 28) >= least
    }

    /// Places of a grid where the pictures differ by an eighth of the range.
    private func differences(
        _ plain: PocketScene,
        around place: Vector,
        step: Float,
        count: Int
    ) -> Int {
        var pairs: [(Float, Float)] = []
        var sum: Float = 0
        for row in 0..<count {
            for column in 0..<count {
                let offset = Vector(Float(column), Float(row)) - Float(count - 1) / 2
                let at = place + offset * step
                let own = (colour(at) * weights).sum()
                pairs.append((own, (plain.colour(at) * weights).sum()))
                sum += min(own, 2)
            }
        }
        let gain = 0.45 * Float(pairs.count) / max(0.02, sum)
        return pairs.count { abs(min(1, $0.0 * gain) - min(1, $0.1 * gain)) > 0.125 }
    }
}
