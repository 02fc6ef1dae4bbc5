/// What is left of differences when their surroundings are taken off.
///
/// Sheen, wear and wandering light change wide places a little; dirt and spots change small places
/// much. Any thread.
public enum LocalContrast {
    /// Steps that a unit is cut into for exact sums.
    private static let steps: Float = 64

    /// `differences` less the mean around each, over the places that count.
    ///
    /// Each difference enters the mean of its surroundings bounded to ±`bound`, so that a strong
    /// spot hardly moves what it is measured against, and a wide change keeps what exceeds
    /// `bound`. Window sums are whole numbers: equal on every path.
    ///
    /// - Parameters:
    ///   - differences: row-major, `width` wide.
    ///   - places: 1 where a place counts; the result is 0 elsewhere.
    ///   - windowCounts: ``counts(of:width:radius:)`` of `places`.
    ///   - bound: at most 32, in the unit of `differences`.
    public static func of(
        _ differences: [Float],
        places: [UInt8],
        windowCounts: [Int32],
        width: Int,
        radius: Int,
        bound: Float
    ) -> [Float] {
        let count = differences.count
        precondition(places.count == count && windowCounts.count == count && bound <= 32)
        var bounded = [Int32](repeating: 0, count: count)
        for place in 0..<count {
            let value = max(-bound, min(bound, differences[place])) * steps
            bounded[place] = Int32(value) &* Int32(places[place])
        }
        let sums = BoxSums.sums(of: bounded, width: width, height: count / width, radius: radius)
        var result = differences
        for place in 0..<count {
            let mean = Float(sums[place]) / (Float(max(1, windowCounts[place])) * steps)
            result[place] = (differences[place] - mean) * Float(places[place])
        }
        return result
    }

    /// Places that count in the window around each place.
    public static func counts(of places: [UInt8], width: Int, radius: Int) -> [Int32] {
        BoxSums.sums(
            of: places.map(Int32.init),
            width: width,
            height: places.count / width,
            radius: radius
        )
    }
}
