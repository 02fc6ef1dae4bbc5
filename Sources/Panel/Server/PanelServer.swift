internal import FlyingSocks
internal import Foundation
internal import Linux
public import Logging
internal import Synchronization

/// Serves the panel: HTTP/1.1 with every size, count and wait bounded.
///
/// All of it runs on one thread that gives way to all others, and what may take long on three more,
/// so that it can neither slow nor stop inspection. Only the sockets are FlyingFox's: its server
/// bounds neither connections nor the length of a header, and one client could take all memory.
public final class PanelServer: Sendable {
    private struct State {
        var socket: Socket?
        var task: Task<Void, Never>?
    }

    private let settings: PanelSettings
    private let limits: PanelLimits
    private let logger: Logger
    private let threads: PanelThreads
    private let site: PanelSite
    private let connections: ConnectionTable
    private let bodies: BodyBudget
    private let state = Mutex(State())
    private let numbers = Mutex(0)

    /// Connections that the kernel keeps waiting to be taken.
    private static let backlogCount: Int32 = 128
    /// Bytes of an answer that the kernel keeps for a client.
    private static let sendByteCount: Int32 = 131_072
    /// Between two looks at connections, and at the file of users.
    private static let lookInterval = Duration.milliseconds(250)

    /// Makes a server; it does nothing before ``start()``.
    ///
    /// - Parameters:
    ///   - settings: address, users.
    ///   - host: the station.
    ///   - logger: gets refusals and failures.
    /// - Throws: where the pages are not there, or the file of users is not right.
    public convenience init(
        settings: PanelSettings,
        host: any PanelHost,
        logger: Logger
    ) throws(PanelError) {
        try self.init(settings: settings, host: host, logger: logger, limits: PanelLimits())
    }

    init(
        settings: PanelSettings,
        host: any PanelHost,
        logger: Logger,
        limits: PanelLimits
    ) throws(PanelError) {
        self.settings = settings
        self.limits = limits
        self.logger = logger
        bodies = BodyBudget(byteCount: limits.bodiesByteCountMax)
        connections = ConnectionTable(countMax: limits.connectionCountMax)
        do { threads = try PanelThreads.shared.get() } catch { throw .system(error) }
        site = try PanelSite(
            settings: settings,
            host: host,
            logger: logger,
            limits: limits,
            threads: threads,
            connections: connections
        )
    }

    /// Listens, and serves until ``stop()``.
    ///
    /// - Returns: the port.
    /// - Throws: where the address is taken or none of this machine.
    @discardableResult
    public func start() throws(PanelError) -> UInt16 {
        SignalFile.ignoreBrokenPipes()
        let (socket, port) = try listen(port: settings.port)
        let task = Task(executorPreference: threads.loop) { [self] in
            var socket = socket
            while !Task.isCancelled {
                await serve(socket)
                try? socket.close()
                guard !Task.isCancelled else { return }
                logger.error("panel: the listening socket failed; listening again")
                while !Task.isCancelled {
                    try? await Task.sleep(for: .seconds(1))
                    if let (again, _) = try? listen(port: port) {
                        socket = again
                        break
                    }
                }
            }
        }
        state.withLock { $0 = State(socket: socket, task: task) }
        if !site.users.exists {
            logger.warning(
                "panel: nobody can log in: \(settings.usersFile) is not there; add users with blisterctl user add"
            )
        }
        logger.info("panel: http://\(settings.address):\(port)/")
        return port
    }

    /// Ends all connections; waits until the port is free.
    public func stop() async {
        let task = state.withLock { state in
            defer { state = State() }
            return state.task
        }
        task?.cancel()
        await task?.value
    }

    private func listen(port: UInt16) throws(PanelError) -> (socket: Socket, port: UInt16) {
        do {
            let socket: Socket
            if settings.address.contains(":") {
                socket = try Socket(domain: Int32(sockaddr_in6.family))
                try socket.setValue(true, for: .localAddressReuse)
                try socket.bind(to: .inet6(ip6: settings.address, port: port))
            } else {
                socket = try Socket(domain: Int32(sockaddr_in.family))
                try socket.setValue(true, for: .localAddressReuse)
                try socket.bind(to: .inet(ip4: settings.address, port: port))
            }
            try socket.listen(maxPendingConnection: Self.backlogCount)
            switch try socket.sockname() {
            case .ip4(_, let port), .ip6(_, let port): return (socket, port)
            case .unix: return (socket, port)
            }
        } catch {
            let reason =
                if case SocketError.failed(_, _, let message) = error { message } else {
                    "\(error)"
                }
            throw .address("\(settings.address):\(port)", reason: reason)
        }
    }

