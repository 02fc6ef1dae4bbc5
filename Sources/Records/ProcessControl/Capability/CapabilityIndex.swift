/// One capability index and how sure it is.
public struct CapabilityIndex: Sendable, Equatable, Codable {
    /// The estimate.
    public let value: Double
    /// Lower end of its interval.
    public let lower: Double
    /// Upper end of its interval.
    public let upper: Double
}
