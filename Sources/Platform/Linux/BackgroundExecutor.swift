internal import Synchronization

/// One thread that gives way to all others, for tasks that must never slow anything else.
///
/// Tasks that prefer it run one at a time. It lives as long as the process.
public final class BackgroundExecutor: TaskExecutor {
    private let jobs = Mutex<[UnownedJob]>([])
    private let wakes = Semaphore()

    /// Starts the thread, which `ps` shows as `name`.
    ///
    /// - Parameter name: at most 15 bytes are kept.
    /// - Throws: where the system has no room for a thread.
    public init(name: String) throws(SystemError) {
        let plan = ThreadPlan(name: name, isBackground: true)
        _ = try RealTimeThread(plan) { self.run() }
    }

    /// Appends a job; called by the runtime, from any thread.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
        wakes.post()
    }

    private func run() {
        while true {
            wakes.wait()
            let due = jobs.withLock { jobs in
                defer { jobs = [] }
                return jobs
            }
            for job in due { unsafe job.runSynchronously(on: asUnownedTaskExecutor()) }
        }
    }
}
