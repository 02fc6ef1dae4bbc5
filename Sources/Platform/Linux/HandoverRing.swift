internal import Synchronization

/// A bounded queue that hands objects from exactly one thread to exactly one other.
///
/// Lock-free and wait-free; `push` and `pop` never allocate. One thread may call ``push(_:)``, one
/// thread ``pop()``; ``count`` is for any thread. Twin in tests: an array.
@safe public final class HandoverRing<Element: AnyObject & Sendable>: @unchecked Sendable {
    // The producer writes a slot before it publishes `tail` with release order, the consumer reads
    // it after loading `tail` with acquire order, and the other way round for `head`: no slot is
    // ever touched by both, which is why `@unchecked Sendable` holds.
    private let slots: UnsafeMutablePointer<Unmanaged<Element>?>
    private let head = Atomic<Int>(0)
    private let tail = Atomic<Int>(0)

    /// Most objects that wait.
    public let capacity: Int

    /// Makes an empty ring for `capacity` objects, at least 1.
    public init(capacity: Int) {
        precondition(capacity > 0)
        self.capacity = capacity
        unsafe slots = .allocate(capacity: capacity)
        unsafe slots.initialize(repeating: nil, count: capacity)
    }

    deinit {
        while pop() != nil {}
        unsafe slots.deinitialize(count: capacity)
        unsafe slots.deallocate()
    }

    /// Objects that wait now.
    public var count: Int {
        // `head` first: read the other way round, a pop between the two would make it negative.
        let first = head.load(ordering: .acquiring)
        return min(capacity, tail.load(ordering: .acquiring) - first)
    }

    /// Hands `element` over; false when the ring is full and it stays with the caller.
    public func push(_ element: Element) -> Bool {
        let last = tail.load(ordering: .relaxed)
        guard last - head.load(ordering: .acquiring) < capacity else { return false }
        unsafe slots[last % capacity] = Unmanaged.passRetained(element)
        tail.store(last + 1, ordering: .releasing)
        return true
    }

    /// Takes the oldest object, or nil when none waits.
    public func pop() -> Element? {
        let first = head.load(ordering: .relaxed)
        guard first < tail.load(ordering: .acquiring) else { return nil }
        let element = unsafe slots[first % capacity]?.takeRetainedValue()
        unsafe slots[first % capacity] = nil
        head.store(first + 1, ordering: .releasing)
        return element
    }
}
