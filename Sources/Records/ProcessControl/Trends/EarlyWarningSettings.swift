/// When a trend is worth a warning.
public struct EarlyWarningSettings: Sendable, Equatable {
    /// Newest subgroups that the line is fitted to, at least 8.
    public let window: Int
    /// The chance of a trend out of nothing must be below.
    public let significanceMax: Double
    /// Crossings further away than this many windows are not foretold.
    public let horizonWindows: Double
    /// Confidence of the interval of the crossing.
    public let confidence: Double

    /// Makes settings.
    ///
    /// - Parameters:
    ///   - window: 8...500 subgroups.
    ///   - significanceMax: Inside 0...0.5.
    ///   - horizonWindows: Above 0.
    ///   - confidence: Inside 0...1.
    /// - Throws: `ProcessControlError.design` or `.confidence`.
    public init(
        window: Int = 60,
        significanceMax: Double = 0.001,
        horizonWindows: Double = 2,
        confidence: Double = 0.95
    ) throws(ProcessControlError) {
        guard (8...500).contains(window) else {
            throw .design(name: "trend window", value: Double(window), range: "8...500")
        }
        guard significanceMax > 0, significanceMax < 0.5 else {
            throw .design(name: "trend significance", value: significanceMax, range: "0...0.5")
        }
        guard horizonWindows > 0, horizonWindows.isFinite else {
            throw .design(name: "trend horizon", value: horizonWindows, range: "above 0")
        }
        guard confidence > 0, confidence < 1 else { throw .confidence(confidence) }
        self.window = window
        self.significanceMax = significanceMax
        self.horizonWindows = horizonWindows
        self.confidence = confidence
    }

    /// The warning that the newest values ask for; nil when there is no significant trend, no limit
    /// in its direction, or the crossing lies beyond the horizon.
    ///
    /// - Parameters:
    ///   - values: Locations of successive subgroups, oldest first; nil when fewer than the window.
    ///   - specification: Limits of the product; those of a side replace the chart's.
    ///   - control: Limits of the chart; nil in phase I.
    ///   - subgroupSize: Blisters of one subgroup.
    /// - Returns: The warning.
    public func warning(
        for values: [Double],
        specification: SpecificationLimits?,
        control: ControlLimits?,
        subgroupSize: Int
    ) -> EarlyWarning? {
        guard values.count >= window else { return nil }
        let line = TheilSenLine(Array(values.suffix(window)), confidence: confidence)
        guard line.slope != 0, line.significance < significanceMax else { return nil }
        let isRising = line.slope > 0
        let limit: EarlyWarning.Limit
        let limitValue: Double
        if let value = isRising ? specification?.upper : specification?.lower {
            (limit, limitValue) = (isRising ? .upperSpecification : .lowerSpecification, value)
        } else if specification == nil, let control {
            limitValue = isRising ? control.upper : control.lower
            limit = isRising ? .upperControl : .lowerControl
        } else {
            return nil
        }
        // As if rising: distances and slopes towards the limit.
        let sign = isRising ? 1.0 : -1.0
        let room = sign * (limitValue - line.middle)
        let half = Double(window - 1) / 2
        let steep = isRising ? line.slopeUpper : -line.slopeLower
        let flat = isRising ? line.slopeLower : -line.slopeUpper
        let subgroups = max(0, room / abs(line.slope) - half)
        guard flat > 0, subgroups <= horizonWindows * Double(window) else { return nil }
        return EarlyWarning(
            limit: limit,
            limitValue: limitValue,
            slope: line.slope,
            significance: line.significance,
            subgroups: subgroups,
            subgroupsLower: max(0, (room - line.middleHalfWidth) / steep - half),
            subgroupsUpper: max(0, (room + line.middleHalfWidth) / flat - half),
            blistersPerSubgroup: subgroupSize
        )
    }
}
