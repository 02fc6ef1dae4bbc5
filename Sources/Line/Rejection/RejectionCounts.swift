internal import Synchronization

/// What the actuation thread counts.
public enum RejectionCount: Int, Sendable, CaseIterable {
    /// Cycles that reached the reject station.
    case cycles
    /// Blisters that passed.
    case passed
    /// Blisters with one timely reject.
    case rejected
    /// Blisters without a verdict when they reached the station.
    case late
    /// Blisters whose verdict never came.
    case absent
    /// Blisters with two verdicts.
    case doubled
    /// Accepts overruled because edges or ticks were lost.
    case distrusted
    /// Accepts whose pulse would have come after its time.
    case missedWindows
    /// Rejects seen in the chute.
    case confirmed
    /// Rejects not seen in the chute in time.
    case unconfirmed
    /// Chute edges without a reject.
    case unexpectedConfirmations
    /// Cycle edges ignored as bounce.
    case bounces
    /// Input edges the kernel or the encoder lost.
    case lostEdges
    /// Cycles whose tick distance was off.
    case tickMismatches
}

/// Counts published for other threads.
public final class RejectionCounts: Sendable {
    private let values: InlineArray<16, Atomic<Int>>

    /// Makes counts of zero.
    public init() {
        values = InlineArray { _ in Atomic(0) }
    }

    /// The count since start; any thread.
    public subscript(_ count: RejectionCount) -> Int {
        values[count.rawValue].load(ordering: .relaxed)
    }

    func add(_ count: RejectionCount, _ step: Int = 1) {
        values[count.rawValue].wrappingAdd(step, ordering: .relaxed)
    }
}
