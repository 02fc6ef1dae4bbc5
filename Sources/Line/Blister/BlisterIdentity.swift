/// Which blister: the machine cycle counted at capture, and the lane.
public struct BlisterIdentity: Sendable, Hashable, Comparable {
    /// Cycle count since the source started, from 0.
    public let cycle: Int
    /// Lane across the web, from 0 at x = 0.
    public let lane: Int

    /// Makes an identity.
    public init(cycle: Int, lane: Int) {
        self.cycle = cycle
        self.lane = lane
    }

    /// By cycle, then lane.
    public static func < (left: Self, right: Self) -> Bool {
        (left.cycle, left.lane) < (right.cycle, right.lane)
    }
}
