internal import Linux
internal import Logging
internal import Panel

/// The page while it is served.
final class ServedPanel: Sendable {
    private let server: PanelServer

    /// Serves; returns once it listens.
    init(_ settings: PanelSettings, host: any PanelHost, log: Logger) throws(PanelError) {
        server = try PanelServer(settings: settings, host: host, logger: log)
        try server.start()
    }

    /// Ends all connections; waits two seconds at most.
    func stop() {
        let done = Semaphore()
        let server = server
        Task {
            await server.stop()
            done.post()
        }
        _ = done.wait(timeoutNanoseconds: 2_000_000_000)
    }
}
