import Imaging

extension DotDecision {
    /// Rounds over all sites.
    private static let sweepCount = 8
    /// Amplitude that a site must have beyond what noise gives it.
    private static let shrinkage = 0.04
    /// Farthest that a dot is looked for off its grid, in pitches.
    private static let reachPitches = 0.15

    /// Shares the map among the sites of both sides at once, then measures every site.
    ///
    /// Non-negative least squares by coordinate descent (Wu and Lange, 2008): each site in turn takes
    /// what the others leave over, until none wants to change. The second side is the map turned
    /// over. Where bumps and dents overlap, each keeps its own part, whoever was decided first.
    static func balance(_ decisions: inout [DotDecision], _ map: Plane, pitch: Double) {
        var rests = [map, map.inverted()]
        for side in decisions.indices {
            for site in decisions[side].sites.indices {
                decisions[side].home(site, reach: reachPitches * pitch)
                let amplitude = decisions[side].raw[site]
                if amplitude > 0 { decisions[side].add(site, -amplitude, to: &rests, side: side) }
            }
        }
        for sweep in 0..<sweepCount {
            for side in decisions.indices {
                for site in decisions[side].sites.indices {
                    decisions[side].balance(site, &rests, side: side, moves: sweep % 3 == 2)
                }
            }
        }
        for side in decisions.indices {
            decisions[side].measure(&rests, side: side)
            decisions[side].learn(rests[side])
        }
    }

    private mutating func add(_ site: Int, _ amplitude: Double, to rests: inout [Plane], side: Int)
    {
        add(site, amplitude, to: &rests[side])
        add(site, -amplitude, to: &rests[1 - side])
    }

    /// Moves a site's place to within `reach` of the grid's.
    private mutating func home(_ site: Int, reach: Double) {
        let place = grid.place(sites[site].site)
        let apart = sites[site].place - place
        let distance = (apart * apart).sum().squareRoot()
        guard raw[site] > 0, distance > 0 else {
            sites[site].place = place
            return
        }
        sites[site].place = place + apart * min(1, reach / distance)
    }

    private mutating func balance(_ site: Int, _ rests: inout [Plane], side: Int, moves: Bool) {
        let before = raw[site]
        if moves, before > 0.3 {
            add(site, before, to: &rests, side: side)
            let place = grid.place(sites[site].site)
            sites[site].place = Self.top(rests[side], place, reach: Self.reachPitches * pitch)
            let fit = self.fit(site, rests[side], core: 1)
            raw[site] = max(0, fit.amplitude - Self.shrinkage)
            add(site, -raw[site], to: &rests, side: side)
            return
        }
        let fit = self.fit(site, rests[side], core: 1)
        let after = max(0, before + fit.amplitude - Self.shrinkage)
        guard abs(after - before) > 0.01 else { return }
        raw[site] = after
        add(site, before - after, to: &rests, side: side)
    }

    /// Measures every site in what the others leave over.
    private mutating func measure(_ rests: inout [Plane], side: Int) {
        for site in sites.indices {
            add(site, raw[site], to: &rests[side])
            let fit = self.fit(site, rests[side], core: 0.8)
            add(site, -raw[site], to: &rests[side])
            sites[site].amplitude = fit.amplitude
            sites[site].likeness = fit.likeness
        }
        settle()
    }

    /// Learns the shape again from the sure dots, each alone with what no site explains.
    private mutating func learn(_ rest: Plane) {
        let usual = sites.indices.filter {
            sites[$0].evidence > 0.75 && raw[$0] > 0.6 && raw[$0] < 1.6
        }
        guard usual.count >= 4 else { return }
        let places = usual.map { sites[$0].place }
        if let better = shape.improved(by: rest, at: places) { shape = better }
    }
}
