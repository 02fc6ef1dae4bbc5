/// Loops over places that take a taught pattern back where another is seen.
///
/// Any thread.
public enum PatternKernels {
    /// `values` with `share` of their offsets from `middle` taken off.
    ///
    /// - Parameters:
    ///   - values: taught values.
    ///   - middle: typical value.
    ///   - bound: farthest offset that is pattern; of a larger one only so much is taken.
    ///   - share: 0 to 1.
    /// - Returns: a value per place, in the unit of `values`.
    public static func faded(
        _ values: [Float],
        middle: Float,
        bound: Float,
        share: Float
    ) -> [Float] {
        var result = values
        var target = result.mutableSpan
        for place in 0..<target.count {
            let offset = max(-bound, min(bound, target[place] - middle))
            target[place] -= share * offset
        }
        return result
    }

    /// Widens `deviation` by `share` of how much brighter `seen` is than `taught`.
    ///
    /// - Parameters:
    ///   - deviation: standard deviations.
    ///   - seen: brightness, grey levels.
    ///   - taught: brightness, grey levels.
    ///   - share: 0 to 1.
    ///   - range: taught brightness below which there is no ratio, and the largest ratio.
    public static func scale(
        _ deviation: inout [Float],
        seen: [Float],
        taught: [Float],
        share: Float,
        range: (darkest: Float, ratioMax: Float)
    ) {
        precondition(seen.count == deviation.count && taught.count == deviation.count)
        let (seen, taught) = (seen.span, taught.span)
        var target = deviation.mutableSpan
        for place in 0..<target.count {
            let ratio = seen[place] / max(range.darkest, taught[place])
            target[place] *= 1 + share * (max(1, min(range.ratioMax, ratio)) - 1)
        }
    }

    /// Adds `variance` to the squares of `deviation`.
    public static func addVariance(_ variance: Float, to deviation: inout [Float]) {
        var target = deviation.mutableSpan
        for place in 0..<target.count {
            target[place] = (target[place] * target[place] + variance).squareRoot()
        }
    }
}
