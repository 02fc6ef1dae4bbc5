/// What stands at the reject station: which lanes may pass, and until when.
///
/// Everything rejects unless a timely accept opened it, and nothing opens it again.
struct StationGate: Sendable {
    /// Cycle at the station; nil before the first.
    private(set) var cycle: Int?
    /// End of the pass, monotonic nanoseconds.
    private(set) var endNanoseconds = Int64.max
    /// The count at which the blister is expected, in ticks; nil when the distance is in others.
    private(set) var dueTicks: Int?
    private var passing: UInt8 = 0
    private var shown: UInt8 = 0

    /// Puts `cycle` at the station; `accepted` has one bit per lane.
    mutating func open(cycle: Int, accepted: UInt8, until end: Int64, dueTicks: Int?) {
        self.cycle = cycle
        self.dueTicks = dueTicks
        endNanoseconds = end
        passing = accepted
        shown = 0
    }

    /// Whether `lane` may pass now.
    func passes(lane: Int) -> Bool { passing & (1 << UInt8(lane)) != 0 }

    /// Whether any lane may pass now.
    var isOpen: Bool { passing != 0 }

    /// Rejects `lane` from now on.
    mutating func close(lane: Int) { passing &= ~(1 << UInt8(lane)) }

    /// Notes that the pins are being set to what the gate says.
    mutating func show() { shown |= passing }

    /// Rejects every lane from now on.
    ///
    /// - Returns: one bit per lane that was open but never shown on the pins.
    mutating func shut() -> UInt8 {
        let missed = passing & ~shown
        passing = 0
        return missed
    }
}
