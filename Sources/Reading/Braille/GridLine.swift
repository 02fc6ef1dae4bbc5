/// Where lines of dots lie along one axis of the page: rows of a line of cells, or columns of cells.
///
/// A group is a fixed set of lines of dots one pitch apart: three for a line of Braille, two for a
/// column of cells. Groups repeat at a period that is nearly even; some are empty. The best set of
/// groups over the whole axis is found by dynamic programming, for every period that can be.
struct GridLine: Sendable {
    private static let binsPerPitch = 16.0
    /// Share of the axis that is surely between the lines of dots: what lies there is chance.
    private static let emptyShare = 0.15

    /// Coordinates of each group's first line of dots, ascending.
    let starts: [Double]
    /// Distance of neighbouring groups, in pitches.
    let period: Double
    /// Dots within a third of a pitch of the groups' lines, less what the groups cost.
    let score: Double

    /// Groups of `size` lines of dots among dots at `coordinates` (in pitches).
    ///
    /// `periods` are tried; groups may stand `slack` pitches off their period.
    init(_ coordinates: [Double], size: Int, periods: [Double], slack: Double, cost: Double) {
        let profile = Profile(coordinates, binsPerUnit: Self.binsPerPitch)
        let pad = Int(Self.binsPerPitch) * (size + 1)
        let count = profile.counts.count + 2 * pad
        var dots = [Double](repeating: 0, count: count)
        // A triangle two thirds of a pitch wide collects the dots of a line.
        let reach = Int(Self.binsPerPitch / 3)
        for (i, weight) in profile.counts.enumerated() where weight > 0 {
            for k in -reach...reach {
                dots[i + pad + k] += weight * (1 - Double(abs(k)) / Double(reach + 1))
            }
        }
        let pitch = Int(Self.binsPerPitch)
        // What lies everywhere speaks for no place.
        let inside = dots[pad..<max(pad + 1, count - pad)].sorted()
        let level = inside[Int(Self.emptyShare * Double(inside.count))]
        for i in pad..<max(pad, count - pad) { dots[i] -= level }
        var gains = [Double](repeating: -cost, count: count)
        for i in 0..<(count - pitch * (size - 1)) {
            for line in 0..<size {
                // Equal gains: the upper or left group wins.
                gains[i] += dots[i + line * pitch] * (1 - 0.01 * Double(line))
            }
        }
        var best: (score: Double, bins: [Int], period: Double) = (-.infinity, [], periods[0])
        for period in periods {
            let found = Self.groups(gains, period: period, slack: slack, size: size, cost: cost)
            if found.score > best.score { best = (found.score, found.bins, period) }
        }
        starts = best.bins.map { profile.origin + Double($0 - pad) / Self.binsPerPitch }
        period = best.period
        score = best.score
    }

    private static func groups(
        _ gains: [Double],
        period: Double,
        slack: Double,
        size: Int,
        cost: Double
    ) -> (score: Double, bins: [Int]) {
        let count = gains.count
        var total = gains
        var from = [Int](repeating: -1, count: count)
        let step = period * binsPerPitch
        let tolerance = slack * binsPerPitch
        let closest = Int((step - tolerance).rounded(.down))
        // The best end so far, far enough up for a fresh start.
        var restart = (score: -Double.infinity, bin: -1)
        for i in 0..<count {
            if i >= closest {
                let bin = i - closest
                if total[bin] > restart.score { restart = (total[bin], bin) }
            }
            guard gains[i] > -0.9 * cost || i % 4 == 0 else {
                total[i] = -.infinity
                continue
            }
            var best = (score: 0.0, bin: -1)
            if restart.score - 4 * cost > best.score {
                best = (restart.score - 4 * cost, restart.bin)
            }
            for steps in 1...8 {
                let distance = step * Double(steps)
                let low = Int((distance - tolerance).rounded(.up))
                guard i >= low else { break }
                let high = Int((distance + tolerance).rounded(.down))
                for apart in low...high where i >= apart {
                    let before = total[i - apart]
                    guard before > best.score else { continue }
                    let off = (Double(apart) - distance) / tolerance
                    let score = before - cost * off * off - 0.25 * cost * Double(steps - 1)
                    if score > best.score { best = (score, i - apart) }
                }
            }
            total[i] = gains[i] + best.score
            from[i] = best.bin
        }
        guard var end = total.indices.max(by: { total[$0] < total[$1] }), total[end] > 0 else {
            return (0, [])
        }
        let score = total[end]
        var bins: [Int] = []
        while end >= 0 {
            bins.append(end)
            end = from[end]
        }
        return (score, bins.reversed())
    }
}
