internal import Blister
internal import Rejection

/// Turns edges of the `cycle` pin into trigger rows. Thread-bound: the cutting thread.
struct TriggerFeed {
    private let history: CountHistory
    private var clock: RowClock
    private var nextEntry = 0

    init(history: CountHistory, rowRateHertz: Double) {
        self.history = history
        clock = RowClock(rowRateHertz: rowRateHertz)
    }

    /// Learns when rows came.
    mutating func note(_ header: ChunkHeader) {
        clock.note(header)
    }

    /// Hands every edge whose row has come to `pulse`, with the number of its cycle.
    mutating func deliver(_ pulse: (_ row: Int, _ cycle: Int) -> Void) {
        nextEntry = max(nextEntry, history.firstKeptEntry)
        while let entry = history.entry(nextEntry),
            let row = clock.row(atNanoseconds: entry.nanoseconds)
        {
            pulse(row, entry.count - 1)
            nextEntry += 1
        }
    }
}
