/// Waits for the sensor in the reject chute to see every rejected blister of one chute.
///
/// Edges are matched to rejects in order. A second edge inside a window that was confirmed already
/// is the other blister of the same cycle and means nothing.
struct ConfirmationWatch: Sendable {
    /// Rejects that can wait at the same time.
    static let capacity = 64

    private struct Entry: Sendable {
        var cycle = 0
        var lane = 0
        var earliest: Int64 = 0
        var latest: Int64 = 0
        var isConfirmed = false
    }

    /// A reject that the sensor never saw.
    struct Miss: Equatable {
        let cycle: Int
        let lane: Int
    }

    private let window: ConfirmationWindow
    private var entries: InlineArray<64, Entry>
    private var first = 0
    private var count = 0

    init(window: ConfirmationWindow) {
        self.window = window
        entries = InlineArray(repeating: Entry())
    }

    /// Expects an edge for the reject at `time`; false when too many wait already.
    mutating func expect(cycle: Int, lane: Int, at time: Int64) -> Bool {
        guard count < Self.capacity else { return false }
        entries[(first + count) % Self.capacity] = Entry(
            cycle: cycle,
            lane: lane,
            earliest: time + window.earliestNanoseconds,
            latest: time + window.latestNanoseconds
        )
        count += 1
        return true
    }

    /// What an edge meant.
    enum Match: Equatable {
        case confirmed(cycle: Int, lane: Int)
        case repeated, unexpected
    }

    /// Matches an edge at `time` to the oldest reject that can have caused it.
    mutating func match(at time: Int64) -> Match {
        var isInsideWindow = false
        for offset in 0..<count {
            let index = (first + offset) % Self.capacity
            let entry = entries[index]
            guard (entry.earliest...entry.latest).contains(time) else { continue }
            isInsideWindow = true
            guard !entry.isConfirmed else { continue }
            entries[index].isConfirmed = true
            return .confirmed(cycle: entry.cycle, lane: entry.lane)
        }
        return isInsideWindow ? .repeated : .unexpected
    }

    /// Takes out the oldest reject whose window ended before `now` unconfirmed.
    mutating func miss(before now: Int64) -> Miss? {
        while count > 0, entries[first].latest < now {
            let entry = entries[first]
            first = (first + 1) % Self.capacity
            count -= 1
            if !entry.isConfirmed { return Miss(cycle: entry.cycle, lane: entry.lane) }
        }
        return nil
    }

    /// When the oldest window ends; nil when nothing waits.
    var deadline: Int64? { count > 0 ? entries[first].latest + 1 : nil }
}
