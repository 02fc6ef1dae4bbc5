internal import Foundation

/// Forward and backward sums of a text over the columns of a table, in shares.
///
/// Rabiner, "A tutorial on hidden Markov models", 1989, section V.A: every column is divided by its
/// sum, so that no logarithm is taken on the way. What is lost by it is under 1e-308, against a text of at
/// least e^``logMin``. Twin: ``LogLattice``.
struct TextLattice {
    /// The logarithm of the text below which shares do not reach far enough.
    static let logMin = -600.0
    private typealias Lanes = SIMD8<Double>

    /// The text's logarithmic probability; at least ``logMin``.
    let own: Double
    private let path: [Int]
    private let columns: Int
    private let signs: Int
    /// Shares by column and sign in groups of lanes, each column divided by its forward sum.
    private var emissions: [Lanes]
    private let groups: Int
    private var forward: [Double]
    /// Times what makes a forward and a backward sum of neighbouring columns a share of the text.
    private var backward: [Double]

    /// nil where the text is less likely than ``logMin``.
    init?(_ text: [Int], _ table: SignTable) {
        guard table.columns > 0 else { return nil }
        var path = [0]
        for sign in text { path += [sign, 0] }
        let (columns, places) = (table.columns, path.count)
        let skips = path.indices.map { place in
            place >= 2 && path[place] != 0 && path[place] != path[place - 2]
        }
        let groups = (table.signs + Lanes.scalarCount - 1) / Lanes.scalarCount
        var emissions = [Lanes](repeating: .zero, count: columns * groups)
        for column in 0..<columns {
            for sign in 0..<table.signs {
                let share = exp(Double(table.log(column, sign)))
                emissions[column * groups + sign >> 3][sign & 7] = share
            }
        }
        func emission(_ column: Int, _ sign: Int) -> Double {
            emissions[column * groups + sign >> 3][sign & 7]
        }
        var forward = [Double](repeating: 0, count: columns * places)
        var scales = [Double](repeating: 0, count: columns)
        var forwardLogs = scales
        var log = 0.0
        for column in 0..<columns {
            let start = column * places
            var sum = 0.0
            for place in 0..<places {
                var reached = column == 0 && place < 2 ? 1.0 : 0
                if column > 0 {
                    let before = start - places + place
                    reached = forward[before]
                    if place >= 1 { reached += forward[before - 1] }
                    if skips[place] { reached += forward[before - 2] }
                }
                let value = reached * emission(column, path[place])
                forward[start + place] = value
                sum += value
            }
            guard sum > 0 else { return nil }
            log += Foundation.log(sum)
            (scales[column], forwardLogs[column]) = (1 / sum, log)
            for place in start..<start + places { forward[place] /= sum }
        }
        let last = columns * places - 1
        let ends = forward[last] + (places > 1 ? forward[last - 1] : 0)
        guard ends > 0, log + Foundation.log(ends) >= Self.logMin else { return nil }
        own = log + Foundation.log(ends)
        var backward = [Double](repeating: 0, count: columns * places)
        var backwardLogs = [Double](repeating: 0, count: columns)
        log = 0
        for column in stride(from: columns - 1, through: 0, by: -1) {
            let start = column * places
            var sum = 0.0
            for place in 0..<places {
                var rest = column == columns - 1 && place >= places - 2 ? 1.0 : 0
                if column < columns - 1 {
                    let after = start + places + place
                    rest = backward[after]
                    if place + 1 < places { rest += backward[after + 1] }
                    if place + 2 < places, skips[place + 2] { rest += backward[after + 2] }
                }
                let value = rest * emission(column, path[place])
                backward[start + place] = value
                sum += value
            }
            guard sum > 0 else { return nil }
            log += Foundation.log(sum)
            backwardLogs[column] = log
            for place in start..<start + places { backward[place] /= sum }
        }
        for column in 0..<columns {
            let before = column > 0 ? forwardLogs[column - 1] : 0
            let weight = exp(before + backwardLogs[column] - own)
            for place in 0..<places { backward[column * places + place] *= weight }
            for group in 0..<groups { emissions[column * groups + group] *= scales[column] }
        }
        (self.path, self.columns, signs) = (path, columns, table.signs)
        (self.emissions, self.groups) = (emissions, groups)
        (self.forward, self.backward) = (forward, backward)
        endWeight = exp((forwardLogs.last ?? 0) - own)
    }

    /// What makes a forward sum of the last column a share of the text.
    private let endWeight: Double

    /// The likeliest other sign in place of sign `index`, and how many times likelier the text is with it;
    /// sign 0 where no other can stand there.
    func rival(_ index: Int) -> (sign: Int, ratio: Double) {
        let (place, places) = (2 * index + 1, path.count)
        let before = index > 0 ? path[place - 2] : 0
        let after = place + 2 < places ? path[place + 2] : 0
        var running = [Lanes](repeating: .zero, count: groups)
        var totals = running
        // A sign cannot follow the same without a blank.
        let (followers, precursors) = (lanes(without: before), lanes(without: after))
        for column in 0..<columns {
            var (straight, skipping) = (column == 0 && index == 0 ? 1.0 : 0, 0.0)
            if column > 0 {
                let start = (column - 1) * places + place
                straight = forward[start - 1]
                skipping = index > 0 ? forward[start - 2] : 0
            }
            var (rest, skippingRest) = (endWeight, 0.0)
            if column < columns - 1 {
                let start = (column + 1) * places + place
                rest = backward[start + 1]
                skippingRest = after > 0 ? backward[start + 2] : 0
            } else if place + 2 < places {
                rest = 0
            }
            let shares = column * groups
            for group in 0..<groups {
                let reached = running[group] + straight + followers[group] * skipping
                running[group] = reached * emissions[shares + group]
                totals[group] += running[group] * (rest + precursors[group] * skippingRest)
            }
        }
        var best = (sign: 0, ratio: 0.0)
        for sign in 1..<signs where sign != path[place] {
            let ratio = totals[sign >> 3][sign & 7]
            if ratio > best.ratio { best = (sign, ratio) }
        }
        return best
    }

    /// 1 for every sign but `sign`.
    private func lanes(without sign: Int) -> [Lanes] {
        var lanes = [Lanes](repeating: Lanes(repeating: 1), count: groups)
        lanes[sign >> 3][sign & 7] = 0
        return lanes
    }

    /// How many times likelier the text is without sign `index`.
    func ratio(without index: Int) -> Double {
        let (place, places) = (2 * index + 1, path.count)
        let after = place + 2 < places ? path[place + 2] : 0
        guard index > 0 else { return backward[place + 1] + (after > 0 ? backward[place + 2] : 0) }
        let joins = after > 0 && after != path[place - 2]
        var total = after == 0 ? forward[(columns - 1) * places + place - 2] * endWeight : 0
        for column in 0..<columns - 1 {
            let start = (column + 1) * places + place
            let rest = backward[start + 1] + (joins ? backward[start + 2] : 0)
            total += forward[column * places + place - 2] * rest
        }
        return total
    }
}
