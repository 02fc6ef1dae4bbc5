internal import Linux
internal import Synchronization

/// Answers `blisterctl` on a Unix socket, one request and one reply a line.
///
/// One connection at a time on a thread of its own: it can neither slow nor stop inspection.
final class ControlServer: Sendable {
    private let listener: LocalListener
    private let isStopping = Atomic<Bool>(false)
    private let thread = Mutex<RealTimeThread?>(nil)

    /// Starts to listen; only owner and group of the socket may connect.
    init(
        path: String,
        answer: @escaping @Sendable (ControlRequest) -> ControlReply
    ) throws(SystemError) {
        listener = try LocalListener(path: path)
        let started = try RealTimeThread(ThreadPlan(name: "control")) { [self] in
            while !isStopping.load(ordering: .relaxed) { serve(answer) }
        }
        thread.withLock { $0 = started }
    }

    /// Ends listening and removes the socket.
    func stop() {
        isStopping.store(true, ordering: .relaxed)
        thread.withLock { $0 }?.join()
        listener.close()
    }

    /// The name that somebody gives, with the user whose process asks: only the latter is sure.
    private static func name(_ given: String?, peer: PeerIdentity?) -> String? {
        guard let given, given.contains(where: { !$0.isWhitespace }) else { return given }
        return "\(given) (uid \(peer.map { "\($0.user)" } ?? "unknown"))"
    }

    private func serve(_ answer: (ControlRequest) -> ControlReply) {
        guard
            let connection = try? listener.accept(timeoutNanoseconds: 100_000_000)
        else { return }
        defer { connection.close() }
        guard let line = try? connection.readLine(timeoutNanoseconds: 1_000_000_000) else { return }
        let reply: ControlReply
        do {
            var request = try ControlRequest(line: line)
            request.operator = Self.name(request.operator, peer: try? connection.peer())
            reply = answer(request)
        } catch {
            reply = ControlReply(
                done: false,
                message: "the request is not understood; use blisterctl of the same version"
            )
        }
        if let text = try? reply.line() { try? connection.writeLine(text) }
    }
}
