internal import CLinux
internal import Glibc

/// A stream socket in the file system on which other processes of this machine connect.
///
/// Thread-bound for accepting. The name is removed on release.
public final class LocalListener: Sendable {
    /// Where it listens.
    public let path: String

    private let file: OwnedFile

    /// Listens at `path` with the rights `mode`.
    ///
    /// A name that a killed process left behind is replaced.
    /// - Throws: `EADDRINUSE` when somebody answers there.
    public init(path: String, mode: UInt32 = 0o660) throws(SystemError) {
        self.path = path
        var made = unsafe clinux_unix_listen(path, mode, 8)
        if made == -EADDRINUSE {
            let answer = unsafe clinux_unix_connect(Int32(SOCK_STREAM.rawValue), path)
            if answer >= 0 { SystemCall.close(answer) }
            if answer == -ECONNREFUSED {
                try SystemCall.unlink(path)
                made = unsafe clinux_unix_listen(path, mode, 8)
            }
        }
        guard made >= 0 else { throw SystemError(call: "bind", subject: path, code: -made) }
        file = OwnedFile(made)
    }

    deinit { close() }

    /// The next connection, or nil when none came in time.
    public func accept(timeoutNanoseconds: Int64) throws(SystemError) -> LocalConnection? {
        let events = try SystemCall.poll(
            file.number,
            events: Int16(POLLIN),
            timeoutNanoseconds: timeoutNanoseconds,
            subject: path
        )
        guard events != 0 else { return nil }
        let made = clinux_unix_accept(file.number)
        if [EAGAIN, EINTR, ECONNABORTED].contains(-made) { return nil }
        guard made >= 0 else { throw SystemError(call: "accept4", subject: path, code: -made) }
        return LocalConnection(OwnedFile(made), subject: path)
    }

    /// Stops listening and removes the name.
    public func close() {
        guard file.number >= 0 else { return }
        file.close()
        if !path.hasPrefix("@") { try? SystemCall.unlink(path) }
    }
}
