import Linux
import Testing

@testable import Station

/// Which thread runs where.
struct ThreadingPlanTests {
    private let capture = ThreadPlan(name: "capture")

    private func processors(workers: Int, of all: [Int], reserved: Set<Int> = []) -> [[Int]] {
        Pipeline.ThreadingPlan(
            capture: capture,
            workers: workers,
            processors: all,
            reserved: reserved
        ).inspectors.map(\.processors)
    }

    @Test func `every inspecting thread has a processor of its own`() {
        #expect(processors(workers: 2, of: [0, 1]) == [[0], [1]])
        #expect(processors(workers: 2, of: [4, 9, 11]) == [[4], [9]])
    }

    @Test func `processors of the real-time threads are left to them while the rest suffices`() {
        #expect(processors(workers: 2, of: [0, 1, 2, 3], reserved: [0, 2]) == [[1], [3]])
        #expect(processors(workers: 2, of: [0, 1, 2], reserved: [0, 1]) == [[0], [1]])
    }

    @Test func `more threads than processors float`() {
        #expect(processors(workers: 3, of: [0, 1]) == [[], [], []])
        #expect(processors(workers: 1, of: []) == [[]])
    }
}
