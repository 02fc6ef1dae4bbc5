internal import CLinux
internal import Glibc

/// Why a line could not be read from a connection.
public enum LineError: Error, Equatable, Sendable {
    /// Nothing came in time.
    case timeout
    /// The line is longer than allowed.
    case tooLong(byteCountMax: Int)
    /// The line is not UTF-8.
    case notText
    /// A system call failed.
    case system(SystemError)
}

/// Who is at the other end of a connection, as the kernel knows it.
public struct PeerIdentity: Sendable, Equatable {
    /// Numeric user.
    public let user: Int
    /// Process; 0 when it is outside this name space.
    public let process: Int
}

/// One end of a stream between two processes of this machine, line by line.
///
/// Thread-bound.
public final class LocalConnection {
    /// Longest line in either direction, without its end.
    public static let lineByteCountMax = 64 << 10

    private let file: OwnedFile
    private let subject: String
    private var received: [UInt8] = []

    init(_ file: OwnedFile, subject: String) {
        self.file = file
        self.subject = subject
    }

    /// Connects to the socket at `path`; a leading `@` means the abstract name space.
    ///
    /// - Throws: `ENOENT` or `ECONNREFUSED` when nobody listens there.
    public convenience init(path: String) throws(SystemError) {
        let made = unsafe clinux_unix_connect(Int32(SOCK_STREAM.rawValue), path)
        guard made >= 0 else { throw SystemError(call: "connect", subject: path, code: -made) }
        self.init(OwnedFile(made), subject: path)
    }

    /// Who is at the other end.
    public func peer() throws(SystemError) -> PeerIdentity {
        var user: UInt32 = 0
        var process: Int32 = 0
        let code = unsafe clinux_unix_peer(file.number, &user, &process)
        guard code == 0 else {
            throw SystemError(call: "getsockopt", subject: subject, code: -code)
        }
        return PeerIdentity(user: Int(user), process: Int(process))
    }

    /// The next line without its end, or nil when the other end closed after its last one.
    public func readLine(timeoutNanoseconds: Int64) throws(LineError) -> String? {
        let deadline = MonotonicClock.nowNanoseconds + max(0, timeoutNanoseconds)
        while true {
            if let end = received.firstIndex(of: 0x0A) {
                let line = received[..<end]
                let text = String(validating: line, as: UTF8.self)
                received.removeSubrange(...end)
                guard let text else { throw .notText }
                return text
            }
            guard received.count <= Self.lineByteCountMax else {
                throw .tooLong(byteCountMax: Self.lineByteCountMax)
            }
            guard try receive(untilNanoseconds: deadline) else {
                guard !received.isEmpty else { return nil }
                received.append(0x0A)
                continue
            }
        }
    }

    /// Sends `line` and its end; `line` has no line break.
    public func writeLine(_ line: String) throws(SystemError) {
        precondition(!line.utf8.contains(0x0A))
        let bytes = Array(line.utf8) + [0x0A]
        var done = 0
        while done < bytes.count {
            let sent = unsafe bytes.withUnsafeBytes { buffer in
                unsafe clinux_send(
                    file.number,
                    buffer.baseAddress?.advanced(by: done),
                    buffer.count - done,
                    1
                )
            }
            if sent == -Int64(EINTR) { continue }
            guard sent > 0 else {
                throw SystemError(call: "send", subject: subject, code: Int32(-sent))
            }
            done += Int(sent)
        }
    }

    /// Ends the connection.
    public func close() { file.close() }

    /// Takes what came; false when the other end closed.
    private func receive(untilNanoseconds deadline: Int64) throws(LineError) -> Bool {
        do {
            let events = try SystemCall.poll(
                file.number,
                events: Int16(POLLIN),
                timeoutNanoseconds: deadline - MonotonicClock.nowNanoseconds,
                subject: subject
            )
            guard events != 0 else { throw LineError.timeout }
            var count = 0
            var failure: SystemError?
            let chunk = unsafe [UInt8](unsafeUninitializedCapacity: 4096) { buffer, filled in
                do throws(SystemError) {
                    let area = UnsafeMutableRawBufferPointer(buffer)
                    count = try unsafe SystemCall.read(file.number, into: area, subject: subject)
                } catch {
                    failure = error
                }
                filled = count
            }
            if let failure { throw failure }
            received += chunk
            return count > 0
        } catch let error as SystemError {
            throw .system(error)
        } catch {
            throw .timeout
        }
    }
}
