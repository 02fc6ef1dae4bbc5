/// What a model may do wrong on an acceptance set, in shares 0...1.
public struct AcceptanceLimits: Sendable, Equatable {
    /// Most of the good pictures that it may reject.
    public var falseRejectShareMax: Double
    /// Most of the pictures of a kind of defect that it may accept.
    public var escapeShareMax: Double
    /// The same for kinds that have a limit of their own.
    public var escapeShareMaxByKind: [String: Double]

    /// Limits; as they stand, no defect may escape and 3 of 1,000 good pictures may be rejected.
    public init(
        falseRejectShareMax: Double = 0.003,
        escapeShareMax: Double = 0,
        escapeShareMaxByKind: [String: Double] = [:]
    ) {
        self.falseRejectShareMax = falseRejectShareMax
        self.escapeShareMax = escapeShareMax
        self.escapeShareMaxByKind = escapeShareMaxByKind
    }

    /// The limit of one kind of defect.
    public func escapeShareMax(of kind: String) -> Double {
        escapeShareMaxByKind[kind] ?? escapeShareMax
    }
}
