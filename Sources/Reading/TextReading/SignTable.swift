internal import Foundation

/// What the reader's net says of a line: for every column, how likely each sign is.
///
/// Sign 0 is the blank between signs. Thread-safe as a value.
public struct SignTable: Sendable {
    /// Columns along the line.
    public let columns: Int
    /// Signs with the blank.
    public let signs: Int
    /// Natural logarithms of shares, `[column * signs + sign]`.
    public let logs: [Float]

    /// Takes the net's numbers before the softmax, `[column][sign]`; of `columns` columns.
    public init(numbers: ArraySlice<Float>, columns: Int, signs: Int) {
        precondition(numbers.count >= columns * signs)
        self.columns = columns
        self.signs = signs
        var logs = [Float](repeating: 0, count: columns * signs)
        for column in 0..<columns {
            let start = numbers.startIndex + column * signs
            var largest = -Float.infinity
            for sign in 0..<signs { largest = max(largest, numbers[start + sign]) }
            var sum: Float = 0
            for sign in 0..<signs { sum += exp(numbers[start + sign] - largest) }
            let shift = largest + Foundation.log(sum)
            for sign in 0..<signs {
                logs[column * signs + sign] = numbers[start + sign] - shift
            }
        }
        self.logs = logs
    }

    private init(columns: Int, signs: Int, logs: [Float]) {
        (self.columns, self.signs, self.logs) = (columns, signs, logs)
    }

    /// One line after the other, as if they were one.
    static func joined(_ tables: [SignTable]) -> SignTable {
        precondition(!tables.isEmpty && tables.allSatisfy { $0.signs == tables[0].signs })
        return SignTable(
            columns: tables.reduce(0) { $0 + $1.columns },
            signs: tables[0].signs,
            logs: tables.flatMap(\.logs)
        )
    }

    /// The table in which `sign` counts as `other`; as the blank between signs where none is given.
    func merging(_ sign: Int, into other: Int = 0) -> SignTable {
        var logs = logs
        for column in 0..<columns {
            let start = column * signs
            let both = Self.sum(Double(logs[start + other]), Double(logs[start + sign]))
            logs[start + other] = Float(both)
            logs[start + sign] = -100
        }
        return SignTable(columns: columns, signs: signs, logs: logs)
    }

    /// The logarithm of the share of `sign` in `column`.
    @inline(__always)
    func log(_ column: Int, _ sign: Int) -> Float { logs[column * signs + sign] }
}

extension SignTable {
    /// The logarithm of the probability that the line says `text`: the sum over all paths of
    /// connectionist temporal classification; -infinity where it does not fit.
    ///
    /// Graves, Fernández, Gomez and Schmidhuber, "Connectionist temporal classification", 2006,
    /// section 4.1.
    public func logProbability(of text: [Int]) -> Double {
        sharesLog(of: text) ?? logSum(of: text)
    }

    /// ``logProbability(of:)`` in shares, every column divided by its sum; nil where they do not reach.
    private func sharesLog(of text: [Int]) -> Double? {
        let path = Self.path(text)
        let places = path.count
        guard columns > 0, places > 1 else { return nil }
        let distinct = Array(Set(path)).sorted()
        let kinds = path.map { sign in distinct.firstIndex(of: sign) ?? 0 }
        let skips = path.indices.map { place in
            place >= 2 && path[place] != 0 && path[place] != path[place - 2]
        }
        var shares = [Double](repeating: 0, count: distinct.count)
        var now = [Double](repeating: 0, count: places)
        var next = now
        (now[0], now[1]) = (exp(Double(log(0, 0))), exp(Double(log(0, path[1]))))
        var total = 0.0
        for column in 1..<max(1, columns) {
            for (kind, sign) in distinct.enumerated() {
                shares[kind] = exp(Double(log(column, sign)))
            }
            var sum = 0.0
            for place in 0..<places {
                var reached = now[place]
                if place >= 1 { reached += now[place - 1] }
                if skips[place] { reached += now[place - 2] }
                next[place] = reached * shares[kinds[place]]
                sum += next[place]
            }
            guard sum > 0 else { return nil }
            for place in 0..<places { next[place] /= sum }
            total += Foundation.log(sum)
            swap(&now, &next)
        }
        let end = now[places - 1] + now[places - 2]
        let result = total + Foundation.log(end)
        return end > 0 && result >= TextLattice.logMin ? result : nil
    }

