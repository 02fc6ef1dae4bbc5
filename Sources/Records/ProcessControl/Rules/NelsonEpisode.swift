/// One alarm of a rule: from the first point of the pattern to the last for which it held.
public struct NelsonEpisode: Sendable, Equatable {
    /// Where the pattern lies.
    public enum Side: String, Sendable, Codable {
        /// Above the centre, or rising.
        case upper
        /// Below the centre, or falling.
        case lower
        /// Neither.
        case both
    }

    /// The rule.
    public let rule: NelsonRule
    /// Where the pattern lies.
    public let side: Side
    /// The first point of the pattern.
    public let first: Int
    /// The point at which the rule first held.
    public let raised: Int
    /// The last point at which it held.
    public internal(set) var last: Int
}
