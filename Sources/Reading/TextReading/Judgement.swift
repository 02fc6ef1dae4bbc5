internal import Foundation

/// An expected text against what several views of the same print say, sign by sign.
struct Judgement {
    /// The text as a whole has at least this share of the views' votes, or is not what is printed.
    static let wholeShareMin = 0.5
    /// A text with at least this share in a view is what that view reads.
    private static let sureShareMin = 0.9

    private let text: [Int]
    private let tables: [SignTable]
    private let rivals: [Rivals]
    /// Whether two signs are drawn alike by many fonts.
    private let areTwins: (Int, Int) -> Bool
    /// Places of the text that a whole other reading lacks or replaces: by what, 0 for nothing.
    private var edits: [Int: Int] = [:]
    /// What is printed beyond the text, and in which columns.
    private(set) var extras: [(number: Int, range: Range<Int>)] = []

    init(_ text: [Int], _ tables: [SignTable], areTwins: @escaping (Int, Int) -> Bool) {
        self.text = text
        self.areTwins = areTwins
        self.tables = tables
        rivals = tables.map { Rivals(text, $0) }
    }

    /// Mean over the views of the share of the expected sign; 0 where a whole other text is read.
    func confidence(_ index: Int) -> Double {
        if edits[index] != nil { return 0 }
        return rivals.reduce(0) { $0 + $1.confidence(index) } / Double(rivals.count)
    }

    /// Whether the sign is left out in what is read.
    func isMissing(_ index: Int) -> Bool { edits[index] == 0 }

    /// The likeliest other sign, or 0 for none at all, and its mean share.
    func rival(_ index: Int) -> (sign: Int, share: Double) {
        if let edit = edits[index] { return (edit, 1) }
        var shares: [Int: Double] = [:]
        for view in rivals {
            let (other, without) = (view.others[index], view.without[index])
            let all = SignTable.sum(SignTable.sum(other.log, without), view.own)
            guard all > -.infinity else { continue }
            shares[other.sign, default: 0] += exp(other.log - all) / Double(rivals.count)
            shares[0, default: 0] += exp(without - all) / Double(rivals.count)
        }
        let best = shares.max { ($0.value, $1.key) < ($1.value, $0.key) }
        return (best?.key ?? 0, best?.value ?? 0)
    }

    /// Looks for signs too many, and for a text that differs in several signs at once, which no
    /// single rival shows.
    ///
    /// Every view shares its vote between the text and what it reads instead.
    mutating func compareWhole() {
        var own = 0.0
        var votes: [[Int]: Double] = [:]
        for (table, rival) in zip(tables, rivals) {
            // Nothing else can have as much; what it has is less than its vote would be.
            if exp(rival.own) >= Self.sureShareMin {
                own += exp(rival.own)
                continue
            }
            guard let best = BeamSearch().texts(of: table).first,
                !Verification.areTwins(best.text, text, areTwins)
            else {
                own += 1
                continue
            }
            let share = 1 / (1 + exp(min(700, best.log - rival.own)))
            own += share
            votes[best.text, default: 0] += 1 - share
        }
        let order = votes.sorted { one, two in
            one.value != two.value
                ? one.value > two.value : one.key.lexicographicallyPrecedes(two.key)
        }
        guard own < Self.wholeShareMin * Double(tables.count), let read = order.first?.key,
            let table = tables.first
        else { return }
        let steps = Self.steps(from: text, to: read)
        let columns = table.alignment(of: read)
        for step in steps {
            switch step {
            case .same: break
            case .other(let place, let number):
                // One other sign alone is for its rivals to judge: it may be a twin.
                if steps.count(where: { $0 != .same }) > 1 { edits[place] = number }
            case .lost(let place): edits[place] = 0
            case .more(let number, let at): extras.append((number, columns?[at] ?? 0..<1))
            }
        }
    }

    private enum Step: Equatable {
        case same
        case other(place: Int, number: Int)
        case lost(place: Int)
        case more(number: Int, at: Int)
    }

    /// The fewest changes from one text to another: Wagner and Fischer, 1974.
    private static func steps(from text: [Int], to other: [Int]) -> [Step] {
        let (rows, columns) = (text.count + 1, other.count + 1)
        var costs = [Int](repeating: 0, count: rows * columns)
        for row in 0..<rows {
            for column in 0..<columns {
                guard row > 0, column > 0 else {
                    costs[row * columns + column] = row + column
                    continue
                }
                let change = text[row - 1] == other[column - 1] ? 0 : 1
                costs[row * columns + column] = min(
                    costs[(row - 1) * columns + column - 1] + change,
                    costs[(row - 1) * columns + column] + 1,
                    costs[row * columns + column - 1] + 1
                )
            }
        }
        var steps: [Step] = []
        var (row, column) = (text.count, other.count)
        while row > 0 || column > 0 {
            let cost = costs[row * columns + column]
            if row > 0, column > 0 {
                let isSame = text[row - 1] == other[column - 1]
                if costs[(row - 1) * columns + column - 1] + (isSame ? 0 : 1) == cost {
                    steps.append(isSame ? .same : .other(place: row - 1, number: other[column - 1]))
                    (row, column) = (row - 1, column - 1)
                    continue
                }
            }
            if row > 0, costs[(row - 1) * columns + column] + 1 == cost {
                steps.append(.lost(place: row - 1))
                row -= 1
            } else {
                steps.append(.more(number: other[column - 1], at: column - 1))
                column -= 1
            }
        }
        return steps.reversed()
    }
}
