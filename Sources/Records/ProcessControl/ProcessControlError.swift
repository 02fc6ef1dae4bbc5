/// What process control refuses, in one line each.
public enum ProcessControlError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A baseline must have a finite mean, a finite sigma of at least 0 and the chart's size.
    case baseline(mean: Double, sigma: Double)
    /// Bands of rejects must rise inside 0...1.
    case bands([Double])
    /// A confidence must lie inside 0...1, a one-sided one above 0.5.
    case confidence(Double)
    /// A number of a chart's design lies outside its range.
    case design(name: String, value: Double, range: String)
    /// Two series of a board have the same key.
    case doubledSeries(TrendKey)
    /// A re-baselining without a name or without a reason.
    case namelessChange
    /// Specification limits that are absent, not finite, or not in order.
    case specification(lower: Double?, upper: Double?)
    /// No such series on the board.
    case unknownSeries(TrendKey)

    /// What was wrong and what to do.
    public var description: String {
        switch self {
        case .baseline(let mean, let sigma):
            "baseline of mean \(mean) and sigma \(sigma) refused: give finite numbers, sigma at "
                + "least 0, and the chart's own subgroup size"
        case .bands(let limits):
            "reject bands \(limits) refused: give shares that rise inside 0...1"
        case .confidence(let value):
            "confidence \(value) refused: give a number below 1 and above 0, above 0.5 if one-sided"
        case .design(let name, let value, let range):
            "chart design: \(name) is \(value), must be \(range)"
        case .doubledSeries(let key):
            "two series are called \(key): give each feature, pocket and lane once"
        case .namelessChange:
            "limits are not changed without a name and a reason: state who and why"
        case .specification(let lower, let upper):
            "specification limits \(lower.map { "\($0)" } ?? "none")..."
                + "\(upper.map { "\($0)" } ?? "none") refused: give at least one, the lower below "
                + "the upper"
        case .unknownSeries(let key):
            "no series is called \(key): name one of the recipe's features"
        }
    }
}
