internal import FlyingSocks
internal import Foundation
internal import Linux
internal import Synchronization

/// One client: its socket, what of its bytes is not used yet, and until when it must have done its
/// part.
///
/// Thread-bound to the panel's executor but for ``state``, which the table's sweep reads as well.
final class PanelConnection: Sendable {
    struct State: Sendable {
        /// When the client is cut off; nil while the panel itself works.
        var deadlineNanoseconds: Int64?
        /// Since when it holds a connection without a whole request; nil while one is answered.
        var idleSinceNanoseconds: Int64?
        /// Whether the panel ended it.
        var isCut = false
        var task: Task<Void, Never>?
    }

    let number: Int
    let address: String
    let state: Mutex<State>
    private let socket: AsyncSocket
    private let limits: PanelLimits
    private let bodies: BodyBudget
    private let unused = Mutex<[UInt8]>([])

    /// Bytes asked of the kernel at once.
    private static let readByteCount = 4_096
    /// After an early refusal so many bytes are taken and thrown away, so that the client reads the
    /// answer before the connection ends.
    private static let discardByteCountMax = 4 << 20

    init(number: Int, socket: AsyncSocket, limits: PanelLimits, bodies: BodyBudget) {
        self.number = number
        self.socket = socket
        self.limits = limits
        self.bodies = bodies
        address =
            switch try? socket.socket.remotePeer() {
            case .ip4(let address, _), .ip6(let address, _): address
            default: "unknown"
            }
        state = Mutex(State(idleSinceNanoseconds: MonotonicClock.nowNanoseconds))
    }

    /// The next request; nil when the client is gone.
    ///
    /// - Throws: a refusal, after which the connection must end.
    func request() async throws(PanelRefusal) -> PanelRequest? {
        let now = MonotonicClock.nowNanoseconds
        state.withLock { $0.idleSinceNanoseconds = now }
        if unused.withLock(\.isEmpty) {
            allow(limits.keepAliveSeconds)
            guard await more() else { return nil }
        }
        allow(limits.requestSeconds)
        guard let head = try await head() else { return nil }
        var request = PanelRequest(
            method: head.method,
            path: head.path,
            query: head.query,
            headers: head.headers,
            address: address,
            keepsAlive: head.keepsAlive
        )
        if head.bodyByteCount > 0 {
            guard bodies.take(head.bodyByteCount) else {
                throw PanelRefusal(503, "Too many bodies come in at once; try again in a moment.")
            }
            defer { bodies.give(head.bodyByteCount) }
            allow(limits.requestSeconds)
            if head.headers["expect"]?.lowercased() == "100-continue" {
                guard await write(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)) else { return nil }
                allow(limits.requestSeconds)
            }
            while unused.withLock(\.count) < head.bodyByteCount {
                guard await more() else { return nil }
            }
            request.body = unused.withLock { unused in
                defer { unused.removeFirst(head.bodyByteCount) }
                return Array(unused.prefix(head.bodyByteCount))
            }
        }
        state.withLock {
            $0.deadlineNanoseconds = nil
            $0.idleSinceNanoseconds = nil
        }
        return request
    }

    /// Writes all of `bytes`; false when the client is gone or too slow.
    func write(_ bytes: [UInt8]) async -> Bool {
        allow(limits.writeSeconds)
        defer { state.withLock { $0.deadlineNanoseconds = nil } }
        do {
            try await socket.write(Data(bytes))
            return true
        } catch {
            return false
        }
    }

    /// Takes what the client still sends, for a second at most, and throws it away.
    func discard() async {
        ConnectionEnd.ofSending(socket.socket.file.rawValue)
        allow(1)
        var count = 0
        while count < Self.discardByteCountMax {
            unused.withLock { $0.removeAll() }
            guard await more() else { return }
            count += unused.withLock(\.count)
        }
    }

    /// Ends it from the panel's side; whatever waits for the client returns.
    ///
    /// Only on the panel's executor, where ``close()`` is called as well: the socket's number is then
    /// its own.
    func cut() {
        state.withLock { $0.isCut = true }
        ConnectionEnd.ofBoth(socket.socket.file.rawValue)
    }

    var isCut: Bool { state.withLock(\.isCut) }

    func close() { try? socket.socket.close() }

    private func head() async throws(PanelRefusal) -> RequestHead? {
        var searched = 0
        while true {
            let (end, count) = unused.withLock { unused -> (Int?, Int) in
                var index = searched
                while index + 4 <= unused.count {
                    if unused[index] == 0x0d, unused[index + 1] == 0x0a, unused[index + 2] == 0x0d,
                        unused[index + 3] == 0x0a
                    {
                        return (index, unused.count)
                    }
                    index += 1
                }
                searched = index
                return (nil, unused.count)
            }
            if let end, end <= limits.headByteCountMax {
                let bytes = unused.withLock { unused in
                    defer { unused.removeFirst(end + 4) }
                    return Array(unused.prefix(end))
                }
                return try RequestHead(bytes, limits: limits)
            }
            guard count <= limits.headByteCountMax else {
                throw PanelRefusal(431, "The headers are over \(limits.headByteCountMax) bytes.")
            }
            guard await more() else { return nil }
        }
    }

    /// Reads some bytes; false at the end, after an error, and after the deadline.
    private func more() async -> Bool {
        do {
            let bytes = try await socket.read(atMost: Self.readByteCount)
            unused.withLock { $0 += bytes }
            return true
        } catch {
            return false
        }
    }

    private func allow(_ seconds: Double) {
        let deadline = MonotonicClock.nowNanoseconds + Int64(seconds * 1e9)
        state.withLock { $0.deadlineNanoseconds = deadline }
    }
}
