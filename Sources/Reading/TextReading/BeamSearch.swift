internal import Foundation

/// The likeliest texts of a line, by prefixes.
///
/// Hannun et al., "First-pass large vocabulary continuous speech recognition using bi-directional
/// recurrent DNNs", 2014, algorithm 1, without a language model.
struct BeamSearch {
    /// Prefixes that are kept from column to column.
    var width = 12
    /// Signs less likely than it in a column are not tried there.
    var shareMin: Float = 1e-4

    private struct Score {
        var blank = -Double.infinity
        var sign = -Double.infinity
        var both: Double { SignTable.sum(blank, sign) }
    }

    /// Prefixes as a tree: each is another with one sign more.
    private struct Prefixes {
        private var parents = [-1]
        private var lasts = [0]
        private var children: [Int: Int] = [:]
        private let signs: Int

        init(signs: Int) { self.signs = signs }

        func last(_ prefix: Int) -> Int { lasts[prefix] }

        mutating func adding(_ sign: Int, to prefix: Int) -> Int {
            if let known = children[prefix * signs + sign] { return known }
            parents.append(prefix)
            lasts.append(sign)
            children[prefix * signs + sign] = parents.count - 1
            return parents.count - 1
        }

        func text(_ prefix: Int) -> [Int] {
            var text: [Int] = []
            var prefix = prefix
            while prefix > 0 {
                text.append(lasts[prefix])
                prefix = parents[prefix]
            }
            return text.reversed()
        }
    }

    /// Texts with their logarithmic probabilities (of the paths that were kept), the best first.
    func texts(of table: SignTable) -> [(text: [Int], log: Double)] {
        var prefixes = Prefixes(signs: table.signs)
        var beam: [(prefix: Int, score: Score, both: Double)] = [(0, Score(blank: 0), 0)]
        let least = log(shareMin)
        var places: [Int: Int] = [:]
        for column in 0..<table.columns {
            var next: [(prefix: Int, score: Score, both: Double)] = []
            places.removeAll(keepingCapacity: true)
            func place(_ prefix: Int) -> Int {
                if let place = places[prefix] { return place }
                places[prefix] = next.count
                next.append((prefix, Score(), 0))
                return next.count - 1
            }
            let tried = (1..<table.signs).filter { table.log(column, $0) > least }
            let blank = Double(table.log(column, 0))
            for (prefix, score, both) in beam {
                let same = place(prefix)
                next[same].score.blank = SignTable.sum(next[same].score.blank, both + blank)
                for sign in tried {
                    let own = Double(table.log(column, sign))
                    let more = place(prefixes.adding(sign, to: prefix))
                    var from = both
                    if sign == prefixes.last(prefix) {
                        next[same].score.sign = SignTable.sum(
                            next[same].score.sign,
                            score.sign + own
                        )
                        from = score.blank
                    }
                    next[more].score.sign = SignTable.sum(next[more].score.sign, from + own)
                }
            }
            for index in next.indices { next[index].both = next[index].score.both }
            next.sort { one, two in
                if one.both != two.both { return one.both > two.both }
                return prefixes.text(one.prefix).lexicographicallyPrecedes(
                    prefixes.text(two.prefix)
                )
            }
            beam = Array(next.prefix(width))
        }
        return beam.map { (text: prefixes.text($0.prefix), log: $0.both) }
    }
}