    /// Returns when the server is stopped or its socket fails.
    private func serve(_ socket: Socket) async {
        let waits = DispatchQueue(label: "panel-waits", qos: .background)
        let pool = SocketPool(queue: ePoll(maxEvents: 64), dispatchQueue: waits)
        do {
            try await pool.prepare()
            let listener = try AsyncSocket(socket: socket, pool: pool)
            await withTaskGroup(of: Void.self) { group in
                group.addTask { try? await pool.run() }
                group.addTask { await self.accept(listener) }
                group.addTask { await self.sweep() }
                group.addTask { await self.watchUsers() }
                group.addTask { await self.site.feed.run() }
                await group.next()
                group.cancelAll()
                self.connections.end()
            }
        } catch {
            logger.error("panel: \(error)")
        }
    }

    private func accept(_ listener: AsyncSocket) async {
        var failures = 0
        while !Task.isCancelled {
            do {
                let socket = try await listener.accept()
                failures = 0
                take(socket)
            } catch {
                // A client that went, or no file number free: neither ends the service.
                failures += 1
                guard failures < 100, !(error is CancellationError) else { return }
                try? await Task.sleep(for: .milliseconds(50))
            }
        }
    }

    private func take(_ socket: AsyncSocket) {
        let now = MonotonicClock.nowNanoseconds
        guard connections.hasRoom(now: now) else {
            site.refusals.note(
                "connection refused: \(limits.connectionCountMax) are open",
                now: now
            )
            let text = "The panel serves \(limits.connectionCountMax) connections already."
            let response = PanelSite.refusal(PanelRefusal(503, text))
            // One write that does not wait: whoever does not take it gets nothing.
            _ = try? socket.socket.write(
                Data(ResponseText.bytes(response, keepsAlive: false, isBodyLeftOut: false))
            )
            try? socket.socket.close()
            return
        }
        // TCP_NODELAY: an answer is one write.
        try? socket.socket.setValue(true, for: BoolSocketOption(level: 6, name: 1))
        // What a slow client makes the kernel hold.
        try? socket.socket.setValue(Self.sendByteCount, for: .sendBufferSize)
        let number = numbers.withLock { number in
            number += 1
            return number
        }
        let connection = PanelConnection(
            number: number,
            socket: socket,
            limits: limits,
            bodies: bodies
        )
        connections.add(connection)
        let task = Task(executorPreference: threads.loop) { [self] in
            await site.converse(connection)
            connections.remove(connection)
            connection.close()
        }
        connection.state.withLock { $0.task = task }
    }

    private func sweep() async {
        while !Task.isCancelled {
            let now = MonotonicClock.nowNanoseconds
            connections.sweep(now: now)
            site.refusals.flush(now: now)
            try? await Task.sleep(for: Self.lookInterval)
        }
    }

    /// Apart from ``sweep()``, for telling the trail may wait.
    private func watchUsers() async {
        while !Task.isCancelled {
            await site.lookAtUsers(now: MonotonicClock.nowNanoseconds)
            try? await Task.sleep(for: Self.lookInterval)
        }
    }
}

/// The panel's threads; one set for the process.
struct PanelThreads: Sendable {
    static let shared: Result<PanelThreads, SystemError> = {
        do throws(SystemError) { return .success(try PanelThreads()) } catch {
            return .failure(error)
        }
    }()

    /// Connections, and everything that needs no waiting.
    let loop: BackgroundExecutor
    /// Files, the store, and actions.
    let work: BackgroundWorkers
    /// Password hashes: one at a time, for each takes 64 MiB.
    let passwords: BackgroundWorkers

    private init() throws(SystemError) {
        loop = try BackgroundExecutor(name: "panel")
        work = try BackgroundWorkers(name: "panel-work", count: 2, waitingCountMax: 32)
        passwords = try BackgroundWorkers(name: "panel-passwords", count: 1, waitingCountMax: 8)
    }
}
