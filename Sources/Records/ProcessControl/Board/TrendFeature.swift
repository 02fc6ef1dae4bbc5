/// One feature that a board follows.
public struct TrendFeature: Sendable, Equatable {
    /// Its name.
    public let key: TrendKey
    /// Unit of its values; empty for a plain number.
    public let unit: String
    /// What the product may be; nil when the recipe has no limit.
    public let specification: SpecificationLimits?
    /// How it is charted.
    public let design: ChartDesign
    /// Limits known from before; nil lets phase I find them.
    public let baseline: ProcessBaseline?

    /// Makes a feature.
    ///
    /// - Parameters:
    ///   - key: Its name.
    ///   - unit: Unit of its values; empty for a plain number.
    ///   - specification: What the product may be.
    ///   - design: How it is charted.
    ///   - baseline: Limits known from before.
    public init(
        key: TrendKey,
        unit: String,
        specification: SpecificationLimits? = nil,
        design: ChartDesign,
        baseline: ProcessBaseline? = nil
    ) {
        self.key = key
        self.unit = unit
        self.specification = specification
        self.design = design
        self.baseline = baseline
    }
}
