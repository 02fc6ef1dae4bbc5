internal import Foundation

/// Forward and backward sums of a text over the columns of a table, as logarithms; both hold the
/// emission of their column.
struct LogLattice {
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
