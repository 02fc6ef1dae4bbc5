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
        if let lattice = TextLattice(text, table) {
            self.init(text, lattice)
        } else {
            self.init(slowly: text, table)
        }
    }

    private init(_ text: [Int], _ lattice: TextLattice) {
        own = lattice.own
        for index in text.indices {
            let (sign, ratio) = lattice.rival(index)
            others.append((sign, own + log(ratio)))
            without.append(own + log(lattice.ratio(without: index)))
        }
    }

    /// The same in logarithms, which reach any text.
    init(slowly text: [Int], _ table: SignTable) {
        own = table.logSum(of: text)
        guard own > -.infinity else {
            // It has no share, whatever stands there.
            others = text.map { _ in (0, -.infinity) }
            without = text.map { _ in -.infinity }
            return
        }
        let lattice = LogLattice(text, table)
        for index in text.indices {
            var best = (sign: 0, log: -Double.infinity)
            for sign in 1..<table.signs where sign != text[index] {
                let log = lattice.replacing(index, by: sign)
                if log > best.log { best = (sign, log) }
            }
            others.append(best)
            var rest = text
            rest.remove(at: index)
            without.append(table.logSum(of: rest))
        }
    }

    /// The share of the text among itself and its rivals at `index`; 0...1.
    func confidence(_ index: Int) -> Double {
        let rival = SignTable.sum(others[index].log, without[index])
        guard own > -.infinity else { return 0 }
        return 1 / (1 + exp(min(700, rival - own)))
    }
}
