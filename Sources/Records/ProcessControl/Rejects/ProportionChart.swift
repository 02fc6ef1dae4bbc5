/// p and p′ of one stream of rejects; a value whose size phase I bounds.
///
/// As in `VariablesChart`, limits stand once they are found or given. Phase I goes on, over its
/// newest subgroups, until at least one blister was rejected: without a reject there is no
/// deviation.
public struct ProportionChart: Sendable, Equatable {
    /// Subgroups of phase I.
    public let baselineCount: Int
    /// What limits follow from; nil in phase I.
    public private(set) var baseline: ProportionBaseline?
    /// Subgroups so far.
    public private(set) var subgroupCount = 0
    private var phase: [ProportionPoint] = []

    /// An empty chart.
    ///
    /// - Parameters:
    ///   - baselineCount: 2...10,000 subgroups.
    ///   - baseline: Limits known from before; nil lets phase I find them.
    /// - Throws: `ProcessControlError.design`.
    public init(
        baselineCount: Int = 25,
        baseline: ProportionBaseline? = nil
    ) throws(ProcessControlError) {
        guard (2...10_000).contains(baselineCount) else {
            throw .design(
                name: "baseline count",
                value: Double(baselineCount),
                range: "2...10000"
            )
        }
        self.baselineCount = baselineCount
        self.baseline = baseline
    }

    /// Adds a subgroup.
    ///
    /// - Parameters:
    ///   - rejected: 0...total.
    ///   - total: At least 1.
    /// - Returns: The point.
    public mutating func add(rejected: Int, of total: Int) -> ProportionPoint {
        precondition(total > 0 && rejected >= 0 && rejected <= total)
        let point = ProportionPoint(number: subgroupCount, rejected: rejected, total: total)
        subgroupCount += 1
        guard baseline == nil else { return point }
        phase.append(point)
        if phase.count > baselineCount { phase.removeFirst() }
        if phase.count == baselineCount, let found = ProportionBaseline(points: phase) {
            baseline = found
            phase = []
        }
        return point
    }

    /// Replaces the limits, because a person said so.
    ///
    /// - Parameters:
    ///   - given: The new limits; nil starts a new phase I.
    ///   - who: The person, not empty.
    ///   - why: The reason, not empty.
    /// - Throws: `ProcessControlError.namelessChange`.
    public mutating func rebaseline(
        to given: ProportionBaseline?,
        who: String,
        why: String
    ) throws(ProcessControlError) {
        guard who.contains(where: { !$0.isWhitespace }), why.contains(where: { !$0.isWhitespace })
        else { throw .namelessChange }
        baseline = given
        phase = []
    }
}
