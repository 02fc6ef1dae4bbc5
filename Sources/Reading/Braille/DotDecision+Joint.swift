import Imaging

extension DotDecision {
    /// Decides both sides together: the site that explains most of what is left goes first.
    ///
    /// Bumps and dents leave traces in each other's places. Taken one side after the other, the
    /// first explains part of the second away; taken by what each explains (matching pursuit,
    /// Mallat and Zhang, 1993), a dent's one shape beats two bumps at its rims. Sites decided in one
    /// round lie apart, so that the order among them does not matter.
    static func decide(_ decisions: inout [DotDecision], _ map: Plane, pitch: Double) {
        var rests = [map, map]
        for i in rests[1].values.indices { rests[1].values[i] = -rests[1].values[i] }
        var candidates: [Candidate] = []
        for side in decisions.indices {
            for site in decisions[side].sites.indices {
                decisions[side].clear(site)
                let place = decisions[side].grid.place(decisions[side].sites[site].site)
                candidates.append(Candidate(side: side, site: site, home: place, place: place))
            }
        }
        let index = PointIndex(candidates.map(\.home), cell: 1.6 * pitch)
        for _ in 0..<24 {
            for i in candidates.indices where candidates[i].isStale && !candidates[i].isTaken {
                let rest = rests[candidates[i].side]
                let shape = decisions[candidates[i].side].shape
                let place = top(rest, candidates[i].home, reach: 0.25 * pitch)
                let fit = shape.fit(rest, at: place, core: 0.58)
                candidates[i].place = place
                candidates[i].amplitude = fit.amplitude
                candidates[i].evidence = evidence(amplitude: fit.amplitude, likeness: fit.likeness)
                candidates[i].gain =
                    fit.amplitude > 0 ? fit.amplitude * fit.amplitude * shape.energy : 0
                candidates[i].isStale = false
            }
            let order = candidates.indices
                .filter { !candidates[$0].isTaken && candidates[$0].evidence > 0.42 }
                .sorted {
                    (candidates[$0].gain, $1) > (candidates[$1].gain, $0)
                }
            guard !order.isEmpty else { break }
            for i in order where !candidates[i].isStale {
                candidates[i].isTaken = true
                let (side, place) = (candidates[i].side, candidates[i].place)
                let amplitude = candidates[i].amplitude
                decisions[side].take(candidates[i].site, at: place, amplitude: amplitude)
                decisions[side].add(candidates[i].site, -amplitude, to: &rests[side])
                decisions[side].add(candidates[i].site, amplitude, to: &rests[1 - side])
                index.each(near: candidates[i].home, within: 1.6 * pitch) {
                    candidates[$0].isStale = true
                }
            }
        }
    }

    private struct Candidate {
        let side: Int
        let site: Int
        let home: SIMD2<Double>
        var place: SIMD2<Double>
        var amplitude = 0.0
        var evidence = 0.0
        var gain = 0.0
        var isStale = true
        var isTaken = false
    }
}
