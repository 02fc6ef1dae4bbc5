internal import Linux

/// Asks the running daemon.
///
/// Reentrant; blocks for a second at most.
public struct ControlClient: Sendable {
    private let path: String

    /// A client of the socket at `path`.
    public init(path: String) {
        self.path = path
    }

    /// Sends one request and waits for its reply.
    public func ask(_ request: ControlRequest) throws -> ControlReply {
        let connection: LocalConnection
        do {
            connection = try LocalConnection(path: path)
        } catch {
            throw ControlFault.noDaemon(path: path, reason: error.reason)
        }
        defer { connection.close() }
        try connection.writeLine(try request.line())
        guard let line = try connection.readLine(timeoutNanoseconds: 2_000_000_000) else {
            throw ControlFault.noAnswer(path: path)
        }
        return try ControlReply(line: line)
    }
}

/// Why the daemon could not be asked, in one line with the cure.
public enum ControlFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// Nobody listens.
    case noDaemon(path: String, reason: String)
    /// The connection ended without a reply.
    case noAnswer(path: String)

    /// One line.
    public var description: String {
        switch self {
        case .noDaemon(let path, let reason):
            "\(path): \(reason); start blisterd, or name its control_socket with --socket"
        case .noAnswer(let path): "\(path): blisterd closed the connection; see its log"
        }
    }
}
