/// New limits, asked for by a person; for the audit trail.
public struct BaselineChange: Sendable, Equatable, Codable {
    /// Who asked.
    public let who: String
    /// Why.
    public let why: String
    /// The first subgroup that the new limits, or their phase I, are for.
    public let fromSubgroup: Int
    /// The limits before; nil while phase I ran.
    public let old: ProcessBaseline?
    /// The limits given; nil when a new phase I finds them.
    public let new: ProcessBaseline?

    enum CodingKeys: String, CodingKey {
        case who, why, old, new
        case fromSubgroup = "from_subgroup"
    }
}
