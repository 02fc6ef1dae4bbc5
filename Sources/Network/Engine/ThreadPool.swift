public import Linux
internal import Synchronization

/// A fixed number of threads that share out numbered parts of one piece of work at a time.
///
/// The caller works too. Waiting threads spin briefly and then sleep, so that layers that follow
/// each other at once do not pay for waking. Nothing is allocated per piece of work.
public final class ThreadPool: Sendable {
    /// Threads that work, the caller included; at least 1.
    public let threadCount: Int

    private let shared: Shared
    private let threads: [RealTimeThread]

    /// Starts `threadCount - 1` threads, pinned to the processors after the first when there are
    /// as many processors as threads.
    public init(threadCount: Int) throws(SystemError) {
        precondition(threadCount >= 1)
        self.threadCount = threadCount
        let shared = Shared(workerCount: threadCount - 1)
        self.shared = shared
        var threads: [RealTimeThread] = []
        for worker in 1..<max(1, threadCount) {
            threads.append(
                try RealTimeThread(ThreadPlan(name: "network-\(worker)")) {
                    shared.work(as: worker)
                }
            )
        }
        self.threads = threads
    }

    deinit {
        shared.end()
        for thread in threads { thread.join() }
    }

    /// Calls `work(part:parts:)` for every part, one part per thread, and returns when all are
    /// done.
    ///
    /// One caller at a time; allocates nothing.
    public func run(_ work: some PooledWork) {
        guard threadCount > 1 else {
            work.work(part: 0, parts: 1)
            return
        }
        shared.begin(work)
        work.work(part: 0, parts: threadCount)
        shared.finish()
    }
}

/// Work that several threads share.
public protocol PooledWork: AnyObject, Sendable {
    /// Does part `part` of `parts`; called once for each part, at the same time.
    func work(part: Int, parts: Int)
}

/// What the threads of a pool share.
///
/// `@unchecked Sendable`: the calling thread writes `job` before it raises `generation`, the
/// others read it after they have seen that, and it is cleared after all have reported done.
private final class Shared: @unchecked Sendable {
    /// Rounds of looking before a thread sleeps: some tens of microseconds.
    private static let spinCount = 4_000

    private let workerCount: Int
    private let generation = Atomic<Int>(0)
    private let pending = Atomic<Int>(0)
    private let isEnded = Atomic<Bool>(false)
    private let sleepers: [Semaphore]
    private let isAsleep: Mutex<[Bool]>
    private let allDone = Semaphore()
    private let isCallerAsleep = Atomic<Bool>(false)
    private var job: (any PooledWork)?

    init(workerCount: Int) {
        self.workerCount = workerCount
        sleepers = (0..<workerCount).map { _ in Semaphore() }
        isAsleep = Mutex(Array(repeating: false, count: workerCount))
    }

    func begin(_ job: any PooledWork) {
        self.job = job
        pending.store(workerCount, ordering: .relaxed)
        generation.add(1, ordering: .releasing)
        wake()
    }

    func finish() {
        var spins = 0
        while pending.load(ordering: .acquiring) > 0 {
            spins += 1
            guard spins < Self.spinCount else {
                isCallerAsleep.store(true, ordering: .sequentiallyConsistent)
                if pending.load(ordering: .sequentiallyConsistent) > 0 { allDone.wait() }
                // A post that comes too late only ends a later wait early, which then looks again.
                isCallerAsleep.store(false, ordering: .sequentiallyConsistent)
                spins = 0
                continue
            }
            SpinHint.pause()
        }
        job = nil
    }

    func end() {
        isEnded.store(true, ordering: .releasing)
        generation.add(1, ordering: .releasing)
        wake()
    }

    private func wake() {
        isAsleep.withLock { asleep in
            for worker in asleep.indices where asleep[worker] {
                asleep[worker] = false
                sleepers[worker].post()
            }
        }
    }

    func work(as worker: Int) {
        var seen = 0
        while true {
            seen = awaitGeneration(after: seen, worker: worker)
            if isEnded.load(ordering: .acquiring) { return }
            job?.work(part: worker, parts: workerCount + 1)
            if pending.subtract(1, ordering: .sequentiallyConsistent).newValue == 0,
                isCallerAsleep.exchange(false, ordering: .sequentiallyConsistent)
            {
                allDone.post()
            }
        }
    }

    private func awaitGeneration(after seen: Int, worker: Int) -> Int {
        var spins = 0
        while true {
            let current = generation.load(ordering: .acquiring)
            if current != seen { return current }
            spins += 1
            if spins < Self.spinCount {
                SpinHint.pause()
                continue
            }
            let mustSleep = isAsleep.withLock { asleep in
                guard generation.load(ordering: .acquiring) == seen else { return false }
                asleep[worker - 1] = true
                return true
            }
            if mustSleep { sleepers[worker - 1].wait() }
            spins = 0
        }
    }
}
