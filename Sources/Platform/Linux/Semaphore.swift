internal import CLinux
internal import Glibc

/// A counting semaphore of the C library: what a real-time thread waits on and posts to.
///
/// Thread-safe; no call allocates, `post` never blocks.
@safe public final class Semaphore: @unchecked Sendable {
    // sem_t is built for use from many threads, which is why `@unchecked Sendable` holds.
    private let raw: UnsafeMutablePointer<sem_t>

    /// Makes a semaphore that holds `count` posts.
    public init(count: Int = 0) {
        guard let made = unsafe clinux_semaphore_make(UInt32(count)) else {
            preconditionFailure("a semaphore needs 32 bytes of memory")
        }
        unsafe raw = made
    }

    deinit { unsafe clinux_semaphore_free(raw) }

    /// Adds one post and wakes one waiter.
    public func post() { unsafe sem_post(raw) }

    /// Waits for a post and takes it.
    public func wait() {
        while unsafe sem_wait(raw) != 0 {}
    }

    /// Takes a post if there is one.
    public func tryWait() -> Bool { unsafe sem_trywait(raw) == 0 }

    /// Waits for a post at most until the monotonic time `deadlineNanoseconds`.
    ///
    /// - Returns: whether a post was taken.
    public func wait(untilNanoseconds deadlineNanoseconds: Int64) -> Bool {
        while true {
            let code = unsafe clinux_semaphore_wait_until(raw, deadlineNanoseconds)
            if code != EINTR { return code == 0 }
        }
    }

    /// Waits for a post at most `timeoutNanoseconds` long.
    ///
    /// - Returns: whether a post was taken.
    public func wait(timeoutNanoseconds: Int64) -> Bool {
        wait(untilNanoseconds: clinux_monotonic_nanoseconds() + max(0, timeoutNanoseconds))
    }
}
