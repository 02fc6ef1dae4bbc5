internal import CLinux
internal import Glibc

/// A signal that the daemon acts on.
public enum ProcessSignal: Sendable, Equatable, CaseIterable {
    /// SIGTERM: finish what is in flight and end.
    case terminate
    /// SIGINT: the same, from a terminal.
    case interrupt
    /// SIGHUP: reopen logs.
    case hangUp
    /// SIGUSR1.
    case user1

    var number: Int32 {
        switch self {
        case .terminate: SIGTERM
        case .interrupt: SIGINT
        case .hangUp: SIGHUP
        case .user1: SIGUSR1
        }
    }
}

/// Signals as events of a file rather than interruptions: signalfd(2).
///
/// Make it before any other thread of ours starts, since threads inherit what is blocked. A thread
/// that was there before (a library's) is interrupted once by each signal, and blocks it from then on.
/// Thread-bound for waiting.
public final class SignalFile: Sendable {
    private let file: OwnedFile

    /// Blocks `signals` for this thread and all it starts, and collects them.
    public init(_ signals: [ProcessSignal]) throws(SystemError) {
        let numbers = signals.map(\.number)
        let made = unsafe clinux_signal_file(numbers, numbers.count)
        guard made >= 0 else { throw SystemError(call: "signalfd", subject: "", code: -made) }
        file = OwnedFile(made)
    }

    /// The next signal, or nil when none came in time; nil waits for ever.
    public func next(timeoutNanoseconds: Int64?) throws(SystemError) -> ProcessSignal? {
        let deadline = timeoutNanoseconds.map { MonotonicClock.nowNanoseconds + $0 }
        while true {
            let events = try SystemCall.poll(
                file.number,
                events: Int16(POLLIN),
                timeoutNanoseconds: deadline.map { max(0, $0 - MonotonicClock.nowNanoseconds) },
                subject: "signals"
            )
            guard events != 0 else { return nil }
            do throws(SystemError) {
                return try take()
            } catch {
                // A thread that was there before took it, and sends it on.
                guard error.code == EAGAIN else { throw error }
            }
        }
    }

    private func take() throws(SystemError) -> ProcessSignal? {
        var raw = signalfd_siginfo()
        let count = try unsafe withUnsafeMutableBytes(of: &raw) { bytes throws(SystemError) in
            try unsafe SystemCall.read(file.number, into: bytes, subject: "signals")
        }
        guard count == MemoryLayout<signalfd_siginfo>.size else { return nil }
        return ProcessSignal.allCases.first { $0.number == Int32(bitPattern: raw.ssi_signo) }
    }

    /// A write to a connection whose other end is gone fails instead of ending the process.
    public static func ignoreBrokenPipes() { _ = clinux_ignore_signal(SIGPIPE) }
}
