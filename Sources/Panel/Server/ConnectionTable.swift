internal import Synchronization

/// The connections that are open, at most so many.
///
/// Thread-bound to the panel's executor but for ``count``.
final class ConnectionTable: Sendable {
    /// A connection that has asked nothing for so long gives way to a new one when all are taken.
    static let idleNanosecondsMin: Int64 = 1_000_000_000

    private let connections = Mutex<[Int: PanelConnection]>([:])
    private let countMax: Int

    init(countMax: Int) { self.countMax = countMax }

    var count: Int { connections.withLock(\.count) }

    /// Whether another may be added; where not, the one idle longest is asked to go.
    func hasRoom(now: Int64) -> Bool {
        connections.withLock { connections in
            if connections.count < countMax { return true }
            let idle = connections.values
                .compactMap { connection in
                    connection.state.withLock(\.idleSinceNanoseconds).map { (connection, $0) }
                }
                .filter { !$0.0.isCut }
                .min { $0.1 < $1.1 }
            if let idle, now - idle.1 >= Self.idleNanosecondsMin {
                idle.0.cut()
            }
            return false
        }
    }

    func add(_ connection: PanelConnection) {
        connections.withLock { $0[connection.number] = connection }
    }

    func remove(_ connection: PanelConnection) {
        connections.withLock { $0[connection.number] = nil }
    }

    /// Cuts off the clients that are too slow.
    func sweep(now: Int64) {
        for connection in connections.withLock({ Array($0.values) }) {
            let isLate = connection.state.withLock { state in
                !state.isCut && state.deadlineNanoseconds.map { $0 < now } == true
            }
            if isLate { connection.cut() }
        }
    }

    /// Cuts off all.
    func end() {
        for connection in connections.withLock({ Array($0.values) }) {
            connection.cut()
            connection.state.withLock(\.task)?.cancel()
        }
    }
}
