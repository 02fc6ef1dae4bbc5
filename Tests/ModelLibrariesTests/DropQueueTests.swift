import Testing

@testable import ModelLibraries

/// When a file is examined and when a refusal is final, without a clock.
struct DropQueueTests {
    private static let second: Int64 = 1_000_000_000

    private static func facts(_ byteCount: Int) -> DropQueue.Facts {
        [DropQueue.FileState(byteCount: byteCount, modifiedNanoseconds: 0, number: 1), nil]
    }

    private static let refusal = Examination(name: "a", digest: "", findings: [])

    @Test func `a closed file is due after a moment, another after long stillness`() {
        var queue = DropQueue()
        queue.observe("a", Self.facts(1), isClosed: true, ageNanoseconds: 0, now: 0)
        queue.observe("b", Self.facts(1), isClosed: false, ageNanoseconds: 0, now: 0)
        #expect(queue.due(now: Self.second / 10) == nil)
        #expect(queue.due(now: Self.second)?.name == "a")
        queue.remove("a")
        #expect(queue.due(now: Self.second) == nil)
        queue.observe("b", Self.facts(2), isClosed: false, ageNanoseconds: 0, now: Self.second)
        #expect(queue.due(now: 5 * Self.second) == nil)
        #expect(queue.due(now: 6 * Self.second)?.name == "b")
        #expect(queue.due(now: 0, all: true)?.name == "b")
    }

    @Test func `an old file is due at once`() {
        var queue = DropQueue()
        queue.observe("a", Self.facts(1), isClosed: false, ageNanoseconds: 1 << 60, now: 7)
        #expect(queue.due(now: 7)?.name == "a")
        queue.observe("b", Self.facts(1), isClosed: false, ageNanoseconds: -5, now: 7)
        queue.remove("a")
        #expect(queue.due(now: 7) == nil)
    }

    @Test func `a refusal is final only when the file has not changed for long`() {
        var queue = DropQueue()
        queue.observe("a", Self.facts(1), isClosed: true, ageNanoseconds: 0, now: 0)
        queue.refuse("a", Self.facts(1), Self.refusal)
        #expect(queue.due(now: Self.second) == nil)
        #expect(queue.finallyRefused(now: Self.second) == nil)
        queue.observe("a", Self.facts(2), isClosed: true, ageNanoseconds: 0, now: 2 * Self.second)
        #expect(queue.finallyRefused(now: 9 * Self.second) == nil)
        #expect(queue.due(now: 3 * Self.second)?.name == "a")
        // A refusal of what it was before does not count.
        queue.refuse("a", Self.facts(1), Self.refusal)
        #expect(queue.due(now: 3 * Self.second)?.name == "a")
        queue.refuse("a", Self.facts(2), Self.refusal)
        #expect(queue.finallyRefused(now: 6 * Self.second) == nil)
        #expect(queue.finallyRefused(now: 7 * Self.second)?.name == "a")
    }
}
