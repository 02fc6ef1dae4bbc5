internal import Synchronization

/// The latest counts of the actuation thread with their times, so that other threads can ask what
/// the count was when a row was captured.
///
/// One writer, any readers, nothing locks or allocates.
public final class CountHistory: Sendable {
    /// Entries that are kept.
    public static let capacity = 4096

    private let times: InlineArray<4096, Atomic<Int64>>
    private let counts: InlineArray<4096, Atomic<Int>>
    private let end = Atomic<Int>(0)

    /// Makes an empty history.
    public init() {
        times = InlineArray { _ in Atomic(0) }
        counts = InlineArray { _ in Atomic(0) }
    }

    /// Adds an entry; times must not go back.
    ///
    /// Actuation thread only.
    func append(count: Int, atNanoseconds time: Int64) {
        let index = end.load(ordering: .relaxed)
        times[index % Self.capacity].store(time, ordering: .releasing)
        counts[index % Self.capacity].store(count, ordering: .releasing)
        end.store(index + 1, ordering: .releasing)
    }

    /// The newest count; nil before the first entry.
    public var latest: Int? {
        let last = end.load(ordering: .acquiring) - 1
        return last < 0 ? nil : counts[last % Self.capacity].load(ordering: .relaxed)
    }

    /// The count that held at `time`.
    ///
    /// - Returns: nil before the first entry, and when the entry was overwritten.
    public func count(atNanoseconds time: Int64) -> Int? {
        let last = end.load(ordering: .acquiring) - 1
        var index = last
        // Half of the ring is left to the writer while this reads.
        while index >= 0, index > last - Self.capacity / 2 {
            if times[index % Self.capacity].load(ordering: .acquiring) <= time {
                let count = counts[index % Self.capacity].load(ordering: .acquiring)
                let isIntact = end.load(ordering: .acquiring) - index < Self.capacity
                return isIntact ? count : nil
            }
            index -= 1
        }
        return nil
    }

    /// Number of the oldest entry that can be read safely.
    public var firstKeptEntry: Int {
        max(0, end.load(ordering: .acquiring) - Self.capacity / 2)
    }

    /// Entry `index`, counted from 0 since start.
    ///
    /// - Returns: nil before it is written and after it was overwritten.
    public func entry(_ index: Int) -> (count: Int, nanoseconds: Int64)? {
        guard index >= 0, index < end.load(ordering: .acquiring) else { return nil }
        let time = times[index % Self.capacity].load(ordering: .acquiring)
        let count = counts[index % Self.capacity].load(ordering: .acquiring)
        let isIntact = end.load(ordering: .acquiring) - index < Self.capacity
        return isIntact ? (count, time) : nil
    }
}
