/// Individuals with moving ranges, or means with ranges or deviations, and the EWMA of the same
/// stream; a value of a fixed size.
///
/// Phase I finds the baseline from the design's first subgroups, or a baseline is given. From then
/// on limits stand: only `rebaseline` changes them, and it asks who and why. The slow twin of the
/// running sums is in the tests: every subgroup kept, every mean computed anew.
public struct VariablesChart: Sendable, Equatable {
    /// How the feature is charted.
    public let design: ChartDesign
    /// What limits follow from; nil in phase I.
    public private(set) var baseline: ProcessBaseline?
    /// Subgroups so far.
    public private(set) var subgroupCount = 0

    private var subgroup = RunningSubgroup()
    private var previous: Double?
    private var locationMean = 0.0
    private var spreadSum = 0.0
    private var spreadCount = 0
    private var phaseCount = 0
    private var average = 0.0
    private var averageCount = 0
    /// (1-λ)^2i of the EWMA's limits.
    private var faded = 1.0

    /// An empty chart.
    ///
    /// - Parameters:
    ///   - design: How the feature is charted.
    ///   - baseline: Limits known from before; nil lets phase I find them.
    public init(_ design: ChartDesign, baseline: ProcessBaseline? = nil) {
        self.design = design
        fix(baseline)
    }

    /// Adds one value.
    ///
    /// - Parameter value: Finite.
    /// - Returns: The subgroup that it completes.
    public mutating func add(_ value: Double) -> ChartPoint? {
        precondition(value.isFinite)
        subgroup.add(value)
        guard subgroup.count == design.subgroupSize else { return nil }
        let spread: Double?
        switch design.spread {
        case .movingRange: spread = previous.map { abs(subgroup.mean - $0) }
        case .range: spread = subgroup.highest - subgroup.lowest
        case .deviation: spread = subgroup.deviation
        }
        previous = subgroup.mean
        if let baseline {
            let weight = design.averageWeight
            if averageCount == 0 { average = baseline.mean }
            average = weight * subgroup.mean + (1 - weight) * average
            averageCount += 1
            faded *= (1 - weight) * (1 - weight)
        }
        let point = ChartPoint(
            number: subgroupCount,
            location: subgroup.mean,
            spread: spread,
            squares: subgroup.squares,
            average: baseline == nil ? nil : average,
            averageCount: averageCount
        )
        if baseline == nil { collect(point) }
        subgroupCount += 1
        subgroup = RunningSubgroup()
        return point
    }

    /// Limits of means or individuals; nil in phase I.
    public var locationLimits: ControlLimits? { baseline?.locationLimits(design) }

    /// Limits of ranges, deviations or moving ranges; nil in phase I.
    public var spreadLimits: ControlLimits? { baseline?.spreadLimits(design) }

    /// Limits of the newest point of the EWMA; nil before it.
    public var averageLimits: ControlLimits? {
        guard averageCount > 0 else { return nil }
        return baseline?.averageLimits(design, faded: faded)
    }

    /// Replaces the limits, because a person said so.
    ///
    /// A subgroup begun is dropped.
    ///
    /// - Parameters:
    ///   - given: The new limits; nil starts a new phase I.
    ///   - who: The person, not empty.
    ///   - why: The reason, not empty.
    /// - Returns: The change, for the audit trail.
    /// - Throws: `ProcessControlError.namelessChange`.
    public mutating func rebaseline(
        to given: ProcessBaseline?,
        who: String,
        why: String
    ) throws(ProcessControlError) -> BaselineChange {
        guard who.contains(where: { !$0.isWhitespace }), why.contains(where: { !$0.isWhitespace })
        else { throw .namelessChange }
        let change = BaselineChange(
            who: who,
            why: why,
            fromSubgroup: subgroupCount,
            old: baseline,
            new: given
        )
        fix(given)
        return change
    }

    /// Forgets a subgroup begun and the individual before: the next value does not follow them.
    public mutating func breakOff() {
        subgroup = RunningSubgroup()
        previous = nil
    }

    private mutating func fix(_ baseline: ProcessBaseline?) {
        self.baseline = baseline
        (locationMean, spreadSum, spreadCount, phaseCount) = (0, 0, 0, 0)
        (averageCount, faded) = (0, 1)
        breakOff()
    }

    private mutating func collect(_ point: ChartPoint) {
        phaseCount += 1
        locationMean += (point.location - locationMean) / Double(phaseCount)
        if let spread = point.spread {
            spreadSum += spread
            spreadCount += 1
        }
        guard phaseCount >= design.baselineCount, spreadCount > 0 else { return }
        baseline = ProcessBaseline(
            foundMean: locationMean,
            sigma: spreadSum / Double(spreadCount) / design.spreadMean,
            subgroupCount: phaseCount
        )
    }
}
