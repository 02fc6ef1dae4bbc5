/// What bends values between the layers of a net.
public enum Nonlinearity: String, Sendable, Hashable, CaseIterable {
    /// Negative values become 0.
    case relu
    /// Values are kept in 0…6.
    case relu6
    /// x · clip(x / 6 + 1 / 2, 0, 1).
    case hardSwish
    /// x · sigmoid(x).
    case silu
    /// x · Φ(x), Φ the normal distribution.
    case gelu
    /// 1 / (1 + exp(-x)).
    case sigmoid
    /// Negative values are multiplied by 0.1.
    case leakyRelu

    /// The slope of ``leakyRelu`` below 0.
    public static let leak: Float = 0.1
}
