/// Comparison of seen with taught values, place by place, in standard deviations.
///
/// Where samples saturate (`isClear` 0) the brightness counts only as far as saturation cannot
/// explain it, and nothing else does. Twins: plain loops, in the tests. Any thread.
public enum DeviationKernels {
    /// What a plane shows, which decides how much it counts near saturation.
    public enum Kind: Sendable {
        /// Counts where samples saturate, less the slack in grey levels.
        case brightness(slack: Float)
        /// Does not count where samples saturate: colour, roughness.
        case other
    }

    /// `difference` as far as it counts.
    @inline(__always)
    static func counted(_ difference: Lanes, isClear: Lanes, slack: Float) -> Lanes {
        let above = (difference - slack).atLeast(.zero)
        let below = (difference + slack).atMost(.zero)
        // Products and sums with 0 and 1 are exact; a second mask would be drawn lane by lane.
        return difference * isClear + (above + below) * (1 - isClear)
    }

    /// `difference` as far as it counts.
    @inline(__always)
    public static func counted(_ difference: Float, isClear: Float, slack: Float) -> Float {
        let above = max(0, difference - slack)
        let below = min(0, difference + slack)
        let near = difference > 0 ? above : below
        return isClear == 0 ? near : difference
    }

    /// Deviations of `values` from the taught envelope.
    ///
    /// - Parameters:
    ///   - values: what was seen.
    ///   - envelope: lowest and highest taught value around each place.
    ///   - taught: what was taught there, as far as it can be compared under this light.
    ///   - isClear: 1 where samples do not saturate, else 0.
    ///   - deviation: standard deviations.
    ///   - kind: what the plane shows.
    /// - Returns: a deviation per place, in standard deviations.
    public static func fromEnvelope(
        _ values: [Float],
        envelope: (lower: [Float], upper: [Float]),
        taught: [Float],
        isClear: [Float],
        deviation: [Float],
        kind: Kind
    ) -> [Float] {
        // In place: the fewer pointers, the fewer checks before the loop.
        var result = values
        switch kind {
        case .brightness(let slack):
            deviate(&result, envelope, taught, isClear, deviation) {
                counted($0, isClear: $1, slack: slack)
            }
        case .other: deviate(&result, envelope, taught, isClear, deviation) { $0 * $1 }
        }
        return result
    }

    @inline(__always)
    private static func deviate(
        _ values: inout [Float],
        _ envelope: (lower: [Float], upper: [Float]),
        _ taught: [Float],
        _ isClear: [Float],
        _ deviation: [Float],
        _ counted: (Lanes, Lanes) -> Lanes
    ) {
        let count = values.count
        precondition(envelope.lower.count == count && envelope.upper.count == count)
        precondition(taught.count == count && isClear.count == count && deviation.count == count)
        let (lower, upper) = (envelope.lower.span, envelope.upper.span)
        let (taught, isClear, deviation) = (taught.span, isClear.span, deviation.span)
        var target = values.mutableSpan
        @inline(__always)
        func deviate(_ target: inout MutableSpan<Float>, at place: Int, count lanes: Int) {
            let value = unsafe target.lanes(at: place, count: lanes)
            let usual = unsafe taught.lanes(at: place, count: lanes)
            let clear = unsafe isClear.lanes(at: place, count: lanes)
            // A limited value lies below the envelope that was taught unlimited.
            let low = unsafe lower.lanes(at: place, count: lanes).atMost(usual)
            let high = unsafe upper.lanes(at: place, count: lanes) * clear + usual * (1 - clear)
            // At least one of the two is 0.
            let difference = (value - high).atLeast(.zero) + (value - low).atMost(.zero)
            let scale = unsafe deviation.lanes(at: place, count: lanes)
            unsafe target.store(counted(difference, clear) / scale, at: place, count: lanes)
        }
        // Whole blocks apart from the rest: merged, the masks would be drawn lane by lane.
        let whole = count & ~7
        for place in stride(from: 0, to: whole, by: 8) { deviate(&target, at: place, count: 8) }
        if whole < count { deviate(&target, at: whole, count: count &- whole) }
    }

    /// `seen` less `taught`, as far as it counts.
    public static func differences(
        _ seen: [Float],
        taught: [Float],
        isClear: [Float],
        kind: Kind
    ) -> [Float] {
        // In place: the fewer pointers, the fewer checks before the loop.
        var result = seen
        switch kind {
        case .brightness(let slack):
            subtract(taught, isClear, from: &result) { counted($0, isClear: $1, slack: slack) }
        case .other: subtract(taught, isClear, from: &result) { $0 * $1 }
        }
        return result
    }

