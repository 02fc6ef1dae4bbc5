internal import Synchronization

/// Which faults are active, and how often each was raised.
///
/// Thread-safe and wait-free: real-time threads may raise and clear. A momentary fault (a lost
/// row, a late verdict) is only counted; a lasting one (camera gone) stays until cleared.
public final class FaultBoard: Sendable {
    private final class Counter: Sendable {
        let value = Atomic<Int>(0)
    }

    private let activeBits = Atomic<UInt64>(0)
    private let counters: [Counter]

    /// An empty board.
    public init() {
        counters = Fault.allCases.map { _ in Counter() }
    }

    /// Counts `fault` without making it last.
    public func count(_ fault: Fault, times: Int = 1) {
        counters[fault.rawValue].value.add(times, ordering: .relaxed)
    }

    /// Makes `fault` last until ``clear(_:)``; counts it when it was not active before.
    public func raise(_ fault: Fault) {
        let bit = UInt64(1) << UInt64(fault.rawValue)
        let before = activeBits.bitwiseOr(bit, ordering: .acquiringAndReleasing).oldValue
        if before & bit == 0 { count(fault) }
    }

    /// Ends `fault`.
    public func clear(_ fault: Fault) {
        let bit = UInt64(1) << UInt64(fault.rawValue)
        activeBits.bitwiseAnd(~bit, ordering: .acquiringAndReleasing)
    }

    /// Raises or clears.
    public func set(_ fault: Fault, isActive: Bool) {
        if isActive { raise(fault) } else { clear(fault) }
    }

    /// The lasting faults of this moment, in declaration order.
    public var active: [Fault] {
        let bits = activeBits.load(ordering: .acquiring)
        return Fault.allCases.filter { bits & (1 << UInt64($0.rawValue)) != 0 }
    }

    /// How often `fault` was raised or counted.
    public func total(of fault: Fault) -> Int {
        counters[fault.rawValue].value.load(ordering: .relaxed)
    }
}
