/// Sums and peaks over the places where a field lies below a limit, eight places at a time.
///
/// The order of additions is fixed, so equal input gives equal bits. Twins: plain loops, in the
/// tests. Any thread.
public enum MaskedSums {
    /// Sum of `values` where `field` is below `limit`.
    public static func sum(of values: [Float], where field: [Float], below limit: Float) -> Float {
        precondition(values.count == field.count)
        let (values, field) = (values.span, field.span)
        var sums = Lanes.zero
        let whole = field.count & ~7
        for place in stride(from: 0, to: whole, by: 8) {
            let isOut = unsafe field.lanes(at: place) .>= Lanes(repeating: limit)
            sums += unsafe values.lanes(at: place).replacing(with: 0, where: isOut)
        }
        var total = sums.sum()
        for place in whole..<field.count where field[place] < limit { total += values[place] }
        return total
    }

    /// Sum of the products of `values` and `weights` where `field` is below `limit`.
    public static func sum(
        of values: [Float],
        times weights: [Float],
        where field: [Float],
        below limit: Float
    ) -> Float {
        precondition(values.count == field.count && weights.count == field.count)
        let (values, weights, field) = (values.span, weights.span, field.span)
        var sums = Lanes.zero
        let whole = field.count & ~7
        for place in stride(from: 0, to: whole, by: 8) {
            let isOut = unsafe field.lanes(at: place) .>= Lanes(repeating: limit)
            let products = unsafe values.lanes(at: place) * weights.lanes(at: place)
            sums += products.replacing(with: 0, where: isOut)
        }
        var total = sums.sum()
        for place in whole..<field.count where field[place] < limit {
            total += values[place] * weights[place]
        }
        return total
    }

    /// Sum of the squares of `values`, each at most `bound`, where `field` is below `limit`.
    public static func boundedSquares(
        of values: [Float],
        bound: Float,
        where field: [Float],
        below limit: Float
    ) -> Float {
        precondition(values.count == field.count)
        let (values, field) = (values.span, field.span)
        var sums = Lanes.zero
        let whole = field.count & ~7
        for place in stride(from: 0, to: whole, by: 8) {
            let isOut = unsafe field.lanes(at: place) .>= Lanes(repeating: limit)
            let value = unsafe values.lanes(at: place)
            let square = value * value
            sums += square.replacing(with: bound, where: square .> Lanes(repeating: bound))
                .replacing(with: 0, where: isOut)
        }
        var total = sums.sum()
        for place in whole..<field.count where field[place] < limit {
            total += min(bound, values[place] * values[place])
        }
        return total
    }

    /// How many places of `field` are below `limit`.
    public static func count(where field: [Float], below limit: Float) -> Int {
        let field = field.span
        var count: Int32 = 0
        for place in 0..<field.count {
            count &+= unsafe field[unchecked: place] < limit ? 1 : 0
        }
        return Int(count)
    }

    /// How many places are 1 in `mask` while `field` is above `limit` there.
    public static func count(of mask: [UInt8], where field: [Float], above limit: Float) -> Int {
        precondition(mask.count == field.count)
        let (mask, field) = (mask.span, field.span)
        var count: Int32 = 0
        for place in 0..<field.count {
            let isAbove: Int32 = unsafe field[unchecked: place] > limit ? 1 : 0
            count &+= unsafe isAbove & Int32(mask[unchecked: place])
        }
        return Int(count)
    }

    /// The highest of `values` where `field` is below 0, and its first place; value and place are 0
    /// when none is above 0.
    public static func highest(
        of values: [Float],
        where field: [Float]
    ) -> (value: Float, place: Int) {
        precondition(values.count == field.count)
        let (values, field) = (values.span, field.span)
        var tops = Lanes.zero
        let whole = field.count & ~7
        for place in stride(from: 0, to: whole, by: 8) {
            let isIn = unsafe field.lanes(at: place) .< Lanes.zero
            let value = unsafe values.lanes(at: place)
            tops.replace(with: value, where: isIn .& (value .> tops))
        }
        var top = tops.max()
        for place in whole..<field.count where field[place] < 0 { top = max(top, values[place]) }
        guard top > 0 else { return (0, 0) }
        for place in 0..<field.count where values[place] == top && field[place] < 0 {
            return (top, place)
        }
        return (0, 0)
    }

    /// Sums of the differences between `values` and themselves in reverse order, and of `values`.
    public static func turnedDifference(_ values: [Float]) -> (difference: Float, total: Float) {
        let values = values.span
        var (differences, totals) = (Lanes.zero, Lanes.zero)
        let whole = values.count & ~7
        for place in stride(from: 0, to: whole, by: 8) {
            let ahead = unsafe values.lanes(at: place)
            let behind = unsafe values.lanes(at: values.count - 8 - place)
            let turned = Lanes(
                lowHalf: SIMD4(behind[7], behind[6], behind[5], behind[4]),
                highHalf: SIMD4(behind[3], behind[2], behind[1], behind[0])
            )
            let difference = ahead - turned
            differences += difference.replacing(with: -difference, where: difference .< Lanes.zero)
            totals += ahead
        }
        var (difference, total) = (differences.sum(), totals.sum())
        for place in whole..<values.count {
            difference += abs(values[place] - values[values.count - 1 - place])
            total += values[place]
        }
        return (difference, total)
    }
}
