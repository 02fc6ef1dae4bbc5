/// One subgroup on the charts of a feature.
public struct ChartPoint: Sendable, Equatable {
    /// Position in the stream of subgroups, from 0.
    public let number: Int
    /// Mean of the subgroup, or the individual.
    public let location: Double
    /// Range, deviation or moving range; nil for the first individual.
    public let spread: Double?
    /// Sum of squares of the values about their mean; 0 for individuals.
    public let squares: Double
    /// The EWMA after this subgroup; nil in phase I.
    public let average: Double?
    /// Subgroups in the EWMA; 0 in phase I.
    public let averageCount: Int
}
