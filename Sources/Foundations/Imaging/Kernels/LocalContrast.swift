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
    ///   - width: places in a row.
    ///   - radius: places on either side of one that are its surroundings.
    ///   - bound: at most 32, in the unit of `differences`.
    /// - Returns: differences from the surroundings, in the unit of `differences`.
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
        let bounded = bounded(differences, places: places, bound: bound)
        let sums = BoxSums.sums(of: bounded, width: width, height: count / width, radius: radius)
        var result = differences
        let (sum, windowCount, isIn) = (sums.span, windowCounts.span, places.span)
        var target = result.mutableSpan
        for place in 0..<count {
            let share = unsafe Float(max(1, windowCount[unchecked: place])) * steps
            let mean = unsafe Float(sum[unchecked: place]) / share
            let kept = unsafe target[unchecked: place] - mean
            unsafe target[unchecked: place] = kept * Float(isIn[unchecked: place])
        }
        return result
    }

    /// Bounded differences in whole steps, cut off towards 0; 0 where a place does not count.
    private static func bounded(_ differences: [Float], places: [UInt8], bound: Float) -> [Int32] {
        var result = [Int32](repeating: 0, count: differences.count)
        let (differences, places) = (differences.span, places.span)
        var target = result.mutableSpan
        for place in 0..<differences.count {
            let value = unsafe differences[unchecked: place]
            let size = min(bound, abs(value)) * steps
            // 2^23 plus a small number holds that number, rounded to even, in its lowest bits.
            let lifted = size + 8_388_608
            let isOver: Int32 = lifted - 8_388_608 > size ? 1 : 0
            let whole = Int32(truncatingIfNeeded: lifted.bitPattern & 0x7F_FFFF) &- isOver
            let signed = value < 0 ? 0 &- whole : whole
            unsafe target[unchecked: place] = signed &* Int32(places[unchecked: place])
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
