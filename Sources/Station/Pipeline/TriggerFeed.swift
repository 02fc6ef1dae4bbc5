internal import Blister
internal import Rejection

/// Turns edges of the `cycle` pin into trigger rows.
///
/// Thread-bound: the cutting thread.
///
/// A cycle whose rows the camera did not deliver is told as unseen, at once: another blister's
/// rows must never be taken for its own.
struct TriggerFeed {
    /// What became of one edge.
    enum Trigger: Equatable {
        /// The cycle begins at this row.
        case row(Int)
        /// The camera was silent when the cycle began.
        case unseen
    }

    private let history: CountHistory
    private let silenceNanoseconds: Int64
    private var clock: RowClock
    private var nextEntry = 0

    init(history: CountHistory, rowRateHertz: Double, silenceNanoseconds: Int64) {
        self.history = history
        self.silenceNanoseconds = silenceNanoseconds
        clock = RowClock(rowRateHertz: rowRateHertz, silenceNanoseconds: silenceNanoseconds)
    }

    /// Learns when rows came.
    mutating func note(_ header: ChunkHeader) {
        clock.note(header)
    }

    /// Hands every edge that is decided at `now` to `tell`, with the number of its cycle.
    mutating func deliver(
        atNanoseconds now: Int64,
        _ tell: (_ cycle: Int, _ trigger: Trigger) -> Void
    ) {
        nextEntry = max(nextEntry, history.firstKeptEntry)
        while let entry = history.entry(nextEntry) {
            switch clock.find(entry.nanoseconds) {
            case .row(let row): tell(entry.count - 1, .row(row))
            case .unseen: tell(entry.count - 1, .unseen)
            case .notYet:
                // Rows of a whole chunk may still be under way.
                guard now - entry.nanoseconds > 2 * silenceNanoseconds else { return }
                tell(entry.count - 1, .unseen)
            }
            nextEntry += 1
        }
    }
}
