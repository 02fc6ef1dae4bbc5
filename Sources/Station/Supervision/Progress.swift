public import Synchronization

/// Counters that prove end-to-end progress.
///
/// Thread-safe and wait-free.
public final class Progress: Sendable {
    /// Blisters and probes that left inspection.
    public let inspected = Atomic<Int>(0)
    /// Rounds of the actuation thread.
    public let actuated = Atomic<Int>(0)

    /// Starts both at 0.
    public init() {}
}
