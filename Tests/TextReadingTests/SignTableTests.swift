import Foundation
import Layers
import Testing

@testable import TextReading

struct SignTableTests {
    /// A table of random shares; a seed that fails is printed by its test.
    static func table(_ columns: Int, _ signs: Int, seed: UInt64) -> SignTable {
        var random = SplitMix(seed: seed)
        let numbers = (0..<columns * signs).map { _ in Float(random.nextUnit() * 4) }
        return SignTable(numbers: numbers[...], columns: columns, signs: signs)
    }

    /// Every way through the columns: the slow twin of all sums and searches.
    static func paths(_ table: SignTable) -> [(text: [Int], log: Double)] {
        var paths: [(path: [Int], log: Double)] = [([], 0)]
        for column in 0..<table.columns {
            paths = paths.flatMap { path, log in
                (0..<table.signs).map { (path + [$0], log + Double(table.log(column, $0))) }
            }
        }
        return paths.map { path, log in
            var text: [Int] = []
            for (place, sign) in path.enumerated()
            where sign != 0 && (place == 0 || path[place - 1] != sign) { text.append(sign) }
            return (text, log)
        }
    }

    @Test(arguments: 1...8)
    func `the probability of a text is the sum over all its paths`(seed: Int) {
        let table = Self.table(6, 3, seed: UInt64(seed))
        var sums: [[Int]: Double] = [:]
        for (text, log) in Self.paths(table) { sums[text, default: 0] += exp(log) }
        #expect(abs(sums.values.reduce(0, +) - 1) < 1e-6)
        for (text, sum) in sums {
            let found = exp(table.logProbability(of: text))
            #expect(abs(found - sum) < 1e-6, "seed \(seed): \(text)")
        }
        #expect(table.logProbability(of: [1, 1, 1, 1]) == -.infinity)
    }

    @Test(arguments: 1...8)
    func `a wide beam finds the likeliest text`(seed: Int) throws {
        let table = Self.table(5, 3, seed: UInt64(seed))
        var sums: [[Int]: Double] = [:]
        for (text, log) in Self.paths(table) { sums[text, default: 0] += exp(log) }
        let best = try #require(sums.max { $0.value < $1.value })
        let found = try #require(BeamSearch(width: 200, shareMin: 0).texts(of: table).first)
        #expect(found.text == best.key, "seed \(seed)")
        #expect(abs(exp(found.log) - best.value) < 1e-6)
    }

    @Test(arguments: 1...8)
    func `rivals are as likely as the same texts by themselves`(seed: Int) {
        let table = Self.table(9, 5, seed: UInt64(seed))
        let text = [1, 3, 3, 2]
        let rivals = Rivals(text, table)
        for index in text.indices {
            let others = (1..<5).filter { $0 != text[index] }.map { sign in
                var other = text
                other[index] = sign
                return table.logProbability(of: other)
            }
            let best = others.max() ?? 0
            #expect(abs(rivals.others[index].log - best) < 1e-6, "seed \(seed), sign \(index)")
            #expect((0...1).contains(rivals.confidence(index)))
        }
    }

    /// A table as a net gives it: one sign in a column is nearly sure.
    private static func clear(_ columns: Int, _ signs: Int, seed: UInt64) -> SignTable {
        var random = SplitMix(seed: seed)
        var numbers = (0..<columns * signs).map { _ in Float(random.nextUnit() * 4) }
        for column in 0..<columns {
            let sign = column.isMultiple(of: 2) ? 0 : random.nextIndex(signs)
            numbers[column * signs + sign] = 16
        }
        return SignTable(numbers: numbers[...], columns: columns, signs: signs)
    }

