public import Linux
internal import Mosquitto
internal import Synchronization

/// A station as an edge node of Sparkplug B: takes what it must report, and sees to the rest.
///
/// All writing and sending is done by one thread that gives way to all others. Thread-safe; no call but
/// ``start()`` and ``stop()`` waits for anything.
public final class FleetNode: Sendable {
    /// Whether this build can report at all: the package trait Fleet.
    public static var isBuiltIn: Bool { BrokerClient.isBuiltIn }

    private let exchange: FleetExchange
    private let thread = Mutex<RealTimeThread?>(nil)
    private let writer: Spool.Writer

    /// Checks `settings`; touches neither disk nor network.
    ///
    /// - Parameters:
    ///   - settings: where to, and what is kept.
    ///   - station: who reports.
    /// - Throws: ``FleetError`` for settings that cannot be, and in a build without MQTT.
    public convenience init(
        settings: FleetSettings,
        station: FleetStation
    ) throws(FleetError) {
        try self.init(settings: settings, station: station, writer: Spool.plainWriter)
    }

    init(
        settings: FleetSettings,
        station: FleetStation,
        writer: @escaping Spool.Writer
    ) throws(FleetError) {
        guard Self.isBuiltIn else { throw .leftOut }
        if let refusal = settings.refusal { throw refusal }
        exchange = FleetExchange(settings: settings, station: station)
        self.writer = writer
    }

    /// Starts the fleet's thread; call once.
    public func start() throws(SystemError) {
        let started = try RealTimeThread(ThreadPlan(name: "fleet", isBackground: true)) {
            [exchange, writer] in
            FleetWorker(exchange: exchange, writer: writer).run()
        }
        thread.withLock { $0 = started }
    }

    /// Writes what waits to disk, says good-bye to the broker, and ends the thread; some seconds at most.
    public func stop() {
        exchange.isStopping.store(true, ordering: .releasing)
        exchange.wake.post()
        let running = thread.withLock { thread -> RealTimeThread? in
            defer { thread = nil }
            return thread
        }
        running?.join()
    }

    /// Takes what must reach the host; never waits, never touches disk or network.
    ///
    /// - Parameter record: on disk within a tenth of a second, where the disk lets it.
    /// - Returns: false, and counted in ``FleetStatus/refusedCount``, when too many wait.
    @discardableResult public func offer(_ record: FleetRecord) -> Bool {
        exchange.queue.offer(record)
    }

    /// What the station says of itself from now on; sent where it differs from before.
    public func update(_ state: FleetState) { exchange.state.withLock { $0 = state } }

    /// How it goes.
    public var status: FleetStatus {
        var status = exchange.status.withLock { $0 }
        status.refusedCount = exchange.queue.refusedCount
        return status
    }
}
