/// One subgroup of counted blisters.
public struct ProportionPoint: Sendable, Equatable {
    /// Position in the stream of subgroups, from 0.
    public let number: Int
    /// Rejected.
    public let rejected: Int
    /// Counted, at least 1.
    public let total: Int

    /// Share of rejects, 0...1.
    public var share: Double { Double(rejected) / Double(total) }
}