    @Test(arguments: 1...20)
    func `shares give what logarithms give`(seed: Int) {
        for table in [
            Self.table(30, 11, seed: UInt64(seed)), Self.clear(30, 11, seed: UInt64(seed)),
        ] {
            // What is read, and what is far from it; equal signs beside each other, one sign alone.
            for text in [table.greedyText, [1, 1, 2, 7, 7, 10], [3], [10, 9, 8, 7, 6, 5, 4, 3]] {
                guard !text.isEmpty, table.logSum(of: text) > -.infinity else { continue }
                let (fast, slow) = (Rivals(text, table), Rivals(slowly: text, table))
                let least = abs(slow.own) * 1e-9 + 1e-9
                #expect(abs(fast.own - slow.own) < least, "seed \(seed): \(text)")
                #expect(abs(table.logProbability(of: text) - slow.own) < least)
                for index in text.indices {
                    #expect(fast.others[index].sign == slow.others[index].sign)
                    #expect(abs(fast.others[index].log - slow.others[index].log) < 1e-6)
                    #expect(abs(fast.without[index] - slow.without[index]) < 1e-6)
                    #expect(abs(fast.confidence(index) - slow.confidence(index)) < 1e-9)
                }
            }
        }
    }

    @Test func `a text that nothing speaks for is reckoned in logarithms`() {
        let columns = 120
        var numbers = [Float](repeating: 0, count: columns * 4)
        for column in 0..<columns { numbers[column * 4 + 1] = 60 }
        let table = SignTable(numbers: numbers[...], columns: columns, signs: 4)
        let text = [2, 3, 2]
        #expect(TextLattice(text, table) == nil)
        #expect(table.logProbability(of: text) == table.logSum(of: text))
        #expect(table.logSum(of: text) < -1_000)
        let none = [Int](repeating: 2, count: columns)
        #expect(Rivals(none, table).confidence(0) == 0)
    }

    @Test func `an alignment gives every sign its columns in order`() throws {
        var numbers = [Float](repeating: 0, count: 8 * 4)
        for (column, sign) in [0, 1, 1, 0, 2, 0, 2, 3].enumerated() {
            numbers[column * 4 + sign] = 9
        }
        let table = SignTable(numbers: numbers[...], columns: 8, signs: 4)
        #expect(table.greedyText == [1, 2, 2, 3])
        #expect(table.alignment(of: [1, 2, 2, 3]) == [1..<3, 4..<5, 6..<7, 7..<8])
        #expect(table.alignment(of: [Int](repeating: 1, count: 9)) == nil)
    }

    @Test func `a merged sign is no longer compared`() {
        let table = Self.table(6, 4, seed: 5)
        let merged = table.merging(3)
        for column in 0..<6 {
            let both = exp(table.log(column, 0)) + exp(table.log(column, 3))
            #expect(abs(exp(merged.log(column, 0)) - both) < 1e-5)
        }
        #expect(merged.logProbability(of: [1, 2]) > table.logProbability(of: [1, 2]))
    }

    @Test func `a judgement names what is wrong, missing and too many`() {
        func seen(_ text: [Int]) -> SignTable {
            var numbers = [Float](repeating: 0, count: text.count * 2 * 6)
            for (place, sign) in text.enumerated() {
                numbers[place * 12 + sign] = 12
                numbers[place * 12 + 6] = 12
            }
            return SignTable(numbers: numbers[...], columns: text.count * 2, signs: 6)
        }
        func judgement(_ text: [Int], _ read: [Int]) -> Judgement {
            Judgement(text, [seen(read)]) { _, _ in false }
        }
        var same = judgement([1, 2, 3], [1, 2, 3])
        same.compareWhole()
        #expect((0..<3).allSatisfy { same.confidence($0) > 0.99 } && same.extras.isEmpty)
        var other = judgement([1, 2, 3], [1, 5, 3])
        other.compareWhole()
        #expect(other.confidence(1) < 0.01 && other.rival(1).sign == 5)
        #expect(other.confidence(0) > 0.99)
        var lost = judgement([1, 2, 3], [1, 3])
        lost.compareWhole()
        #expect(lost.isMissing(1) && !lost.isMissing(0))
        var more = judgement([1, 2, 3], [1, 2, 4, 3])
        more.compareWhole()
        #expect(more.extras.map(\.number) == [4])
    }
}
