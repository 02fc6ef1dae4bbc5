/// What the product may be: at least one limit, in the feature's unit.
public struct SpecificationLimits: Sendable, Equatable, Codable {
    /// Below is out of specification.
    public let lower: Double?
    /// Above is out of specification.
    public let upper: Double?

    /// Makes limits.
    ///
    /// - Parameters:
    ///   - lower: Nil when there is none.
    ///   - upper: Nil when there is none.
    /// - Throws: `ProcessControlError.specification` without a limit, or out of order.
    public init(lower: Double?, upper: Double?) throws(ProcessControlError) {
        let isOrdered = (lower ?? -.greatestFiniteMagnitude) < (upper ?? .greatestFiniteMagnitude)
        let areFinite = (lower ?? 0).isFinite && (upper ?? 0).isFinite
        guard lower != nil || upper != nil, isOrdered, areFinite else {
            throw .specification(lower: lower, upper: upper)
        }
        self.lower = lower
        self.upper = upper
    }

    enum CodingKeys: String, CodingKey {
        case lower, upper
    }

    /// From a file, with the checks of `init`.
    ///
    /// - Parameter decoder: Holds one limit or both.
    /// - Throws: What the decoder throws, or `ProcessControlError`.
    public init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            lower: keys.decodeIfPresent(Double.self, forKey: .lower),
            upper: keys.decodeIfPresent(Double.self, forKey: .upper)
        )
    }
}
