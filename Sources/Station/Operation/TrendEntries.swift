internal import AuditTrails
internal import Linux
internal import Synchronization

/// Takes the alarms of trends to the audit trail, so many at once and no more.
///
/// A chart that swings around its limit could raise alarms without end. What is beyond the bound is
/// counted, and the next entry says how many were left out. Thread-safe; never waits for the disk.
final class TrendEntries: Sendable {
    /// Entries that may come at once.
    static let countMax = 60
    /// Time after which one more may come.
    static let refillNanoseconds: Int64 = 60_000_000_000

    private struct State {
        var room = countMax
        var refilledNanoseconds: Int64 = 0
        var leftOutCount = 0
        var tell: (@Sendable (AuditNote) -> Void)?
    }

    private let state = Mutex(State())

    /// Where entries go from now on; before, they go nowhere.
    func begin(_ tell: @escaping @Sendable (AuditNote) -> Void) {
        state.withLock { $0.tell = tell }
    }

    /// Enters what a person has asked for: every note, whatever the bound.
    func tell(_ notes: [AuditNote]) {
        guard let tell = state.withLock({ $0.tell }) else { return }
        for note in notes { tell(note) }
    }

    /// Enters what has begun or ended.
    func enter(
        _ news: TrendNews,
        isOver: Bool,
        atNanoseconds now: Int64 = MonotonicClock.nowNanoseconds
    ) {
        let (tell, leftOut) = state.withLock { state -> ((@Sendable (AuditNote) -> Void)?, Int) in
            let waited = (now - state.refilledNanoseconds) / Self.refillNanoseconds
            let refills = Int(min(Int64(Self.countMax), waited))
            if refills > 0 {
                state.room = min(Self.countMax, state.room + refills)
                state.refilledNanoseconds = now
            }
            guard state.room > 0 else {
                state.leftOutCount += 1
                return (nil, 0)
            }
            state.room -= 1
            defer { state.leftOutCount = 0 }
            return (state.tell, state.leftOutCount)
        }
        tell?(
            AuditNote(
                .trend,
                subject: news.series,
                after: "\(news.rule): \(news.sentence)\(isOver ? " (over)" : "")",
                reason: leftOut > 0
                    ? "\(leftOut) alarms of trends before this one were too many to enter" : nil
            )
        )
    }
}
