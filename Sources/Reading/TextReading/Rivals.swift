internal import Foundation

/// How likely a line is with one sign of a text replaced or left out, against the text itself.
///
/// Forward and backward sums of the text are made once; every rival costs one pass over the
/// columns. Twin: ``SignTable/logProbability(of:)`` of each rival.
struct Rivals {
    /// The text's own logarithmic probability.
    let own: Double
    /// By place in the text: the likeliest other sign there, and its logarithm.
    private(set) var others: [(sign: Int, log: Double)] = []
    /// By place: the logarithm of the text without the sign.
    private(set) var without: [Double] = []

    init(_ text: [Int], _ table: SignTable) {
        own = table.logProbability(of: text)
        let lattice = Lattice(text, table)
        for index in text.indices {
            var best = (sign: 0, log: -Double.infinity)
            for sign in 1..<table.signs where sign != text[index] {
                let log = lattice.replacing(index, by: sign)
                if log > best.log { best = (sign, log) }
            }
            others.append(best)
            var rest = text
            rest.remove(at: index)
            without.append(table.logProbability(of: rest))
        }
    }

    /// The share of the text among itself and its rivals at `index`; 0...1.
    func confidence(_ index: Int) -> Double {
        let rival = SignTable.sum(others[index].log, without[index])
        guard own > -.infinity else { return 0 }
        return 1 / (1 + exp(min(700, rival - own)))
    }

    /// Forward and backward sums; both hold the emission of their column.
    private struct Lattice {
        let table: SignTable
        let path: [Int]
        var forward: [Double]
        var backward: [Double]

        init(_ text: [Int], _ table: SignTable) {
            self.table = table
            var path = [0]
            for sign in text { path += [sign, 0] }
            self.path = path
            let (columns, places) = (table.columns, path.count)
            forward = [Double](repeating: -.infinity, count: columns * places)
            backward = forward
            for column in 0..<columns {
                for place in 0..<places {
                    var sum = column == 0 ? (place < 2 ? 0 : -Double.infinity) : -.infinity
                    if column > 0 {
                        let start = (column - 1) * places + place
                        sum = forward[start]
                        if place >= 1 { sum = SignTable.sum(sum, forward[start - 1]) }
                        if Self.skips(path, place) { sum = SignTable.sum(sum, forward[start - 2]) }
                    }
                    forward[column * places + place] =
                        sum + Double(table.log(column, path[place]))
                }
            }
            for column in stride(from: columns - 1, through: 0, by: -1) {
                for place in 0..<places {
                    var sum = column == columns - 1 && place >= places - 2 ? 0 : -Double.infinity
                    if column < columns - 1 {
                        let start = (column + 1) * places + place
                        sum = backward[start]
                        if place + 1 < places { sum = SignTable.sum(sum, backward[start + 1]) }
                        if place + 2 < places, Self.skips(path, place + 2) {
                            sum = SignTable.sum(sum, backward[start + 2])
                        }
                    }
                    backward[column * places + place] =
                        sum + Double(table.log(column, path[place]))
                }
            }
        }

        private static func skips(_ path: [Int], _ place: Int) -> Bool {
            place >= 2 && path[place] != 0 && path[place] != path[place - 2]
        }

        /// The logarithm of the text's probability with its sign `index` replaced by `sign`.
        func replacing(_ index: Int, by sign: Int) -> Double {
            let place = 2 * index + 1
            let (columns, places) = (table.columns, path.count)
            let followsOther = index > 0 && path[place - 2] != sign
            let precedesOther = place + 2 < places && path[place + 2] != sign
            var running = -Double.infinity
            var total = -Double.infinity
            for column in 0..<columns {
                var reached = column == 0 ? (index == 0 ? 0 : -Double.infinity) : -.infinity
                if column > 0 {
                    let before = (column - 1) * places
                    reached = SignTable.sum(running, forward[before + place - 1])
                    if followsOther {
                        reached = SignTable.sum(reached, forward[before + place - 2])
                    }
                }
                running = reached + Double(table.log(column, sign))
                var rest = -Double.infinity
                if column == columns - 1 {
                    rest = place + 2 >= places ? 0 : rest
                } else {
                    let after = (column + 1) * places
                    rest = backward[after + place + 1]
                    if precedesOther { rest = SignTable.sum(rest, backward[after + place + 2]) }
                }
                total = SignTable.sum(total, running + rest)
            }
            return total
        }
    }
}
