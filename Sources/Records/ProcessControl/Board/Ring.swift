/// The newest elements of a stream, at most `capacity`.
struct Ring<Element: Sendable>: Sendable {
    let capacity: Int
    private var elements: [Element] = []
    private var head = 0

    init(capacity: Int) {
        precondition(capacity > 0)
        self.capacity = capacity
        elements.reserveCapacity(capacity)
    }

    var count: Int { elements.count }

    /// Oldest first; a copy that shares no memory with the ring.
    var inOrder: [Element] {
        var copy: [Element] = []
        copy.reserveCapacity(elements.count)
        for index in elements.indices { copy.append(elements[(head + index) % elements.count]) }
        return copy
    }

    mutating func append(_ element: Element) {
        if elements.count < capacity {
            elements.append(element)
        } else {
            elements[head] = element
            head = (head + 1) % capacity
        }
    }

    /// The newest element that fits, from the newest on.
    func last(where fits: (Element) -> Bool) -> Element? {
        var index = elements.count - 1
        while index >= 0 {
            let element = elements[(head + index) % elements.count]
            if fits(element) { return element }
            index -= 1
        }
        return nil
    }
}
