/// How well rows of a given height hold a sign, by where they begin: ink inside counts for them, ink just
/// above and just below against them, so that specks, neighbouring rows and scratches through all of them
/// hardly matter.
struct SignFit {
    /// Rows just above and just below that must be free of ink, as a share of the height.
    private static let rimShare = 0.15
    /// Ink inside less that in the rims, as a share of what is inside, of what is a sign.
    private static let clearShareMin = 0.6
    /// What fits by this share of the best does not differ from it.
    private static let alikeShare = 0.9
    /// How far from a place is still near it, as a share of the height.
    private static let nearShare = 0.1

    /// Ink that rows may hold which a shifted sign has left, as a share of what its own rows hold.
    private static let leftShareMax = 0.25
    /// Rows at the border to the sign that are not asked, as a share of those left: one in so many.
    private static let borderPart = 5

    /// First row of the best.
    let top: Int
    private let height: Int
    /// Ink before each row.
    private let sums: [Int]
    private let first: Int
    private let scores: [Int]

    /// Fits `height` rows, all in `rows` and their middle in `band`, to `profile`, the samples of ink by row;
    /// nil where nothing fits clearly.
    init?(_ profile: [Int], height: Int, rows: Range<Int>, band: Range<Int>) {
        let first = max(rows.lowerBound, band.lowerBound - height / 2)
        let last = min(rows.upperBound - height, band.upperBound - height / 2 - 1)
        guard height > 0, first <= last else { return nil }
        let rim = max(1, Int((Double(height) * Self.rimShare).rounded()))
        var sums = [0]
        for count in profile { sums.append(sums[sums.count - 1] + count) }
        let scores = (first...last).map { top in
            let bottom = top + height
            return Self.ink(sums, top..<bottom) - Self.ink(sums, top - rim..<top)
                - Self.ink(sums, bottom..<bottom + rim)
        }
        let most = scores.max() ?? 0
        // The middle of what is as good.
        let best = scores.indices.filter { scores[$0] == most }
        let top = first + best[best.count / 2]
        let own = Self.ink(sums, top..<top + height)
        guard most > 0, Double(most) >= Self.clearShareMin * Double(own) else { return nil }
        (self.top, self.height, self.sums) = (top, height, sums)
        (self.first, self.scores) = (first, scores)
    }

    /// How many rows the sign stands below one that begins at `place`; 0 where it may as well begin there.
    func shift(from place: Double) -> Double {
        isAsGood(near: place) || !isLeft(place) ? 0 : Double(top) - place
    }

    /// Ink of `rows`, as far as there are any.
    private static func ink(_ sums: [Int], _ rows: Range<Int>) -> Int {
        let rows = rows.clamped(to: 0..<sums.count - 1)
        return sums[rows.upperBound] - sums[rows.lowerBound]
    }

    /// Whether rows that begin near `place` fit as well as the best.
    private func isAsGood(near place: Double) -> Bool {
        let reach = Self.nearShare * Double(height) + 1
        let most = scores.indices.filter { abs(Double(first + $0) - place) <= reach }
            .map { scores[$0] }.max()
        return Double(most ?? .min) > Self.alikeShare * Double(scores[top - first])
    }

    /// Whether the rows of a sign that begins at `place` are free of ink where the best does not reach: dirt
    /// or a neighbouring row that draws a sign to itself leaves it standing where it is.
    private func isLeft(_ place: Double) -> Bool {
        let due = Int(place.rounded())
        let rows = due < top ? due..<top : min(top, due) + height..<due + height
        let border = max(1, rows.count / Self.borderPart)
        let asked = (due < top ? rows.dropLast(border) : rows.dropFirst(border))
            .clamped(to: 0..<sums.count - 1)
        let own = Self.ink(sums, top..<top + height)
        let left = Self.ink(sums, asked)
        return Double(left * height) <= Self.leftShareMax * Double(own * asked.count)
    }
}
