/// Where a rising function of one number crosses zero.
enum MonotoneRoot {
    /// The crossing of `function` between `low` and `high`, to the last bits.
    ///
    /// Newton's steps where they stay inside the bracket and shrink it, halving otherwise.
    ///
    /// - Parameters:
    ///   - low: Where `function` is at most 0.
    ///   - high: Where `function` is at least 0.
    ///   - slope: The derivative of `function`.
    ///   - function: Rising between `low` and `high`.
    /// - Returns: The crossing.
    static func find(
        from low: Double,
        to high: Double,
        slope: (Double) -> Double,
        of function: (Double) -> Double
    ) -> Double {
        var (low, high) = (low, high)
        var place = (low + high) / 2
        for _ in 0..<200 {
            let value = function(place)
            if value == 0 { return place }
            if value < 0 { low = place } else { high = place }
            let steepness = slope(place)
            let newton = place - value / steepness
            let isInside = newton.isFinite && newton > low && newton < high
            let next = isInside ? newton : (low + high) / 2
            let isSettled = abs(next - place) <= 4 * place.ulp
            place = next
            if isSettled || high - low <= 2 * place.ulp { break }
        }
        return place
    }
}
