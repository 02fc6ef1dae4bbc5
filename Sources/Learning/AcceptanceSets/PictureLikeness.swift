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

    /// Where in a judge the middle of a picture lies, and the share of equal signs there.
    struct Place {
        var left: Int
        var top: Int
        var share: Double
    }

    /// Side of the middle of `seen` that is looked for in `judge`; nil where one is too small.
    private static func side(_ seen: PictureTrace, _ judge: PictureTrace) -> Int? {
        let side = min(seen.width, seen.height, judge.width, judge.height) - 2 * shiftMax
        return side >= sideMin - 2 * shiftMax ? side : nil
    }

    /// The best place, at most ``shiftMax`` from the middle of `judge`, or 1 from `known`; nil where
    /// the two differ plainly, or have too little grain.
    static func place(
        _ seen: PictureTrace,
        in judge: PictureTrace,
        near known: Place? = nil
    ) -> Place? {
        guard let side = side(seen, judge) else { return nil }
        let mask = ~UInt64(0) >> UInt64(64 - side)
        let (left, top) = ((seen.width - side) / 2, (seen.height - side) / 2)
        // Rows apart from each other tell most first.
        let rows = (0..<8).flatMap { stride(from: $0, to: side, by: 8) }
        let signs = rows.map { seen.signs[top + $0] >> UInt64(left) & mask }
        let facts = rows.map { seen.facts[top + $0] >> UInt64(left) & mask }
        func range(_ middle: Int?, _ extent: Int) -> ClosedRange<Int> {
            let room = extent - side
            guard let middle else { return room / 2 - shiftMax...room / 2 + shiftMax }
            return max(0, min(room, middle - 1))...max(0, min(room, middle + 1))
        }
        var best: Place?
        for y in range(known?.top, judge.height) {
            for x in range(known?.left, judge.width) {
                var (equal, count) = (0, 0)
                for (index, row) in rows.enumerated() {
                    let fact = facts[index] & (judge.facts[y + row] >> UInt64(x))
                    let same = ~(signs[index] ^ (judge.signs[y + row] >> UInt64(x))) & fact
                    count += fact.nonzeroBitCount
                    equal += same.nonzeroBitCount
                    if index == firstRowCount,
                        Double(equal) < firstSignShareMin * Double(count)
                    {
                        break
                    }
                }
                guard Double(count) >= factShareMin * Double(side * side) else { continue }
                let share = Double(equal) / Double(count)
                if share > best?.share ?? signShareMin {
                    best = Place(left: x, top: y, share: share)
                }
            }
        }
        return best
    }

    /// The correlation, -1...1, of the middle of `seen` with `place` in `judge`.
    static func correlation(
        _ seen: PictureTrace,
        _ judge: PictureTrace,
        at place: Place
    ) -> Double {
        guard let side = side(seen, judge) else { return 0 }
        let middle = ((seen.width - side) / 2, (seen.height - side) / 2)
        return correlation(seen, middle, judge, (place.left, place.top), side: side)
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
