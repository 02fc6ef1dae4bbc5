import Glibc

/// A plain blocking TCP connection to this machine, for sending what no client would.
final class RawSocket: Sendable {
    private let file: Int32

    /// Connects; `receiveByteCount` makes the kernel hold little for a client that does not read.
    init(port: UInt16, receiveByteCount: Int32? = nil) throws {
        file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard file >= 0 else { throw Failure(code: errno) }
        if var count = receiveByteCount {
            unsafe setsockopt(
                file,
                SOL_SOCKET,
                SO_RCVBUF,
                &count,
                socklen_t(MemoryLayout<Int32>.size)
            )
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let code = unsafe withUnsafePointer(to: &address) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(file, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else {
            let code = errno
            Glibc.close(file)
            throw Failure(code: code)
        }
        wait(seconds: 20)
    }

    deinit { Glibc.close(file) }

    struct Failure: Error { let code: Int32 }

    /// Reads give up after so long.
    func wait(seconds: Int) {
        var time = timeval(tv_sec: seconds, tv_usec: 0)
        unsafe setsockopt(
            file,
            SOL_SOCKET,
            SO_RCVTIMEO,
            &time,
            socklen_t(MemoryLayout<timeval>.size)
        )
    }

    /// False when the other end is gone.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { bytes in
                uninterrupted {
                    unsafe Glibc.send(file, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
                }
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    @discardableResult
    func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    /// With a limit of time the kernel does not take up a call again after a signal of another test.
    private func uninterrupted(_ call: () -> Int) -> Int {
        while true {
            let count = call()
            guard count < 0, errno == EINTR else { return count }
        }
    }

    /// What comes next; empty at the end and when nothing came in time.
    func read(_ countMax: Int = 65_536) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: countMax)
        let count = uninterrupted { unsafe recv(file, &bytes, countMax, 0) }
        return Array(bytes.prefix(max(0, count)))
    }

    /// Whether the other end closes it; false when nothing came for as long as reads wait.
    func ends() -> Bool {
        var bytes = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = uninterrupted { unsafe recv(file, &bytes, 4_096, 0) }
            if count <= 0 { return count == 0 || errno == ECONNRESET }
        }
    }

    /// Everything until the end.
    func readAll() -> [UInt8] {
        var all: [UInt8] = []
        while true {
            let bytes = read()
            if bytes.isEmpty { return all }
            all += bytes
        }
    }

    /// Reads until `text` came; nil when it did not.
    func read(until text: String, after already: [UInt8] = []) -> String? {
        var all = already
        while true {
            let sofar = String(decoding: all, as: UTF8.self)
            if sofar.contains(text) { return sofar }
            let bytes = read()
            if bytes.isEmpty { return nil }
            all += bytes
        }
    }
}
