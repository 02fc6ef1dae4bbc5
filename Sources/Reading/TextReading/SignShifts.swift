internal import Imaging

/// Which signs of a line stand higher or lower than the others.
///
/// Only capitals and digits are compared: they alone are of one height on one base line.
struct SignShifts {
    /// A sign off by more of the height of capitals is shifted.
    static let shiftMax = 0.22
    /// A sign whose height differs by more from the others' says nothing of how high they are.
    private static let heightShares = 0.8...1.25
    /// Rows without ink that a sign of so many may hold, as a share: drops of one sign are apart.
    private static let gapShare = 0.18
    /// Fewer signs say nothing of where a line runs.
    private static let signCountMin = 4

    /// By sign, how far it stands below the others, in heights of capitals; 0 where that is not clear.
    let shifts: [Double]

    /// One sign of a line.
    struct Place {
        /// Columns of the line that hold it and nothing else.
        var columns: Range<Int>
        /// Rows of the line that are in the picture there.
        var rows: Range<Int>
        /// Whether it is a capital or digit.
        var isCompared: Bool

        var middle: Double { Double(columns.lowerBound + columns.upperBound) / 2 }
    }

    /// Measures `signs` of `line`, mono, which were read in its rows `band`; some may run out of that.
    init(_ line: Image, band: Range<Int>, _ signs: [Place]) {
        let ink = Self.ink(line, band: band)
        let profiles = signs.map { $0.isCompared ? Self.profile(ink, line.width, $0) : nil }
        let extents = profiles.compactMap { $0.flatMap { Self.extent($0, band: band) } }
        let height = Int(Median.upper(extents.map { Double($0.count) }).rounded())
        let clear = extents.count {
            Self.heightShares.contains(Double($0.count) / Double(max(1, height)))
        }
        let fits = zip(signs, profiles).map { sign, profile in
            profile.flatMap { SignFit($0, height: height, rows: sign.rows, band: band) }
        }
        let places = zip(signs, fits).compactMap { sign, fit in
            fit.map { (x: sign.middle, y: Double($0.top)) }
        }
        guard height > 0, clear * 2 > extents.count, places.count >= Self.signCountMin else {
            shifts = signs.map { _ in 0 }
            return
        }
        // A line may rise or fall. Theil and Sen: the median of all slopes is not moved by the shifted sign.
        var slopes: [Double] = []
        for one in places.indices {
            for two in places.indices.dropFirst(one + 1) where places[two].x != places[one].x {
                slopes.append((places[two].y - places[one].y) / (places[two].x - places[one].x))
            }
        }
        let slope = Median.upper(slopes)
        let level = Median.upper(places.map { $0.y - slope * $0.x })
        shifts = zip(signs, fits).map { sign, fit in
            let shift = fit?.shift(from: slope * sign.middle + level) ?? 0
            return shift / Double(height)
        }
    }

    /// Where ink is: the rarer side of the threshold that parts dark and light best (Otsu, 1979) in `band`.
    private static func ink(_ line: Image, band: Range<Int>) -> [Bool] {
        var counts = [Int](repeating: 0, count: 256)
        let samples = line.pixels[band.lowerBound * line.width..<band.upperBound * line.width]
        for value in samples { counts[Int(value)] += 1 }
        let level = OtsuThreshold.level(of: counts) ?? 127
        let isDark = counts[...level].reduce(0, +) * 2 <= samples.count
        return line.pixels.map { (Int($0) <= level) == isDark }
    }

    /// By row, samples of ink of `sign`.
    private static func profile(_ ink: [Bool], _ width: Int, _ sign: Place) -> [Int] {
        let columns = sign.columns.clamped(to: 0..<width)
        let least = max(1, columns.count / 8)
        return (0..<ink.count / width).map { row in
            guard sign.rows.contains(row) else { return 0 }
            let count = columns.count { ink[row * width + $0] }
            return count < least ? 0 : count
        }
    }

    /// First to last row of the sign in `band`, and beyond it as far as it goes on; nil where it is nowhere.
    private static func extent(_ profile: [Int], band: Range<Int>) -> Range<Int>? {
        guard var top = band.first(where: { profile[$0] > 0 }),
            var bottom = band.last(where: { profile[$0] > 0 })
        else { return nil }
        let gap = max(1, Int(gapShare * Double(bottom - top)))
        while let next = (max(0, top - gap)..<top).first(where: { profile[$0] > 0 }) { top = next }
        while let next = (bottom + 1..<min(profile.count, bottom + gap + 1)).last(where: {
            profile[$0] > 0
        }) {
            bottom = next
        }
        return top..<bottom + 1
    }
}
