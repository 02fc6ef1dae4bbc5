internal import Synchronization

/// What became of a filed verdict.
public enum Filing: Sendable, Equatable {
    /// It waits for its blister; what the register decides is what was filed.
    case timely
    /// Its blister had reached the station: rejected, to be recorded as `late`.
    case late
    /// The blister had a verdict already: rejected, the earlier record to be amended to `doubled`.
    case doubled
    /// The blister had a verdict already and has reached the station: ``ActuationEvent`` tells
    /// whether it could still be rejected.
    case doubledAfterArrival
    /// The blister was accounted as never judged, or is older than the register: rejected and
    /// recorded already.
    case closed
    /// The cycle lies further ahead than the register reaches: not taken, rejected.
    case tooFarAhead
}

/// What the register holds when a blister reaches the reject station.
public enum Arrival: Sendable, Equatable {
    /// Exactly one verdict, and it is accept.
    case accept
    /// Exactly one verdict, and it is reject.
    case reject
    /// No verdict in time.
    case absent
    /// More than one verdict.
    case doubled
}

/// Carries verdicts from capture to the reject station, indexed by the cycle counted at capture.
///
/// Fixed slots: nothing allocates, nothing locks. Every slot carries the cycle it belongs to, so
/// that a stale verdict can never be taken for a fresh one; cycle counts are 59 bits wide, which
/// no machine exhausts.
///
/// ``file(_:lane:isAccept:)`` may be called from any thread; ``announce(cycle:due:)`` from one
/// thread; the rest by the actuation thread only. Twin: `NaiveRegister` in the tests.
public final class ShiftRegister: Sendable {
    /// Cycles that fit between capture and the end of accounting.
    public static let cycleCapacity = 1024
    /// Furthest a cycle may lie ahead of the reject station.
    public static let cyclesAheadMax = cycleCapacity / 2
    /// Most lanes.
    public static let lanesMax = OutputLevels.lanesMax

    /// Lanes of this register.
    public let lanes: Int

    // Tag (cycle + 1) in the upper 59 bits, state in the lower five; 0 was never used.
    private let words: InlineArray<8192, Atomic<UInt64>>
    private let dues: InlineArray<1024, Atomic<Int>>
    private let dueTags: InlineArray<1024, Atomic<Int>>
    private let announcedEnd = Atomic<Int>(0)
    private let arrivedEnd = Atomic<Int>(0)

    private static let verdictMask: UInt64 = 3
    private static let accepted: UInt64 = 1
    private static let rejected: UInt64 = 2
    private static let twice: UInt64 = 3
    private static let arrived: UInt64 = 4
    private static let closed: UInt64 = 8
    private static let apart: UInt64 = 16
    private static let stateMask: UInt64 = 31

    /// Makes an empty register; traps unless `lanes` lies in `1...lanesMax`.
    public init(lanes: Int) {
        precondition((1...Self.lanesMax).contains(lanes))
        self.lanes = lanes
        words = InlineArray { _ in Atomic(0) }
        dues = InlineArray { _ in Atomic(0) }
        dueTags = InlineArray { _ in Atomic(0) }
    }

    /// First cycle that has not reached the reject station; any thread.
    public var nextArrival: Int { arrivedEnd.load(ordering: .acquiring) }

    /// One past the last announced cycle; any thread.
    public var announced: Int { announcedEnd.load(ordering: .acquiring) }

    /// Says that `cycle` will reach the station at count `due`.
    ///
    /// - Returns: false when the cycle is not newer than the last announced one or lies too far
    ///   ahead; its blisters are then rejected as unseen.
    public func announce(cycle: Int, due: Int) -> Bool {
        let first = announcedEnd.load(ordering: .relaxed)
        guard cycle >= first, cycle < nextArrival + Self.cyclesAheadMax else { return false }
        let index = cycle % Self.cycleCapacity
        dues[index].store(due, ordering: .relaxed)
        dueTags[index].store(cycle + 1, ordering: .releasing)
        announcedEnd.store(cycle + 1, ordering: .releasing)
        return true
    }

