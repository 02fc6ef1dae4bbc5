/// What a kernel does to each of its sums before it stores it.
public enum Activation: Sendable, Hashable {
    /// Nothing.
    case none
    /// Negative values become 0.
    case relu
    /// Values are kept in `low`…`high`.
    case clip(low: Float, high: Float)
    /// Negative values are multiplied by `alpha`.
    case leakyRelu(alpha: Float)

    /// What negative values are multiplied by, before the range.
    public var slope: Float {
        if case .leakyRelu(let alpha) = self { alpha } else { 1 }
    }

    /// The least value.
    public var low: Float {
        switch self {
        case .none, .leakyRelu: -.infinity
        case .relu: 0
        case .clip(let low, _): low
        }
    }

    /// The largest value.
    public var high: Float {
        if case .clip(_, let high) = self { high } else { .infinity }
    }
}
