internal import Imaging

/// Which signs of a line stand higher or lower than the others.
///
/// Only capitals and digits are compared: they alone are of one height on one base line.
struct SignShifts {
    /// A sign off by more of the height of capitals is shifted.
    static let shiftMax = 0.22
    /// A sign whose height differs by more from the others' was not seen clearly.
    private static let heightShares = 0.8...1.25
    /// One that runs out of the line at one end may be seen to this share.
    private static let cutHeightShareMin = 0.4
    /// Fewer signs say nothing of where a line runs.
    private static let signCountMin = 4

    /// By sign, how far it stands below the others, in heights of capitals; 0 where that is not clear.
    let shifts: [Double]

    /// Measures `line`, mono, whose signs lie in `columns`; `isCompared` says which count.
    init(_ line: Image, _ columns: [Range<Int>], isCompared: [Bool]) {
        precondition(columns.count == isCompared.count)
        let ink = Self.ink(line)
        let extents = zip(columns, isCompared).map { columns, isCompared in
            isCompared ? Self.extent(ink, line.width, columns) : nil
        }
        let seen = extents.compactMap { $0 }
        let height = Median.upper(seen.map { Double($0.count) })
        let clear = extents.map { extent in
            extent.flatMap { Self.isClear($0, height: height, rows: line.height) ? $0 : nil }
        }
        // A line may rise or fall: middles against their columns.
        let places = zip(clear, columns).compactMap { extent, columns in
            extent.map {
                (
                    x: Double(columns.lowerBound + columns.upperBound) / 2,
                    y: Self.middle(of: $0, height: height, rows: line.height)
                )
            }
        }
        guard places.count >= Self.signCountMin else {
            shifts = columns.map { _ in 0 }
            return
        }
        // Theil and Sen: the median of all slopes is not moved by the shifted sign itself.
        var slopes: [Double] = []
        for one in places.indices {
            for two in places.indices.dropFirst(one + 1) where places[two].x != places[one].x {
                slopes.append((places[two].y - places[one].y) / (places[two].x - places[one].x))
            }
        }
        let slope = Median.upper(slopes)
        let level = Median.upper(places.map { $0.y - slope * $0.x })
        shifts = zip(clear, columns).map { extent, columns in
            guard let extent else { return 0 }
            let x = Double(columns.lowerBound + columns.upperBound) / 2
            let y = Self.middle(of: extent, height: height, rows: line.height)
            return (y - slope * x - level) / height
        }
    }

    private static func isClear(_ extent: Range<Int>, height: Double, rows: Int) -> Bool {
        let share = Double(extent.count) / height
        let isCut = (extent.lowerBound == 0) != (extent.upperBound == rows)
        return share <= heightShares.upperBound
            && share >= (isCut ? cutHeightShareMin : heightShares.lowerBound)
    }

    /// Middle of a sign; one that runs out of the line is placed by the end that is seen.
    private static func middle(of extent: Range<Int>, height: Double, rows: Int) -> Double {
        switch (extent.lowerBound == 0, extent.upperBound == rows) {
        case (false, true): Double(extent.lowerBound) + height / 2
        case (true, false): Double(extent.upperBound) - height / 2
        default: Double(extent.lowerBound + extent.upperBound) / 2
        }
    }

    /// Where ink is: the rarer side of the threshold that parts dark and light best (Otsu, 1979).
    private static func ink(_ line: Image) -> [Bool] {
        var counts = [Int](repeating: 0, count: 256)
        for value in line.pixels { counts[Int(value)] += 1 }
        let level = OtsuThreshold.level(of: counts) ?? 127
        let dark = line.pixels.map { Int($0) <= level }
        return dark.count(where: { $0 }) * 2 <= line.pixels.count ? dark : dark.map { !$0 }
    }

    /// First to last row that holds ink of a sign; nil where it touches both edges of the line.
    private static func extent(_ ink: [Bool], _ width: Int, _ columns: Range<Int>) -> Range<Int>? {
        let columns = columns.clamped(to: 0..<width)
        let rows = ink.count / width
        let counts = (0..<rows).map { row in columns.count { ink[row * width + $0] } }
        let least = max(1, columns.count / 8)
        guard let top = counts.firstIndex(where: { $0 >= least }),
            let bottom = counts.lastIndex(where: { $0 >= least }), top > 0 || bottom < rows - 1
        else { return nil }
        return top..<bottom + 1
    }
}