    @inline(__always)
    private static func subtract(
        _ taught: [Float],
        _ isClear: [Float],
        from seen: inout [Float],
        _ counted: (Lanes, Lanes) -> Lanes
    ) {
        let count = seen.count
        precondition(taught.count == count && isClear.count == count)
        let (taught, isClear) = (taught.span, isClear.span)
        var target = seen.mutableSpan
        for place in stride(from: 0, to: count, by: 8) {
            let lanes = min(8, count &- place)
            let usual = unsafe taught.lanes(at: place, count: lanes)
            let difference = unsafe target.lanes(at: place, count: lanes) - usual
            let clear = unsafe isClear.lanes(at: place, count: lanes)
            unsafe target.store(counted(difference, clear), at: place, count: lanes)
        }
    }

    /// Lets `worst` be at least the size of `differences` in units of `deviation`.
    public static func raise(
        _ worst: inout [Float],
        to differences: [Float],
        over deviation: [Float]
    ) {
        let count = worst.count
        precondition(differences.count == count && deviation.count == count)
        let (differences, deviation) = (differences.span, deviation.span)
        var target = worst.mutableSpan
        for place in stride(from: 0, to: count, by: 8) {
            let lanes = min(8, count &- place)
            let difference = unsafe differences.lanes(at: place, count: lanes)
            let size = difference.atLeast(-difference)
            let z = unsafe size / deviation.lanes(at: place, count: lanes)
            let before = unsafe target.lanes(at: place, count: lanes)
            unsafe target.store(before.atLeast(z), at: place, count: lanes)
        }
    }

    /// Products, place by place.
    public static func products(_ values: [Float], _ factors: [Float]) -> [Float] {
        precondition(values.count == factors.count)
        var result = values
        let factors = factors.span
        var target = result.mutableSpan
        for place in 0..<factors.count {
            unsafe target[unchecked: place] *= factors[unchecked: place]
        }
        return result
    }

    /// Adds the squared deviations of `values` from `mean` to `squares`.
    public static func addSquares(
        of values: [Float],
        mean: [Float],
        isClear: [Float],
        deviation: [Float],
        kind: Kind,
        to squares: inout [Float]
    ) {
        switch kind {
        case .brightness(let slack):
            deviate(values, mean, isClear, deviation, &squares) {
                counted($0, isClear: $1, slack: slack)
            }
        case .other: deviate(values, mean, isClear, deviation, &squares) { $0 * $1 }
        }
    }

    @inline(__always)
    private static func deviate(
        _ values: [Float],
        _ mean: [Float],
        _ isClear: [Float],
        _ deviation: [Float],
        _ squares: inout [Float],
        _ counted: (Lanes, Lanes) -> Lanes
    ) {
        let count = values.count
        precondition(mean.count == count && isClear.count == count)
        precondition(deviation.count == count && squares.count == count)
        let (values, mean) = (values.span, mean.span)
        let (isClear, deviation) = (isClear.span, deviation.span)
        var target = squares.mutableSpan
        @inline(__always)
        func add(_ target: inout MutableSpan<Float>, at place: Int, count lanes: Int) {
            let value = unsafe values.lanes(at: place, count: lanes)
            let difference = unsafe value - mean.lanes(at: place, count: lanes)
            let clear = unsafe isClear.lanes(at: place, count: lanes)
            let scale = unsafe deviation.lanes(at: place, count: lanes)
            let z = counted(difference, clear) / scale
            let sum = unsafe target.lanes(at: place, count: lanes) + z * z
            unsafe target.store(sum, at: place, count: lanes)
        }
        let whole = count & ~7
        for place in stride(from: 0, to: whole, by: 8) {
            add(&target, at: place, count: 8)
        }
        if whole < count { add(&target, at: whole, count: count &- whole) }
    }

    /// Adds the squares of `values` to `squares`.
    public static func addSquares(of values: [Float], to squares: inout [Float]) {
        precondition(values.count == squares.count)
        let values = values.span
        var target = squares.mutableSpan
        for place in 0..<values.count {
            let value = unsafe values[unchecked: place]
            unsafe target[unchecked: place] += value * value
        }
    }
}
