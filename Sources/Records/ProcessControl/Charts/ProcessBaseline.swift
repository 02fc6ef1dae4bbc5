internal import Foundation

/// What phase I found, or people gave: every limit of a variables chart follows from it.
public struct ProcessBaseline: Sendable, Equatable, Codable {
    /// Mean of the process, in the feature's unit.
    public let mean: Double
    /// Deviation within subgroups, in the feature's unit.
    public let sigma: Double
    /// Subgroups it was found from; 0 when given.
    public let subgroupCount: Int

    /// Makes a baseline.
    ///
    /// - Parameters:
    ///   - mean: Finite.
    ///   - sigma: Finite, at least 0.
    ///   - subgroupCount: Subgroups it was found from; 0 when given.
    /// - Throws: `ProcessControlError.baseline`.
    public init(
        mean: Double,
        sigma: Double,
        subgroupCount: Int = 0
    ) throws(ProcessControlError) {
        guard mean.isFinite, sigma.isFinite, sigma >= 0 else {
            throw .baseline(mean: mean, sigma: sigma)
        }
        self.mean = mean
        self.sigma = sigma
        self.subgroupCount = subgroupCount
    }

    enum CodingKeys: String, CodingKey {
        case mean, sigma
        case subgroupCount = "subgroup_count"
    }

    /// From a file, with the checks of `init`.
    ///
    /// - Parameter decoder: Holds all three numbers.
    /// - Throws: What the decoder throws, or `ProcessControlError`.
    public init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            mean: keys.decode(Double.self, forKey: .mean),
            sigma: keys.decode(Double.self, forKey: .sigma),
            subgroupCount: keys.decode(Int.self, forKey: .subgroupCount)
        )
    }

    /// From sums that are known to be finite.
    init(foundMean mean: Double, sigma: Double, subgroupCount: Int) {
        self.mean = mean
        self.sigma = sigma
        self.subgroupCount = subgroupCount
    }

    /// Limits of subgroup means, or of individuals: mean ± 3 σ / √n.
    ///
    /// Source: NIST/SEMATECH e-Handbook, sections 6.3.2.1 and 6.3.2.2; with σ = R̄/d₂ it is x̄ ± A₂
    /// R̄.
    ///
    /// - Parameter design: The chart's design.
    /// - Returns: The limits.
    public func locationLimits(_ design: ChartDesign) -> ControlLimits {
        ControlLimits(centre: mean, sigma: sigma / Double(design.subgroupSize).squareRoot())
    }

    /// Limits of ranges, deviations or moving ranges; with σ = R̄/d₂ they are D₃ R̄ and D₄ R̄.
    ///
    /// - Parameter design: The chart's design.
    /// - Returns: The limits, the lower at least 0.
    public func spreadLimits(_ design: ChartDesign) -> ControlLimits {
        ControlLimits(
            centre: design.spreadMean * sigma,
            sigma: design.spreadDeviation * sigma,
            floor: 0
        )
    }

    /// Limits of the EWMA after `count` points, exact: L σ/√n √(λ/(2-λ) (1-(1-λ)^2i)).
    ///
    /// Source: D. C. Montgomery, Introduction to Statistical Quality Control, section 9.2, eq.
    /// 9.25.
    ///
    /// - Parameters:
    ///   - design: The chart's design.
    ///   - count: Points in the average, at least 1; nil for the limits it comes to in the end.
    /// - Returns: The limits.
    public func averageLimits(_ design: ChartDesign, after count: Int?) -> ControlLimits {
        let weight = design.averageWeight
        let faded = count.map { pow(1 - weight, 2 * Double($0)) } ?? 0
        return averageLimits(design, faded: faded)
    }

    func averageLimits(_ design: ChartDesign, faded: Double) -> ControlLimits {
        let weight = design.averageWeight
        let location = sigma / Double(design.subgroupSize).squareRoot()
        return ControlLimits(
            centre: mean,
            sigma: location * (weight / (2 - weight) * (1 - faded)).squareRoot(),
            width: design.averageWidth
        )
    }
}
