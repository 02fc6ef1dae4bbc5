/// Brightness and colour near saturation, where a channel cannot exceed its ceiling.
///
/// Colour planes are brightness `(R + 2G + B) / 4`, red minus green, and blue minus yellow. Twins:
/// one place at a time, in the tests. Any thread.
public enum SaturationKernels {
    /// Red, green and blue, each at most its own value here.
    public typealias Ceilings = (red: Float, green: Float, blue: Float)

    @inline(__always)
    private static func colour(_ planes: (Lanes, Lanes, Lanes)) -> (Lanes, Lanes, Lanes) {
        let (brightness, redness, blueness) = planes
        let green = brightness - (1.5 * redness + blueness) * 0.25
        return (green + redness, green, blueness + green + redness * 0.5)
    }

    /// Lets no value of `plane` exceed `ceiling`.
    public static func limit(_ plane: inout [Float], ceiling: Float) {
        var target = plane.mutableSpan
        for place in 0..<target.count {
            unsafe target[unchecked: place] = min(target[unchecked: place], ceiling)
        }
    }

    /// Brightness and colour as they would look if no channel could exceed its ceiling; places
    /// where none does keep their bits.
    public static func limit(
        brightness: inout [Float],
        redness: inout [Float],
        blueness: inout [Float],
        ceilings: Ceilings
    ) {
        let count = brightness.count
        precondition(redness.count == count && blueness.count == count)
        var first = brightness.mutableSpan
        var second = redness.mutableSpan
        var third = blueness.mutableSpan
        @inline(__always)
        func limit(
            _ first: inout MutableSpan<Float>,
            _ second: inout MutableSpan<Float>,
            _ third: inout MutableSpan<Float>,
            at place: Int,
            count lanes: Int
        ) {
            let seen = unsafe (
                first.lanes(at: place, count: lanes), second.lanes(at: place, count: lanes),
                third.lanes(at: place, count: lanes)
            )
            let (red, green, blue) = colour(seen)
            let r = red.atMost(Lanes(repeating: ceilings.red))
            let g = green.atMost(Lanes(repeating: ceilings.green))
            let b = blue.atMost(Lanes(repeating: ceilings.blue))
            let isOver = (red - r).atLeast(green - g).atLeast(blue - b) .> Lanes.zero
            let brightness = seen.0.replacing(with: (r + 2 * g + b) * 0.25, where: isOver)
            let redness = seen.1.replacing(with: r - g, where: isOver)
            let blueness = seen.2.replacing(with: b - (r + g) * 0.5, where: isOver)
            unsafe first.store(brightness, at: place, count: lanes)
            unsafe second.store(redness, at: place, count: lanes)
            unsafe third.store(blueness, at: place, count: lanes)
        }
        let whole = count & ~7
        for place in stride(from: 0, to: whole, by: 8) {
            limit(&first, &second, &third, at: place, count: 8)
        }
        if whole < count { limit(&first, &second, &third, at: whole, count: count &- whole) }
    }

    /// 0 where a value of `plane` exceeds `level`, else 1.
    public static func clear(_ plane: [Float], level: Float) -> [Float] {
        var result = [Float](repeating: 1, count: plane.count)
        let plane = plane.span
        var target = result.mutableSpan
        for place in 0..<plane.count {
            unsafe target[unchecked: place] = plane[unchecked: place] > level ? 0 : 1
        }
        return result
    }

    /// 1 where every channel is below its level, else 0.
    public static func clear(
        brightness: [Float],
        redness: [Float],
        blueness: [Float],
        levels: Ceilings
    ) -> [Float] {
        let count = brightness.count
        precondition(redness.count == count && blueness.count == count)
        var result = [Float](repeating: 0, count: count)
        let (first, second, third) = (brightness.span, redness.span, blueness.span)
        var target = result.mutableSpan
        @inline(__always)
        func clear(_ target: inout MutableSpan<Float>, at place: Int, count lanes: Int) {
            let (red, green, blue) = unsafe colour(
                (
                    first.lanes(at: place, count: lanes), second.lanes(at: place, count: lanes),
                    third.lanes(at: place, count: lanes)
                )
            )
            let isClear =
                (red .< Lanes(repeating: levels.red)) .& (green .< Lanes(repeating: levels.green))
                .& (blue .< Lanes(repeating: levels.blue))
            unsafe target.store(
                Lanes.zero.replacing(with: 1, where: isClear),
                at: place,
                count: lanes
            )
        }
        let whole = count & ~7
        for place in stride(from: 0, to: whole, by: 8) {
            clear(&target, at: place, count: 8)
        }
        if whole < count { clear(&target, at: whole, count: count &- whole) }
        return result
    }

    /// The highest red, green and blue anywhere; the lowest numbers there are without places.
    public static func peaks(
        brightness: [Float],
        redness: [Float],
        blueness: [Float]
    ) -> Ceilings {
        let count = brightness.count
        precondition(redness.count == count && blueness.count == count)
        let lowest = Lanes(repeating: -.greatestFiniteMagnitude)
        var peaks = (lowest, lowest, lowest)
        for place in 0..<count {
            let (red, green, blue) = colour(
                (
                    Lanes(repeating: brightness[place]), Lanes(repeating: redness[place]),
                    Lanes(repeating: blueness[place])
                )
            )
            peaks.0 = peaks.0.atLeast(red)
            peaks.1 = peaks.1.atLeast(green)
            peaks.2 = peaks.2.atLeast(blue)
        }
        return (peaks.0[0], peaks.1[0], peaks.2[0])
    }

    /// Red, green and blue planes turned into brightness, red minus green, blue minus yellow.
    public static func makeOpponent(
        red: inout [Float],
        green: inout [Float],
        blue: inout [Float]
    ) {
        let count = red.count
        precondition(green.count == count && blue.count == count)
        var first = red.mutableSpan
        var second = green.mutableSpan
        var third = blue.mutableSpan
        for place in 0..<count {
            let r = unsafe first[unchecked: place]
            let g = unsafe second[unchecked: place]
            let b = unsafe third[unchecked: place]
            unsafe first[unchecked: place] = (r + 2 * g + b) * 0.25
            unsafe second[unchecked: place] = r - g
            unsafe third[unchecked: place] = b - (r + g) * 0.5
        }
    }

    /// Multiplies `values` by `factors`, place by place.
    public static func multiply(_ values: inout [Float], by factors: [Float]) {
        precondition(values.count == factors.count)
        let factors = factors.span
        var target = values.mutableSpan
        for place in 0..<factors.count {
            unsafe target[unchecked: place] *= factors[unchecked: place]
        }
    }
}