    /// ``logProbability(of:)`` in logarithms, which reach any text.
    func logSum(of text: [Int]) -> Double {
        let path = Self.path(text)
        let places = path.count
        guard columns > 0 else { return text.isEmpty ? 0 : -.infinity }
        var now = [Double](repeating: -.infinity, count: places)
        var next = now
        now[0] = Double(log(0, 0))
        if places > 1 { now[1] = Double(log(0, path[1])) }
        for column in 1..<max(1, columns) {
            for place in 0..<places {
                var sum = now[place]
                if place >= 1 { sum = Self.sum(sum, now[place - 1]) }
                if place >= 2, path[place] != 0, path[place] != path[place - 2] {
                    sum = Self.sum(sum, now[place - 2])
                }
                next[place] = sum + Double(log(column, path[place]))
            }
            swap(&now, &next)
        }
        return places > 1 ? Self.sum(now[places - 1], now[places - 2]) : now[0]
    }

    /// The likeliest path through `text`: for each of its signs, the columns that it takes.
    ///
    /// - Returns: nil where it does not fit into the columns.
    public func alignment(of text: [Int]) -> [Range<Int>]? {
        guard !text.isEmpty, columns > 0 else { return text.isEmpty ? [] : nil }
        let path = Self.path(text)
        let places = path.count
        var best = [Float](repeating: -.infinity, count: places)
        var from = [UInt8](repeating: 0, count: places * columns)
        best[0] = log(0, 0)
        best[1] = log(0, path[1])
        for column in 1..<max(1, columns) {
            // From the end: a place is reached from before it only.
            for place in stride(from: places - 1, through: 0, by: -1) {
                var (score, step) = (best[place], UInt8(0))
                if place >= 1, best[place - 1] > score { (score, step) = (best[place - 1], 1) }
                if place >= 2, path[place] != 0, path[place] != path[place - 2],
                    best[place - 2] > score
                {
                    (score, step) = (best[place - 2], 2)
                }
                best[place] = score + log(column, path[place])
                from[column * places + place] = step
            }
        }
        var place = best[places - 1] > best[places - 2] ? places - 1 : places - 2
        guard best[place] > -.infinity else { return nil }
        var ranges = [Range<Int>?](repeating: nil, count: text.count)
        for column in stride(from: columns - 1, through: 0, by: -1) {
            if !place.isMultiple(of: 2) {
                let index = place / 2
                ranges[index] = column..<(ranges[index]?.upperBound ?? column + 1)
            }
            place -= Int(from[column * places + place])
        }
        let found = ranges.compactMap { $0 }
        return found.count == text.count ? found : nil
    }

    /// The text along the likeliest sign of every column.
    public var greedyText: [Int] {
        var text: [Int] = []
        var last = 0
        for column in 0..<columns {
            var best = 0
            for sign in 1..<signs where log(column, sign) > log(column, best) { best = sign }
            if best != 0, best != last { text.append(best) }
            last = best
        }
        return text
    }

    /// With blanks before, between and after.
    private static func path(_ text: [Int]) -> [Int] {
        var path = [0]
        for sign in text { path += [sign, 0] }
        return path
    }

    static func sum(_ one: Double, _ two: Double) -> Double {
        let (low, high) = one < two ? (one, two) : (two, one)
        return low == -.infinity ? high : high + Foundation.log(1 + exp(low - high))
    }
}
