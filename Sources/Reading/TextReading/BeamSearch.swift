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

    /// Texts with their logarithmic probabilities (of the paths that were kept), the best first.
    func texts(of table: SignTable) -> [(text: [Int], log: Double)] {
        var beam: [(text: [Int], score: Score)] = [([], Score(blank: 0))]
        let least = log(shareMin)
        for column in 0..<table.columns {
            var next: [[Int]: Score] = [:]
            func add(_ text: [Int], _ change: (inout Score) -> Void) {
                change(&next[text, default: Score()])
            }
            let tried = (1..<table.signs).filter { table.log(column, $0) > least }
            let blank = Double(table.log(column, 0))
            for (text, score) in beam {
                let both = score.both
                add(text) { $0.blank = SignTable.sum($0.blank, both + blank) }
                for sign in tried {
                    let own = Double(table.log(column, sign))
                    if sign == text.last {
                        add(text) { $0.sign = SignTable.sum($0.sign, score.sign + own) }
                        add(text + [sign]) { $0.sign = SignTable.sum($0.sign, score.blank + own) }
                    } else {
                        add(text + [sign]) { $0.sign = SignTable.sum($0.sign, both + own) }
                    }
                }
            }
            let order = next.sorted { one, two in
                let (a, b) = (one.value.both, two.value.both)
                return a != b ? a > b : one.key.lexicographicallyPrecedes(two.key)
            }
            beam = order.prefix(width).map { (text: $0.key, score: $0.value) }
        }
        return beam.map { (text: $0.text, log: $0.score.both) }
    }
}
