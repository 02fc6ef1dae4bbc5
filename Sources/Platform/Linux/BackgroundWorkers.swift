internal import Synchronization

/// Threads that give way to all others, for work that may take long; its queue is bounded.
///
/// May be asked from any task. They live as long as the process.
public final class BackgroundWorkers: Sendable {
    /// The queue is full: too much was asked for at once.
    public struct Busy: Error, Equatable, Sendable {}

    private let waiting = Mutex<[@Sendable () -> Void]>([])
    private let wakes = Semaphore()
    private let waitingCountMax: Int

    /// Starts `count` threads, which `ps` shows as `name`.
    ///
    /// - Parameters:
    ///   - name: at most 15 bytes are kept.
    ///   - count: threads.
    ///   - waitingCountMax: pieces of work that may wait for a thread.
    /// - Throws: where the system has no room for a thread.
    public init(name: String, count: Int, waitingCountMax: Int) throws(SystemError) {
        self.waitingCountMax = waitingCountMax
        let plan = ThreadPlan(name: name, isBackground: true)
        for _ in 0..<count { _ = try RealTimeThread(plan) { self.serve() } }
    }

    /// Runs `work` on one of the threads and waits for it without holding the caller's.
    ///
    /// - Parameter work: may block.
    /// - Returns: what it returns.
    /// - Throws: ``Busy`` where too much waits already.
    public func run<Result: Sendable>(
        _ work: @escaping @Sendable () -> Result
    ) async throws(Busy) -> Result {
        let result: Result? = await withCheckedContinuation { answer in
            let isTaken = waiting.withLock { waiting in
                guard waiting.count < waitingCountMax else { return false }
                waiting.append { answer.resume(returning: work()) }
                return true
            }
            if isTaken { wakes.post() } else { answer.resume(returning: nil) }
        }
        guard let result else { throw Busy() }
        return result
    }

    private func serve() {
        while true {
            wakes.wait()
            let work = waiting.withLock { $0.isEmpty ? nil : $0.removeFirst() }
            work?()
        }
    }
}
