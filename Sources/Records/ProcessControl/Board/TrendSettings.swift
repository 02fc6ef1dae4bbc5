/// Bounds of a board and how it charts rejects.
public struct TrendSettings: Sendable, Equatable {
    /// Subgroups kept of each series.
    public let pointsMax: Int
    /// Alarms kept.
    public let alarmsMax: Int
    /// Blisters of one subgroup of rejects.
    public let rejectSubgroupSize: Int
    /// Subgroups of phase I of rejects.
    public let rejectBaselineCount: Int
    /// When a trend is worth a warning.
    public let warning: EarlyWarningSettings
    /// Confidence of capability and of the intervals of rejects.
    public let confidence: Double

    /// Makes settings.
    ///
    /// - Parameters:
    ///   - pointsMax: 8...100,000 subgroups of each series.
    ///   - alarmsMax: 1...100,000.
    ///   - rejectSubgroupSize: 1...1,000,000 blisters.
    ///   - rejectBaselineCount: 2...10,000 subgroups.
    ///   - warning: When a trend is worth a warning; nil for the defaults.
    ///   - confidence: Inside 0...1.
    /// - Throws: `ProcessControlError.design` or `.confidence`.
    public init(
        pointsMax: Int = 500,
        alarmsMax: Int = 1000,
        rejectSubgroupSize: Int = 500,
        rejectBaselineCount: Int = 25,
        warning: EarlyWarningSettings? = nil,
        confidence: Double = 0.95
    ) throws(ProcessControlError) {
        let bounds = [
            ("points", pointsMax, 8...100_000), ("alarms", alarmsMax, 1...100_000),
            ("reject subgroup size", rejectSubgroupSize, 1...1_000_000),
            ("reject baseline count", rejectBaselineCount, 2...10_000),
        ]
        for (name, value, range) in bounds where !range.contains(value) {
            throw .design(name: name, value: Double(value), range: "\(range)")
        }
        guard confidence > 0, confidence < 1 else { throw .confidence(confidence) }
        self.pointsMax = pointsMax
        self.alarmsMax = alarmsMax
        self.rejectSubgroupSize = rejectSubgroupSize
        self.rejectBaselineCount = rejectBaselineCount
        if let warning { self.warning = warning } else { self.warning = try EarlyWarningSettings() }
        self.confidence = confidence
    }
}
