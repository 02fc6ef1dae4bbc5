internal import Synchronization

/// Records on their way to the fleet's thread; bounded, and nobody who offers ever waits for that thread.
///
/// Several shards, each behind a lock that is only ever tried: while the fleet's thread, which
/// gives way to all others, holds one, the next is taken. Tickets keep the order. Thread-safe; only one
/// thread may call ``take(_:)``.
final class FleetQueue: Sendable {
    private struct Item: Sendable {
        let ticket: UInt64
        let record: FleetRecord
    }

    private final class Shard: Sendable {
        let items = Mutex<[Item]>([])
    }

    /// Belongs to the thread that takes.
    private struct Taken: Sendable {
        var items: [Item] = []
        var next: UInt64 = 0
    }

    private static let shardCount = 4

    let countMax: Int
    private let shards = (0..<shardCount).map { _ in Shard() }
    private let waiting = Atomic<Int>(0)
    private let nextTicket = Atomic<UInt64>(0)
    private let refused = Atomic<Int64>(0)
    private let taken = Mutex(Taken())

    init(countMax: Int) { self.countMax = countMax }

    /// Records that were refused since the start.
    var refusedCount: Int64 { refused.load(ordering: .relaxed) }
    /// Records that wait.
    var count: Int { waiting.load(ordering: .relaxed) }

    /// Takes `record` in; false, and counted, when too many wait.
    func offer(_ record: FleetRecord) -> Bool {
        guard waiting.add(1, ordering: .relaxed).newValue <= countMax else {
            waiting.subtract(1, ordering: .relaxed)
            refused.add(1, ordering: .relaxed)
            return false
        }
        let ticket = nextTicket.add(1, ordering: .relaxed).oldValue
        let item = Item(ticket: ticket, record: record)
        var shard = 0
        while shards[shard].items.withLockIfAvailable({ $0.append(item) }) == nil {
            shard = (shard + 1) % Self.shardCount
        }
        return true
    }

    /// At most `countMax` records, in the order of their tickets.
    func take(_ countMax: Int) -> [FleetRecord] {
        var fresh: [Item] = []
        for shard in shards {
            fresh += shard.items.withLock { items in
                defer { items = [] }
                return items
            }
        }
        return taken.withLock { taken in
            taken.items += fresh
            if !fresh.isEmpty { taken.items.sort { $0.ticket < $1.ticket } }
            var count = 0
            // One that has its ticket and is not in yet holds those behind it back.
            while count < min(countMax, taken.items.count), taken.items[count].ticket == taken.next
            {
                taken.next += 1
                count += 1
            }
            let records = taken.items.prefix(count).map(\.record)
            taken.items.removeFirst(count)
            waiting.subtract(count, ordering: .relaxed)
            return records
        }
    }
}
