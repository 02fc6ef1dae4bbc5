public import Linux
internal import Synchronization

/// A fixed number of threads that share out numbered parts of one piece of work at a time.
///
/// The caller works too, and does the parts that no other thread has begun, so that it waits only
/// for what is being done. Waiting threads spin briefly and then sleep, so that layers that follow
/// each other at once do not pay for waking. Nothing is allocated per piece of work.
public final class ThreadPool: Sendable {
    /// Threads that work, the caller included; at least 1.
    public let threadCount: Int

    private let shared: Shared
    private let threads: [RealTimeThread]

    /// Starts `threadCount - 1` threads.
    public init(threadCount: Int) throws(SystemError) {
        precondition(threadCount >= 1)
        self.threadCount = threadCount
        let shared = Shared(threadCount: threadCount)
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

    /// Calls `work(part:parts:)` for every part, of which there are as many as threads, and
    /// returns when all are done.
    ///
    /// One caller at a time; allocates nothing.
    public func run(_ work: some PooledWork) {
        guard threadCount > 1 else {
            work.work(part: 0, parts: 1)
            return
        }
        shared.run(work)
    }
}

/// Work that several threads share.
public protocol PooledWork: AnyObject, Sendable {
    /// Does part `part` of `parts`; called once for each part, by any thread, at the same time.
    func work(part: Int, parts: Int)
}

/// One thread's place in a pool: the part that it does first, and its sleep.
private final class Seat: Sendable {
    /// The last generation of which this seat's part was begun.
    private let begun = Atomic<Int>(0)
    private let isAsleep = Atomic<Bool>(false)
    private let semaphore = Semaphore()

    /// Takes this seat's part of `generation`; false when it was begun before.
    func begin(_ generation: Int) -> Bool {
        guard begun.load(ordering: .relaxed) == generation &- 1 else { return false }
        return begun.compareExchange(
            expected: generation &- 1,
            desired: generation,
            ordering: .acquiringAndReleasing
        ).exchanged
    }

    /// Wakes the thread if it sleeps.
    func wake() {
        guard isAsleep.load(ordering: .sequentiallyConsistent),
            isAsleep.exchange(false, ordering: .sequentiallyConsistent)
        else { return }
        semaphore.post()
    }

    /// Sleeps until woken, unless `isReady` already.
    ///
    /// A post that comes too late only ends a later sleep early, after which one looks again.
    func sleep(unless isReady: () -> Bool) {
        isAsleep.store(true, ordering: .sequentiallyConsistent)
        if !isReady() { semaphore.wait() }
        isAsleep.store(false, ordering: .sequentiallyConsistent)
    }
}

/// What the threads of a pool share.
///
/// `@unchecked Sendable`: the calling thread writes `job` before it raises `generation`, the
/// others read it after they have seen that and begun a part, and it is cleared after all parts
/// are done. `aloneUntilNanoseconds` is the calling thread's own.
private final class Shared: @unchecked Sendable {
    /// How long a thread looks before it sleeps.
    private static let spinNanoseconds: Int64 = 100_000
    /// Looks between two looks at the clock: some microseconds.
    private static let looksPerClock = 32
    /// The caller works alone for so many times what a halted thread has cost it, so that waiting
    /// for halted threads takes hardly more than a tenth of the time.
    private static let aloneFactor: Int64 = 8
    private static let aloneNanosecondsMax: Int64 = 100_000_000

    /// The caller's is the first.
    private let seats: [Seat]
    private let generation = Atomic<Int>(0)
    private let pending = Atomic<Int>(0)
    private let isEnded = Atomic<Bool>(false)
    private var job: (any PooledWork)?
    private var aloneUntilNanoseconds: Int64 = 0

    init(threadCount: Int) {
        seats = (0..<threadCount).map { _ in Seat() }
    }

    func run(_ job: any PooledWork) {
        let start = MonotonicClock.nowNanoseconds
        guard start >= aloneUntilNanoseconds else {
            for part in seats.indices { job.work(part: part, parts: seats.count) }
            return
        }
        self.job = job
        pending.store(seats.count, ordering: .relaxed)
        let current = generation.load(ordering: .relaxed) &+ 1
        generation.store(current, ordering: .sequentiallyConsistent)
        for place in 1..<seats.count { seats[place].wake() }
        doParts(of: current, from: 0)
        if pending.load(ordering: .acquiring) > 0 { awaitParts(begunAt: start) }
        self.job = nil
    }

    func end() {
        isEnded.store(true, ordering: .sequentiallyConsistent)
        for seat in seats { seat.wake() }
    }

    func work(as worker: Int) {
        let seat = seats[worker]
        var seen = 0
        while true {
            awaits(seat) {
                generation.load(ordering: .sequentiallyConsistent) != seen
                    || isEnded.load(ordering: .sequentiallyConsistent)
            }
            if isEnded.load(ordering: .acquiring) { return }
            seen = generation.load(ordering: .acquiring)
            if doParts(of: seen, from: worker) { seats[0].wake() }
        }
    }

    /// Does the parts of generation `current` that nobody has begun, `first` at first.
    ///
    /// - Returns: whether the last part was done here.
    @discardableResult
    private func doParts(of current: Int, from first: Int) -> Bool {
        var isLast = false
        for turn in seats.indices {
            let part = first + turn < seats.count ? first + turn : first + turn - seats.count
            guard seats[part].begin(current) else { continue }
            job?.work(part: part, parts: seats.count)
            isLast = pending.subtract(1, ordering: .sequentiallyConsistent).newValue == 0
        }
        return isLast
    }

    /// Waits for the parts that other threads do; where that took longer than the caller's own
    /// parts and the spinning, a thread was halted, and the processors are wanted elsewhere.
    private func awaitParts(begunAt start: Int64) {
        let own = MonotonicClock.nowNanoseconds - start
        awaits(seats[0]) { pending.load(ordering: .sequentiallyConsistent) == 0 }
        let end = MonotonicClock.nowNanoseconds
        let waited = end - start - own
        guard waited > max(own, Self.spinNanoseconds) else { return }
        aloneUntilNanoseconds = end + min(Self.aloneFactor * waited, Self.aloneNanosecondsMax)
    }

    /// Returns when `isReady`: spins for a while, then sleeps on `seat`.
    private func awaits(_ seat: Seat, _ isReady: () -> Bool) {
        var looks = 0
        var end: Int64 = 0
        while !isReady() {
            looks += 1
            if looks % Self.looksPerClock == 0 {
                let now = MonotonicClock.nowNanoseconds
                if end == 0 { end = now + Self.spinNanoseconds }
                if now >= end {
                    seat.sleep(unless: isReady)
                    end = 0
                    continue
                }
            }
            SpinHint.pause()
        }
    }
}
