internal import Linux
internal import Synchronization

/// First-in first-out queue of fixed size between threads of the compute plane.
///
/// Thread-safe: any number of producers and consumers. Takes a lock, so no real-time thread may
/// use it.
final class BoundedQueue<Element: Sendable>: Sendable {
    private struct State {
        var elements: [Element?]
        var head = 0
        var count = 0
        var isClosed = false
    }

    private let state: Mutex<State>
    private let filled = Semaphore()
    private let room: Semaphore
    let capacity: Int

    /// Makes an empty queue; traps unless `capacity` is positive.
    init(capacity: Int) {
        precondition(capacity > 0)
        self.capacity = capacity
        state = Mutex(State(elements: Array(repeating: nil, count: capacity)))
        room = Semaphore(count: capacity)
    }

    /// Appends without waiting; false when the queue is full or closed.
    func offer(_ element: sending Element) -> Bool {
        guard room.tryWait() else { return false }
        return append(element)
    }

    /// Appends, waiting for room; false when the queue was closed.
    func put(_ element: sending Element) -> Bool {
        room.wait()
        return append(element)
    }

    private func append(_ element: Element) -> Bool {
        let isTaken = state.withLock { state in
            guard !state.isClosed else { return false }
            state.elements[(state.head + state.count) % state.elements.count] = element
            state.count += 1
            return true
        }
        if isTaken { filled.post() } else { room.post() }
        return isTaken
    }

    /// Waits for an element; nil once the queue is closed and empty.
    func take() -> Element? {
        filled.wait()
        let element = state.withLock { state -> Element? in
            guard state.count > 0 else { return nil }
            let element = state.elements[state.head]
            state.elements[state.head] = nil
            state.head = (state.head + 1) % state.elements.count
            state.count -= 1
            return element
        }
        // A closed queue wakes every consumer, one after the other.
        if element == nil { filled.post() } else { room.post() }
        return element
    }

    /// Whether nothing waits to be taken.
    var isEmpty: Bool { state.withLock { $0.count == 0 } }

    /// Refuses further elements; what is queued can still be taken.
    func close() {
        state.withLock { $0.isClosed = true }
        filled.post()
        room.post()
    }
}
