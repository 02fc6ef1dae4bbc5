internal import Linux
internal import Synchronization

/// Pins without a machine: edges are injected by any thread, and what the outputs did is kept.
///
/// The simulated peer of ``GPIOPins``, for the line twin and for tests. The record is a ring of
/// fixed size, so that a long run allocates nothing.
public final class RecordedPins: PinPort {
    /// What the outputs showed from one moment on.
    public struct Transition: Sendable, Equatable {
        /// Monotonic time of the call.
        public let timestampNanoseconds: Int64
        /// All levels after it.
        public let levels: OutputLevels

        /// Makes a transition.
        public init(timestampNanoseconds: Int64, levels: OutputLevels) {
            self.timestampNanoseconds = timestampNanoseconds
            self.levels = levels
        }
    }

    private struct State {
        var levels: OutputLevels = []
        var edges: [PinEdge] = []
        var transitions: [Transition] = []
        var firstKept = 0
        var count = 0
        var fault: PinFault?
    }

    private let state: Mutex<State>
    private let arrived = Semaphore()

    /// Transitions and edges that are kept at most.
    public let capacity: Int

    /// Makes pins with all outputs off; traps unless `capacity` is positive.
    public init(capacity: Int = 65_536) {
        precondition(capacity > 0)
        self.capacity = capacity
        var state = State()
        state.edges.reserveCapacity(capacity)
        state.transitions.reserveCapacity(capacity)
        self.state = Mutex(state)
    }

    /// Lets `edge` happen; dropped when ``capacity`` edges wait already.
    public func inject(_ edge: PinEdge) {
        state.withLock { state in
            guard state.edges.count < capacity else { return }
            state.edges.append(edge)
        }
        arrived.post()
    }

    /// Makes every call fail with `fault` until it is set to nil again.
    public func fail(with fault: PinFault?) {
        state.withLock { $0.fault = fault }
    }

    /// The outputs now.
    public var levels: OutputLevels { state.withLock { $0.levels } }

    /// The kept transitions, oldest first.
    public var transitions: [Transition] {
        state.withLock { state in
            let split = state.firstKept
            return Array(state.transitions[split...] + state.transitions[..<split])
        }
    }

    /// Transitions since start, kept or not.
    public var transitionCount: Int { state.withLock { $0.count } }

    /// Sets the outputs and keeps the change.
    public func set(_ levels: OutputLevels, mask: OutputLevels) throws(PinFault) {
        let fault: PinFault? = state.withLock { state in
            guard state.fault == nil else { return state.fault }
            let after = state.levels.subtracting(mask).union(levels.intersection(mask))
            guard after != state.levels || state.count == 0 else { return nil }
            state.levels = after
            let transition = Transition(
                timestampNanoseconds: MonotonicClock.nowNanoseconds,
                levels: after
            )
            if state.transitions.count < capacity {
                state.transitions.append(transition)
            } else {
                state.transitions[state.firstKept] = transition
                state.firstKept = (state.firstKept + 1) % capacity
            }
            state.count += 1
            return nil
        }
        if let fault { throw fault }
    }

    /// Hands out injected edges.
    public func wait(
        into edges: inout EdgeBuffer,
        deadlineNanoseconds: Int64
    ) throws(PinFault) {
        if try take(into: &edges) { return }
        _ = arrived.wait(untilNanoseconds: deadlineNanoseconds)
        _ = try take(into: &edges)
        while arrived.tryWait() {}
    }

    private func take(into edges: inout EdgeBuffer) throws(PinFault) -> Bool {
        var taken = edges
        let fault: PinFault? = state.withLock { state in
            guard state.fault == nil else { return state.fault }
            let count = min(EdgeBuffer.capacity - taken.count, state.edges.count)
            for edge in state.edges.prefix(count) { taken.insert(edge) }
            state.edges.removeFirst(count)
            return nil
        }
        if let fault { throw fault }
        edges = taken
        return edges.count > 0
    }
}
