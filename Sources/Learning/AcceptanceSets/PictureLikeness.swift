/// How alike the grain of two pictures is, over small shifts.
enum PictureLikeness {
    /// Farthest shift in blocks, either way.
    static let shiftMax = 4
    /// Smallest side of a trace; what is smaller is compared by its bytes alone.
    static let sideMin = 24
    /// Share of equal signs below which two pictures are not looked at closely.
    private static let signShareMin = 0.66
    /// The same for the first rows.
    private static let firstSignShareMin = 0.6
    private static let firstRowCount = 8
    /// Share of blocks that must have grain in both.
    private static let factShareMin = 0.15

    /// The correlation, -1...1, of the middle of `seen` with the best place of `judge`; nil where
    /// they differ plainly, or have too little grain.
    static func correlation(_ seen: PictureTrace, _ judge: PictureTrace) -> Double? {
        let side = min(seen.width, seen.height, judge.width, judge.height) - 2 * shiftMax
        guard side >= sideMin - 2 * shiftMax else { return nil }
        let mask = ~UInt64(0) >> UInt64(64 - side)
        let (left, top) = ((seen.width - side) / 2, (seen.height - side) / 2)
        // Rows apart from each other tell most first.
        let rows = (0..<8).flatMap { stride(from: $0, to: side, by: 8) }
        let signs = rows.map { seen.signs[top + $0] >> UInt64(left) & mask }
        let facts = rows.map { seen.facts[top + $0] >> UInt64(left) & mask }
        var best = (share: signShareMin, x: 0, y: 0, isThere: false)
        for y in (judge.height - side) / 2 - shiftMax...(judge.height - side) / 2 + shiftMax {
            for x in (judge.width - side) / 2 - shiftMax...(judge.width - side) / 2 + shiftMax {
                var (equal, count) = (0, 0)
                for (index, row) in rows.enumerated() {
                    let fact = facts[index] & (judge.facts[y + row] >> UInt64(x))
                    let differing = (signs[index] ^ (judge.signs[y + row] >> UInt64(x))) & fact
                    count += fact.nonzeroBitCount
                    equal += fact.nonzeroBitCount - differing.nonzeroBitCount
                    if index == firstRowCount,
                        Double(equal) < firstSignShareMin * Double(count)
                    {
                        break
                    }
                }
                guard Double(count) >= factShareMin * Double(side * side) else { continue }
                let share = Double(equal) / Double(count)
                if share > best.share { best = (share, x, y, true) }
            }
        }
        guard best.isThere else { return nil }
        return correlation(seen, (left, top), judge, (best.x, best.y), side: side)
    }

    private static func correlation(
        _ seen: PictureTrace,
        _ from: (left: Int, top: Int),
        _ judge: PictureTrace,
        _ to: (left: Int, top: Int),
        side: Int
    ) -> Double {
        var (products, first, second) = (0, 0, 0)
        for row in 0..<side {
            let one = (from.top + row) * seen.width + from.left
            let other = (to.top + row) * judge.width + to.left
            for column in 0..<side {
                let (a, b) = (Int(seen.levels[one + column]), Int(judge.levels[other + column]))
                products += a * b
                first += a * a
                second += b * b
            }
        }
        guard first > 0, second > 0 else { return 0 }
        return Double(products) / (Double(first) * Double(second)).squareRoot()
    }
}
