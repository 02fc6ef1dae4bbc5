/// The eight rules over a stream of points, a fixed number of steps for each.
///
/// A point belongs to an alarm when the rule holds at it; successive points for which it holds on
/// the same side are one episode. A point on the centre line is on neither side, and points that
/// are equal neither rise nor fall. Of rules 5 and 6 the newest point must be one of the two, or
/// four. Rule 8 takes points on either side. Its slow twin, in the tests, looks at the whole stream
/// for every point.
public struct NelsonDetector: Sendable, Equatable {
    /// What one point brought.
    public struct Step: Sendable, Equatable {
        /// Rules that hold at the point.
        public var active: NelsonRules = []
        /// Alarms that it raised.
        public var raised: [NelsonEpisode] = []
        /// Alarms that ended before it.
        public var ended: [NelsonEpisode] = []

        /// Whether an alarm was raised or ended.
        public var hasNews: Bool { !raised.isEmpty || !ended.isEmpty }
    }

    /// The rules looked for.
    public let rules: NelsonRules
    private var next = 0
    private var open: [NelsonEpisode?] = Array(repeating: nil, count: 8)
    private var openRules: NelsonRules = []

    /// Side of the newest point (-1, 0, 1) and points in a row on it.
    private var side = 0
    private var sideCount = 0
    /// Direction of the newest step (-1, 0, 1), points that go on in it, and points that alternate.
    private var direction = 0
    private var steadyCount = 0
    private var turnCount = 0
    private var innerCount = 0
    private var outerCount = 0
    private var previous: Double?
    /// Bit i: the point i before the newest lies beyond 2 sigma (1 sigma), above (below).
    private var farAbove: UInt8 = 0
    private var farBelow: UInt8 = 0
    private var offAbove: UInt8 = 0
    private var offBelow: UInt8 = 0

    /// A detector without points.
    ///
    /// - Parameter rules: The rules to look for.
    public init(_ rules: NelsonRules) { self.rules = rules }

    /// Adds a point.
    ///
    /// - Parameters:
    ///   - z: Deviations from the centre line; not NaN.
    ///   - number: Its position; when it does not follow the last, patterns begin anew.
    /// - Returns: Rules that hold, alarms raised and ended.
    public mutating func add(_ z: Double, at number: Int) -> Step {
        precondition(!z.isNaN)
        var step = Step()
        if number != next { step.ended = breakOff() }
        next = number + 1
        if rules.contains(NelsonRules(.beyondLimits)) {
            let isOut = z > 3 || z < -3
            note(.beyondLimits, isOut ? number : nil, z > 0 ? .upper : .lower, number, &step)
        }
        guard rules != NelsonRules(.beyondLimits) else { return step }
        count(z)
        let half: NelsonEpisode.Side = side > 0 ? .upper : .lower
        note(.shift, sideCount >= 9 ? number - sideCount + 1 : nil, half, number, &step)
        let way: NelsonEpisode.Side = direction > 0 ? .upper : .lower
        note(.trend, steadyCount >= 6 ? number - steadyCount + 1 : nil, way, number, &step)
        note(.alternation, turnCount >= 14 ? number - turnCount + 1 : nil, .both, number, &step)
        guard rules.rawValue > 0b1111 else { return step }
        let far = z > 0 ? farAbove : farBelow
        note(.warningZone, Self.first(far, of: 3, need: 2, number), half, number, &step)
        let off = z > 0 ? offAbove : offBelow
        note(.leaning, Self.first(off, of: 5, need: 4, number), half, number, &step)
        let inner = innerCount >= 15 ? number - innerCount + 1 : nil
        note(.stratification, inner, .both, number, &step)
        note(.mixture, outerCount >= 8 ? number - outerCount + 1 : nil, .both, number, &step)
        return step
    }

    /// The alarm of a rule that goes on; nil when it does not hold.
    ///
    /// - Parameter rule: The rule.
    /// - Returns: The alarm so far.
    public func episode(of rule: NelsonRule) -> NelsonEpisode? { open[rule.rawValue - 1] }

    /// Ends every alarm and forgets the points: the next does not follow the last.
    ///
    /// - Returns: The alarms that were open.
    public mutating func breakOff() -> [NelsonEpisode] {
        let ended = open.compactMap { $0 }
        self = NelsonDetector(rules)
        return ended
    }

    private mutating func count(_ z: Double) {
        let newSide = z > 0 ? 1 : z < 0 ? -1 : 0
        sideCount = newSide == 0 ? 0 : newSide == side ? sideCount + 1 : 1
        side = newSide
        if let previous {
            let newDirection = z > previous ? 1 : z < previous ? -1 : 0
            if newDirection == 0 {
                (steadyCount, turnCount) = (1, 1)
            } else {
                steadyCount = newDirection == direction ? steadyCount + 1 : 2
                turnCount = newDirection == -direction ? turnCount + 1 : 2
            }
            direction = newDirection
        } else {
            (steadyCount, turnCount) = (1, 1)
        }
        previous = z
        innerCount = abs(z) < 1 ? innerCount + 1 : 0
        outerCount = abs(z) > 1 ? outerCount + 1 : 0
        farAbove = farAbove << 1 | (z > 2 ? 1 : 0)
        farBelow = farBelow << 1 | (z < -2 ? 1 : 0)
        offAbove = offAbove << 1 | (z > 1 ? 1 : 0)
        offBelow = offBelow << 1 | (z < -1 ? 1 : 0)
    }

    /// The earliest of the points that count, when the newest does and enough do.
    private static func first(_ bits: UInt8, of window: Int, need: Int, _ number: Int) -> Int? {
        let seen = bits & (1 << UInt8(window) - 1)
        guard seen & 1 == 1, seen.nonzeroBitCount >= need else { return nil }
        return number - (7 - seen.leadingZeroBitCount)
    }

    private mutating func note(
        _ rule: NelsonRule,
        _ first: Int?,
        _ side: NelsonEpisode.Side,
        _ number: Int,
        _ step: inout Step
    ) {
        let bit = NelsonRules(rule)
        guard first != nil || openRules.contains(bit), rules.contains(bit) else { return }
        let place = rule.rawValue - 1
        if let episode = open[place], first == nil || episode.side != side {
            step.ended.append(episode)
            open[place] = nil
            openRules.remove(bit)
        }
        guard let first else { return }
        step.active.insert(bit)
        if openRules.contains(bit) {
            open[place]?.last = number
        } else {
            let episode = NelsonEpisode(
                rule: rule,
                side: side,
                first: first,
                raised: number,
                last: number
            )
            open[place] = episode
            openRules.insert(bit)
            step.raised.append(episode)
        }
    }
}
