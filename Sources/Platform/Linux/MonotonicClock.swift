internal import CLinux

/// The kernel's `CLOCK_MONOTONIC`, the time base of every capture, verdict and pin.
///
/// Thread-safe; no call allocates.
public enum MonotonicClock {
    /// Nanoseconds since an arbitrary moment before the process started.
    public static var nowNanoseconds: Int64 { clinux_monotonic_nanoseconds() }

    /// Nanoseconds that the calling thread has spent on a processor: what it waited for others is
    /// not in it.
    public static var threadProcessorNanoseconds: Int64 { clinux_thread_processor_nanoseconds() }

    /// Sleeps until `deadlineNanoseconds`; returns at once when that has passed.
    public static func sleep(untilNanoseconds deadlineNanoseconds: Int64) {
        while clinux_sleep_until(deadlineNanoseconds) != 0 {}
    }
}
