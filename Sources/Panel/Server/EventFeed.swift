internal import Linux
internal import Synchronization

/// What the open pages are told: topics, each with its newest text.
///
/// A slow page misses texts between, never the newest; nothing queues. May be used from any thread;
/// the host is asked on the panel's.
final class EventFeed: Sendable {
    struct Message: Sendable, Equatable {
        let topic: String
        let version: Int
        /// As it goes over the wire.
        let bytes: [UInt8]
    }

    private struct State {
        var messages: [String: Message] = [:]
        var texts: [String: [UInt8]] = [:]
        var version = 0
        var listeners: [Int: AsyncStream<Void>.Continuation] = [:]
        var nextListener = 0
    }

    private let host: any PanelHost
    private let limits: PanelLimits
    private let state = Mutex(State())

    init(host: any PanelHost, limits: PanelLimits) {
        self.host = host
        self.limits = limits
    }

    /// Open streams.
    var listenerCount: Int { state.withLock(\.listeners.count) }

    /// Most of them.
    var listenerCountMax: Int { limits.streamCountMax }

    /// A new listener, which is woken at once and after every change; nil where there are too many.
    func listen() -> (number: Int, wakes: AsyncStream<Void>)? {
        let (wakes, waker) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let number: Int? = state.withLock { state in
            guard state.listeners.count < limits.streamCountMax else { return nil }
            state.nextListener += 1
            state.listeners[state.nextListener] = waker
            return state.nextListener
        }
        guard let number else { return nil }
        update()
        waker.yield()
        return (number, wakes)
    }

    /// Ends a listener.
    func leave(_ number: Int) {
        state.withLock { $0.listeners.removeValue(forKey: number) }?.finish()
    }

    /// Messages newer than `version`, in the order they came.
    func messages(after version: Int) -> [Message] {
        state.withLock { $0.messages.values.filter { $0.version > version } }
            .sorted { $0.version < $1.version }
    }

    /// Asks the host while anybody listens; returns when cancelled.
    func run() async {
        var lastWakeNanoseconds: Int64 = 0
        var slowTicks = 0
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(limits.updateSeconds))
            guard listenerCount > 0 else { continue }
            slowTicks += 1
            let now = MonotonicClock.nowNanoseconds
            // Trends move slowly, and are long.
            let hasChanged = update(withTrends: slowTicks % 8 == 0)
            // Wakes once a second in any case, so that an ended session ends its stream.
            guard hasChanged || now - lastWakeNanoseconds > 1_000_000_000 else { continue }
            lastWakeNanoseconds = now
            for waker in state.withLock({ Array($0.listeners.values) }) { waker.yield() }
        }
    }

    @discardableResult
    private func update(withTrends: Bool = true) -> Bool {
        var hasChanged = put("state", PanelJSON.bytes(host.state()))
        for (topic, blister) in [("blister", host.lastBlister()), ("reject", host.lastReject())] {
            guard var blister else { continue }
            // Long, and not shown: whoever wants it asks for the blister.
            blister.result = ""
            hasChanged = put(topic, PanelJSON.bytes(blister)) || hasChanged
        }
        if withTrends { hasChanged = put("trends", PanelJSON.bytes(host.trends())) || hasChanged }
        return hasChanged
    }

    private func put(_ topic: String, _ text: [UInt8]) -> Bool {
        state.withLock { state in
            guard state.texts[topic] != text else { return false }
            state.texts[topic] = text
            state.version += 1
            state.messages[topic] = Message(
                topic: topic,
                version: state.version,
                bytes: Array("event: \(topic)\ndata: ".utf8) + text + Array("\n\n".utf8)
            )
            return true
        }
    }
}
