internal import Linux
internal import Synchronization

/// The running threads of one pipeline.
///
/// Control plane only.
final class PipelineThreads: Sendable {
    private let running = Mutex<[RealTimeThread]>([])

    @discardableResult
    func start(
        _ plan: ThreadPlan,
        body: @escaping @Sendable () -> Void
    ) throws(SystemError) -> [SchedulingWarning] {
        let thread = try RealTimeThread(plan, body: body)
        running.withLock { $0.append(thread) }
        return thread.warnings
    }

    /// Waits for every thread, in order of start.
    func join() {
        let threads = running.withLock { threads in
            defer { threads = [] }
            return threads
        }
        for thread in threads { thread.join() }
    }
}
