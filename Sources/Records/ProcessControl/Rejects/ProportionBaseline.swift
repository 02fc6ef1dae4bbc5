/// What phase I of a chart of rejects found, or people gave.
///
/// Source of p: NIST/SEMATECH e-Handbook, section 6.3.3.2. Source of p′: D. B. Laney, Improved
/// control charts for attributes, Quality Engineering 14 (2002), p. 531: z = (p-p̄)/σp, σz the mean
/// moving range of z over 1.128, limits p̄ ± 3 σp σz.
public struct ProportionBaseline: Sendable, Equatable, Codable {
    /// Share of rejects, above 0 and below 1.
    public let share: Double
    /// What varies between subgroups, in deviations of the binomial; 1 when nothing does.
    public let sigmaZ: Double
    /// Subgroups it was found from; 0 when given.
    public let subgroupCount: Int

    enum CodingKeys: String, CodingKey {
        case share
        case sigmaZ = "sigma_z"
        case subgroupCount = "subgroup_count"
    }

    /// Makes a baseline that is given.
    ///
    /// - Parameters:
    ///   - share: Above 0, below 1.
    ///   - sigmaZ: Above 0.
    ///   - subgroupCount: Subgroups it was found from; 0 when given.
    /// - Throws: `ProcessControlError.baseline`.
    public init(
        share: Double,
        sigmaZ: Double,
        subgroupCount: Int = 0
    ) throws(ProcessControlError) {
        guard share > 0, share < 1, sigmaZ > 0, sigmaZ.isFinite else {
            throw .baseline(mean: share, sigma: sigmaZ)
        }
        self.share = share
        self.sigmaZ = sigmaZ
        self.subgroupCount = subgroupCount
    }

    /// From a file, with the checks of `init`.
    ///
    /// - Parameter decoder: Holds all three numbers.
    /// - Throws: What the decoder throws, or `ProcessControlError`.
    public init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            share: keys.decode(Double.self, forKey: .share),
            sigmaZ: keys.decode(Double.self, forKey: .sigmaZ),
            subgroupCount: keys.decode(Int.self, forKey: .subgroupCount)
        )
    }

    /// From the subgroups of phase I; nil while all or none are rejected, or all shares are equal.
    ///
    /// - Parameter points: At least two.
    public init?(points: [ProportionPoint]) {
        let rejected = points.reduce(0) { $0 + $1.rejected }
        let total = points.reduce(0) { $0 + $1.total }
        guard points.count >= 2, rejected > 0, rejected < total else { return nil }
        let share = Double(rejected) / Double(total)
        let z = points.map { ($0.share - share) / Self.sigma(share, $0.total) }
        let ranges = zip(z, z.dropFirst()).reduce(0) { $0 + abs($1.0 - $1.1) }
        guard ranges > 0 else { return nil }
        self.share = share
        sigmaZ = ranges / Double(points.count - 1) / ChartConstants.d2(2)
        subgroupCount = points.count
    }

    /// Limits for a subgroup of `total` blisters, cut at 0 and 1.
    ///
    /// - Parameters:
    ///   - total: Blisters of the subgroup, at least 1.
    ///   - isLaney: Whether the limits are those of p′.
    /// - Returns: The limits.
    public func limits(total: Int, isLaney: Bool) -> ControlLimits {
        ControlLimits(
            centre: share,
            sigma: Self.sigma(share, total) * (isLaney ? sigmaZ : 1),
            floor: 0,
            ceiling: 1
        )
    }

    private static func sigma(_ share: Double, _ total: Int) -> Double {
        (share * (1 - share) / Double(total)).squareRoot()
    }
}
