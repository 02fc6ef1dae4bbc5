/// Brightness and colour near saturation, where a channel cannot exceed its ceiling.
///
/// Colour planes are brightness `(R + 2G + B) / 4`, red minus green, and blue minus yellow. Twins:
/// one place at a time, in the tests. Any thread.
public enum SaturationKernels {
    /// Red, green and blue, each at most its own value here.
    public typealias Ceilings = (red: Float, green: Float, blue: Float)

    @inline(__always)
    private static func colour(_ planes: (Float, Float, Float)) -> (Float, Float, Float) {
        let (brightness, redness, blueness) = planes
        let green = brightness - (1.5 * redness + blueness) / 4
        return (green + redness, green, blueness + green + redness / 2)
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
        for place in 0..<count {
            let seen = unsafe (
                first[unchecked: place], second[unchecked: place], third[unchecked: place]
            )
            let (red, green, blue) = colour(seen)
            let r = min(red, ceilings.red)
            let g = min(green, ceilings.green)
            let b = min(blue, ceilings.blue)
            let over = max(max(red - r, green - g), blue - b)
            unsafe first[unchecked: place] = over > 0 ? (r + 2 * g + b) * 0.25 : seen.0
            unsafe second[unchecked: place] = over > 0 ? r - g : seen.1
            unsafe third[unchecked: place] = over > 0 ? b - (r + g) * 0.5 : seen.2
        }
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
        for place in 0..<count {
            let (red, green, blue) = unsafe colour(
                (first[unchecked: place], second[unchecked: place], third[unchecked: place])
            )
            let isRed: Float = red < levels.red ? 1 : 0
            let isGreen: Float = green < levels.green ? 1 : 0
            let isBlue: Float = blue < levels.blue ? 1 : 0
            unsafe target[unchecked: place] = isRed * isGreen * isBlue
        }
        return result
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