    /// Files the verdict of one blister.
    ///
    /// - Parameters:
    ///   - cycle: Counted at capture, from 0.
    ///   - lane: From 0.
    ///   - isAccept: What inspection found.
    ///   - isSetApart: Whether it is a blister of a challenge test: it is rejected whatever was found,
    ///     and does not count towards the alarms.
    /// - Returns: what became of the verdict.
    public func file(
        cycle: Int,
        lane: Int,
        isAccept: Bool,
        isSetApart: Bool = false
    ) -> Filing {
        precondition((0..<lanes).contains(lane) && cycle >= 0)
        let verdict =
            isSetApart
            ? Self.rejected | Self.apart : isAccept ? Self.accepted : Self.rejected
        let next = nextArrival
        guard cycle < next + Self.cyclesAheadMax else { return .tooFarAhead }
        let index = wordIndex(cycle: cycle, lane: lane)
        let tag = Self.tag(cycle)
        while true {
            let word = words[index].load(ordering: .acquiring)
            let filing: Filing
            let desired: UInt64
            if word & ~Self.stateMask == tag {
                if word & Self.verdictMask != 0 {
                    desired = word | Self.twice
                    filing = word & Self.arrived == 0 ? .doubled : .doubledAfterArrival
                } else {
                    desired = word | verdict
                    filing =
                        word & Self.closed != 0
                        ? .closed : word & Self.arrived != 0 ? .late : .timely
                }
            } else if word & ~Self.stateMask < tag, cycle >= next {
                desired = tag | verdict
                filing = .timely
            } else {
                return .closed
            }
            if exchange(index, word, desired) { return filing }
        }
    }

    /// When the next cycle is due.
    enum Due: Equatable {
        /// Nobody has announced it yet.
        case unknown
        /// A later cycle was announced, this one never will be.
        case skipped
        /// Count at which it reaches the station.
        case at(Int)
    }

    /// When `cycle`, which has not arrived, is due.
    func due(_ cycle: Int) -> Due {
        guard cycle < announced else { return .unknown }
        let index = cycle % Self.cycleCapacity
        guard dueTags[index].load(ordering: .acquiring) == cycle + 1 else { return .skipped }
        return .at(dues[index].load(ordering: .relaxed))
    }

    /// Closes the time window of one blister and says what was filed in it.
    func arrive(cycle: Int, lane: Int) -> Arrival {
        let index = wordIndex(cycle: cycle, lane: lane)
        let tag = Self.tag(cycle)
        while true {
            let word = words[index].load(ordering: .acquiring)
            guard word & ~Self.stateMask <= tag else { return .absent }
            let isOwn = word & ~Self.stateMask == tag
            let desired = (isOwn ? word : tag) | Self.arrived
            if exchange(index, word, desired) { return isOwn ? Self.arrival(word) : .absent }
        }
    }

    /// Counts `cycle` as arrived; every lane must have arrived before.
    func advance(past cycle: Int) {
        arrivedEnd.store(cycle + 1, ordering: .releasing)
    }

    /// What is filed for a blister that has arrived, verdicts after its time included.
    func state(cycle: Int, lane: Int) -> Arrival {
        let word = words[wordIndex(cycle: cycle, lane: lane)].load(ordering: .acquiring)
        return word & ~Self.stateMask == Self.tag(cycle) ? Self.arrival(word) : .absent
    }

    /// Whether the blister was filed as one of a challenge test.
    func isSetApart(cycle: Int, lane: Int) -> Bool {
        let word = words[wordIndex(cycle: cycle, lane: lane)].load(ordering: .acquiring)
        return word & ~Self.stateMask == Self.tag(cycle) && word & Self.apart != 0
    }

    /// Ends the accounting of an arrived blister.
    ///
    /// - Returns: true, once, when no verdict ever came.
    func close(cycle: Int, lane: Int) -> Bool {
        let index = wordIndex(cycle: cycle, lane: lane)
        while true {
            let word = words[index].load(ordering: .acquiring)
            let isOpen = word & (Self.verdictMask | Self.closed) == 0
            guard word & ~Self.stateMask == Self.tag(cycle), isOpen else { return false }
            if exchange(index, word, word | Self.closed) { return true }
        }
    }

    private func exchange(_ index: Int, _ expected: UInt64, _ desired: UInt64) -> Bool {
        words[index].compareExchange(
            expected: expected,
            desired: desired,
            ordering: .acquiringAndReleasing
        ).exchanged
    }

    private func wordIndex(cycle: Int, lane: Int) -> Int {
        (cycle % Self.cycleCapacity) * Self.lanesMax + lane
    }

    private static func tag(_ cycle: Int) -> UInt64 { UInt64(cycle + 1) << 5 }

    private static func arrival(_ word: UInt64) -> Arrival {
        switch word & verdictMask {
        case accepted: .accept
        case rejected: .reject
        case twice: .doubled
        default: .absent
        }
    }
}
