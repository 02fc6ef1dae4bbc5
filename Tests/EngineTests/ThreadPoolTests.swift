import Engine
import Synchronization
import Testing

struct ThreadPoolTests {
    /// Counts how often each part was done.
    private final class Tally: PooledWork {
        let rounds = (0..<4).map { _ in Count() }
        let strays = Atomic<Int>(0)
        let wanted: Int
        /// Every so many rounds the last part halts.
        let haltsEvery: Int

        init(parts: Int, haltsEvery: Int = .max) {
            wanted = parts
            self.haltsEvery = haltsEvery
        }

        func work(part: Int, parts: Int) {
            guard parts == wanted, rounds.indices.contains(part) else {
                strays.add(1, ordering: .relaxed)
                return
            }
            let round = rounds[part].value.add(1, ordering: .relaxed).newValue
            if part == parts - 1, round % haltsEvery == 0 {
                let start = ContinuousClock.now
                while start.duration(to: .now) < .milliseconds(1) {}
            }
        }
    }

    private final class Count: Sendable {
        let value = Atomic<Int>(0)
    }

    @Test(arguments: 1...4)
    func `every part is done exactly once in every round`(threads: Int) throws {
        let pool = try ThreadPool(threadCount: threads)
        let tally = Tally(parts: threads)
        let rounds = 3000
        for round in 1...rounds {
            pool.run(tally)
            // All are done when run returns, also after threads went to sleep.
            let counts = tally.rounds.map { $0.value.load(ordering: .relaxed) }
            guard counts == (0..<4).map({ $0 < threads ? round : 0 }) else {
                Issue.record("round \(round): \(counts)")
                return
            }
            if round % 500 == 0 { awaitSleep() }
        }
        #expect(tally.strays.load(ordering: .relaxed) == 0)
    }

    @Test(arguments: 2...4)
    func `every part is done once also after a thread was halted`(threads: Int) throws {
        let pool = try ThreadPool(threadCount: threads)
        let tally = Tally(parts: threads, haltsEvery: 50)
        for round in 1...3000 {
            pool.run(tally)
            let counts = tally.rounds.map { $0.value.load(ordering: .relaxed) }
            guard counts == (0..<4).map({ $0 < threads ? round : 0 }) else {
                Issue.record("round \(round): \(counts)")
                return
            }
        }
        #expect(tally.strays.load(ordering: .relaxed) == 0)
    }

    private func awaitSleep() {
        let start = ContinuousClock.now
        while start.duration(to: .now) < .milliseconds(2) {}
    }

    @Test func `pools start and end without work`() throws {
        for threads in 1...4 { _ = try ThreadPool(threadCount: threads) }
    }
}
