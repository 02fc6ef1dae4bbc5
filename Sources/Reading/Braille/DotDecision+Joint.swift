import Imaging

extension DotDecision {
    /// Decides both sides together: the site that explains most of what is left goes first.
    static func decide(_ decisions: inout [DotDecision], _ map: Plane, pitch: Double) {
        var candidates: [DotPursuit.Candidate] = []
        for side in decisions.indices {
            for site in decisions[side].sites.indices {
                decisions[side].clear(site)
                let home = decisions[side].grid.place(decisions[side].sites[site].site)
                candidates.append(.init(side: side, number: site, home: home))
            }
        }
        let pursuit = DotPursuit(candidates, map, shapes: decisions.map(\.shape), pitch: pitch)
        for taken in pursuit.candidates where taken.isTaken {
            decisions[taken.side].take(taken.number, at: taken.place, amplitude: taken.amplitude)
        }
    }
}
