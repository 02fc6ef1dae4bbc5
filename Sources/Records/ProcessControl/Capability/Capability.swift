internal import Statistics

/// How well a process stays inside its specification: Cp and Cpk by the deviation within subgroups
/// (what it could do), Pp and Ppk by the deviation of all values (what it did).
///
/// Indices speak of normal values of a process in control. Cp = (U-L)/6σ; Cpk = min(U-μ, μ-L)/3σ,
/// with one limit the distance to that limit. Intervals: Cp and Pp by chi-square, √(χ²(α/2, ν)/ν)
/// times the estimate; Cpk and Ppk ± z √(1/9N + C²/2ν).
/// Source: NIST/SEMATECH e-Handbook, section 6.1.6; A. F. Bissell, How reliable is your capability
/// index?, Applied Statistics 39 (1990), p. 331; S. Kotz, N. L. Johnson, Process Capability
/// Indices, 1993, section 2.2.
public struct Capability: Sendable, Equatable, Codable {
    /// Estimates that indices are computed from.
    public struct Estimate: Sendable, Equatable, Codable {
        /// Values.
        public let count: Int
        /// Their mean.
        public let mean: Double
        /// Deviation within subgroups.
        public let sigmaWithin: Double
        /// Degrees of freedom of `sigmaWithin`.
        public let degreesWithin: Double
        /// Deviation of all values, with count - 1 degrees of freedom.
        public let sigmaOverall: Double

        /// Makes an estimate.
        ///
        /// - Parameters:
        ///   - count: Values, at least 2.
        ///   - mean: Their mean.
        ///   - sigmaWithin: Above 0.
        ///   - degreesWithin: Above 0.
        ///   - sigmaOverall: Above 0.
        public init(
            count: Int,
            mean: Double,
            sigmaWithin: Double,
            degreesWithin: Double,
            sigmaOverall: Double
        ) {
            precondition(count >= 2 && sigmaWithin > 0 && degreesWithin > 0 && sigmaOverall > 0)
            self.count = count
            self.mean = mean
            self.sigmaWithin = sigmaWithin
            self.degreesWithin = degreesWithin
            self.sigmaOverall = sigmaOverall
        }

        enum CodingKeys: String, CodingKey {
            case count, mean
            case sigmaWithin = "sigma_within"
            case degreesWithin = "degrees_within"
            case sigmaOverall = "sigma_overall"
        }
    }

    /// What the indices are computed from.
    public let estimate: Estimate
    /// Two-sided confidence of the intervals.
    public let confidence: Double
    /// Nil with one limit only.
    public let cp: CapabilityIndex?
    /// By the nearer limit.
    public let cpk: CapabilityIndex
    /// Nil with one limit only.
    public let pp: CapabilityIndex?
    /// By the nearer limit.
    public let ppk: CapabilityIndex

    /// Computes the indices.
    ///
    /// - Parameters:
    ///   - estimate: Of the process.
    ///   - specification: Of the product.
    ///   - confidence: Two-sided, inside 0...1.
    /// - Throws: `ProcessControlError.confidence`.
    public init(
        _ estimate: Estimate,
        specification: SpecificationLimits,
        confidence: Double = 0.95
    ) throws(ProcessControlError) {
        guard confidence > 0, confidence < 1 else { throw .confidence(confidence) }
        let (within, overall) = (estimate.sigmaWithin, estimate.sigmaOverall)
        let (inner, outer) = (estimate.degreesWithin, Double(estimate.count - 1))
        func potential(_ sigma: Double, _ degrees: Double) -> CapabilityIndex? {
            guard let lower = specification.lower, let upper = specification.upper else {
                return nil
            }
            return Self.spread((upper - lower) / (6 * sigma), degrees, confidence)
        }
        func actual(_ sigma: Double, _ degrees: Double) -> CapabilityIndex {
            let above = specification.upper.map { $0 - estimate.mean }
            let below = specification.lower.map { estimate.mean - $0 }
            let room = [above, below].compactMap { $0 }.min() ?? 0
            return Self.bissell(room / (3 * sigma), estimate.count, degrees, confidence)
        }
        self.estimate = estimate
        self.confidence = confidence
        cp = potential(within, inner)
        cpk = actual(within, inner)
        pp = potential(overall, outer)
        ppk = actual(overall, outer)
    }

    private static func spread(
        _ value: Double,
        _ degrees: Double,
        _ confidence: Double
    ) -> CapabilityIndex {
        let chiSquare = ChiSquareDistribution(degrees: degrees)
        let tail = (1 - confidence) / 2
        return CapabilityIndex(
            value: value,
            lower: value * (chiSquare.quantile(tail) / degrees).squareRoot(),
            upper: value * (chiSquare.quantile(1 - tail) / degrees).squareRoot()
        )
    }

    private static func bissell(
        _ value: Double,
        _ count: Int,
        _ degrees: Double,
        _ confidence: Double
    ) -> CapabilityIndex {
        let z = NormalDistribution.quantile((1 + confidence) / 2)
        let half = z * (1 / (9 * Double(count)) + value * value / (2 * degrees)).squareRoot()
        return CapabilityIndex(value: value, lower: value - half, upper: value + half)
    }
}
