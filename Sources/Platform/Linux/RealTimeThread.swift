internal import CLinux
internal import Glibc

/// How a thread shall run.
public struct ThreadPlan: Sendable, Equatable {
    /// Shown by `ps` and `top`; at most 15 bytes are kept.
    public var name: String
    /// SCHED_FIFO priority, 1 to 99; nil for ordinary scheduling.
    public var fifoPriority: Int?
    /// Processors it may run on, each 0 to 63; empty for any.
    public var processors: [Int]
    /// Whether it, and every thread that it starts, gives way to all others (nice 19).
    public var isBackground: Bool
    /// Stack in bytes.
    public var stackByteCount: Int

    /// Makes a plan.
    public init(
        name: String,
        fifoPriority: Int? = nil,
        processors: [Int] = [],
        isBackground: Bool = false,
        stackByteCount: Int = 1 << 20
    ) {
        precondition(fifoPriority.map { (1...99).contains($0) } ?? true)
        precondition(processors.allSatisfy { (0..<64).contains($0) })
        self.name = name
        self.fifoPriority = fifoPriority
        self.processors = processors
        self.isBackground = isBackground
        self.stackByteCount = stackByteCount
    }
}

/// What the system did not permit; the program goes on without it.
public enum SchedulingWarning: Equatable, Sendable, CustomStringConvertible {
    case fifoRefused(thread: String, priority: Int, code: Int32)
    case pinningRefused(thread: String, processors: [Int], code: Int32)
    case memoryNotLocked(code: Int32)

    /// One line: what was refused, why, and the cure.
    public var description: String {
        switch self {
        case .fifoRefused(let thread, let priority, let code):
            "thread \(thread): SCHED_FIFO priority \(priority) refused: \(Self.text(code)); "
                + "set LimitRTPRIO=\(priority) in the unit or grant CAP_SYS_NICE"
        case .pinningRefused(let thread, let processors, let code):
            "thread \(thread): pinning to processors \(processors) refused: \(Self.text(code)); "
                + "name processors that this machine has and the unit allows"
        case .memoryNotLocked(let code):
            "memory is not locked: \(Self.text(code)); set LimitMEMLOCK=infinity in the unit"
        }
    }

    private static func text(_ code: Int32) -> String { unsafe String(cString: strerror(code)) }
}

/// A POSIX thread of its own, for work that must not wait for anything else.
///
/// The body starts only after name, pinning and priority were tried. Ends when the body returns;
/// ``join()`` waits for that.
public final class RealTimeThread: Sendable {
    private let handle: UInt

    /// What was refused; the thread runs all the same.
    public let warnings: [SchedulingWarning]

    /// Starts `body` on a new thread.
    public init(
        _ plan: ThreadPlan,
        body: @escaping @Sendable () -> Void
    ) throws(SystemError) {
        let start = ThreadStart(plan: plan, body: body)
        let context = unsafe Unmanaged.passRetained(start)
        var made: UInt = 0
        let code = unsafe clinux_thread_start(
            { context in
                guard let context = unsafe context else { return nil }
                let start = unsafe Unmanaged<ThreadStart>.fromOpaque(context).takeRetainedValue()
                start.run()
                return nil
            },
            context.toOpaque(),
            plan.stackByteCount,
            &made
        )
        guard code == 0 else {
            unsafe context.release()
            throw SystemError(call: "pthread_create", subject: plan.name, code: code)
        }
        start.isReady.wait()
        handle = made
        warnings = start.warnings
    }

    /// Waits until the body has returned; call once.
    public func join() { _ = clinux_thread_join(handle) }
}

/// Carries the body to the new thread and the warnings back.
private final class ThreadStart: @unchecked Sendable {
    // `warnings` is written before `isReady` is posted and read after it was waited for.
    let plan: ThreadPlan
    let body: @Sendable () -> Void
    let isReady = Semaphore()
    var warnings: [SchedulingWarning] = []

    init(plan: ThreadPlan, body: @escaping @Sendable () -> Void) {
        self.plan = plan
        self.body = body
    }

    func run() {
        _ = unsafe clinux_thread_set_name(
            String(decoding: plan.name.utf8.prefix(15), as: UTF8.self)
        )
        if !plan.processors.isEmpty {
            let mask = plan.processors.reduce(UInt64(0)) { $0 | 1 << UInt64($1) }
            let code = clinux_thread_set_processors(mask)
            if code != 0 {
                warnings.append(
                    .pinningRefused(thread: plan.name, processors: plan.processors, code: code)
                )
            }
        }
        // Giving way needs no right, so that it is never refused.
        if plan.isBackground { _ = clinux_thread_set_background() }
        if let priority = plan.fifoPriority {
            let code = clinux_thread_set_fifo(Int32(priority))
            if code != 0 {
                warnings.append(
                    .fifoRefused(thread: plan.name, priority: priority, code: code)
                )
            }
        }
        isReady.post()
        body()
    }
}

/// Keeps the process's pages in memory.
public enum MemoryLock {
    /// Locks every page as it is first touched, now and later; returns what was refused.
    public static func lockAll() -> SchedulingWarning? {
        let code = clinux_lock_memory()
        return code == 0 ? nil : .memoryNotLocked(code: code)
    }
}
