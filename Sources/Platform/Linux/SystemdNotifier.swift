internal import CLinux
internal import Glibc

/// Tells systemd how the service is doing: sd_notify(3), without its library.
///
/// Thread-safe. Messages never block; one that systemd cannot take now is dropped, which a missed
/// watchdog message survives.
public final class SystemdNotifier: Sendable {
    /// Interval within which systemd wants ``watchdog()``; nil when it watches not.
    public let watchdogNanoseconds: Int64?

    private let file: OwnedFile

    /// Connects to the socket of `NOTIFY_SOCKET`; nil when this process is not run by systemd.
    ///
    /// - Parameter environment: the process's variables; a parameter for tests.
    public init?(environment: [String: String]) {
        guard let path = environment["NOTIFY_SOCKET"], path.hasPrefix("/") || path.hasPrefix("@")
        else { return nil }
        let made = unsafe clinux_unix_connect(Int32(SOCK_DGRAM.rawValue), path)
        guard made >= 0 else { return nil }
        file = OwnedFile(made)
        watchdogNanoseconds = Self.watchdogNanoseconds(environment)
    }

    /// The service works.
    public func ready() { send("READY=1") }

    /// One line for `systemctl status`.
    public func status(_ text: String) {
        send("STATUS=\(text.split(whereSeparator: \.isNewline).joined(separator: " "))")
    }

    /// A blister went through from camera to verdict since the last message.
    public func watchdog() { send("WATCHDOG=1") }

    /// The service rereads its files; ``ready()`` must follow.
    public func reloading() {
        send("RELOADING=1\nMONOTONIC_USEC=\(MonotonicClock.nowNanoseconds / 1000)")
    }

    /// The service ends.
    public func stopping() { send("STOPPING=1") }

    /// Asks for that much more time to start or stop.
    public func extendTimeout(nanoseconds: Int64) {
        send("EXTEND_TIMEOUT_USEC=\(nanoseconds / 1000)")
    }

    private func send(_ text: String) {
        let bytes = Array(text.utf8)
        _ = unsafe clinux_send(file.number, bytes, bytes.count, 0)
    }

    private static func watchdogNanoseconds(_ environment: [String: String]) -> Int64? {
        guard let text = environment["WATCHDOG_USEC"], let microseconds = Int64(text),
            (1...1_000_000_000_000).contains(microseconds)
        else { return nil }
        if let process = environment["WATCHDOG_PID"], Int32(process) != getpid() { return nil }
        return microseconds * 1000
    }
}
