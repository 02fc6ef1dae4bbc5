internal import Synchronization

/// Something the actuation thread wants known; the station turns it into records and alarms.
public enum ActuationEvent: Sendable, Equatable {
    /// No verdict ever came for this blister: to be recorded as rejected, `unseen`.
    case absent(cycle: Int, lane: Int)
    /// An accept that did not become a pass; the record is to be amended.
    case overruled(cycle: Int, lane: Int, Overruling)
    /// A rejected blister did not arrive in the chute.
    case unconfirmed(cycle: Int, lane: Int)
    /// A rejected blister was seen in the chute; the sensor cannot tell the lanes of a cycle apart.
    case confirmed(cycle: Int, lane: Int)
    /// An alarm was latched.
    case alarm(Alarm)
    /// Somebody pressed acknowledge.
    case acknowledged
}

/// Why an accept did not become a pass.
public enum Overruling: UInt8, Sendable, CaseIterable {
    /// The pin would have moved after its time; recorded as `late`.
    case missedWindow
    /// Cycle edges or ticks were lost while the blister was under way; recorded as `unseen`.
    case distrusted
    /// A second verdict came; recorded as `doubled`.
    case doubled
}

/// Bounded queue of events from the actuation thread to one reader; full, it drops and counts.
///
/// Nothing locks or allocates. `append` by the actuation thread, `next` by one other thread.
public final class ActuationJournal: Sendable {
    /// Events that wait at most.
    public static let capacity = 4096

    private let words: InlineArray<4096, Atomic<UInt64>>
    private let end = Atomic<Int>(0)
    private let start = Atomic<Int>(0)
    private let droppedCount = Atomic<Int>(0)

    /// Makes an empty journal.
    public init() {
        words = InlineArray { _ in Atomic(0) }
    }

    /// Events that found the journal full.
    public var dropped: Int { droppedCount.load(ordering: .relaxed) }

    func append(_ event: ActuationEvent) {
        let index = end.load(ordering: .relaxed)
        guard index - start.load(ordering: .acquiring) < Self.capacity else {
            droppedCount.wrappingAdd(1, ordering: .relaxed)
            return
        }
        words[index % Self.capacity].store(event.word, ordering: .relaxed)
        end.store(index + 1, ordering: .releasing)
    }

    /// The oldest event that was not taken yet.
    public func next() -> ActuationEvent? {
        let index = start.load(ordering: .relaxed)
        guard index < end.load(ordering: .acquiring) else { return nil }
        let word = words[index % Self.capacity].load(ordering: .relaxed)
        start.store(index + 1, ordering: .releasing)
        return ActuationEvent(word: word)
    }
}

// Bits 0...3 kind, 4...7 lane, 8...15 detail, 16... cycle.
extension ActuationEvent {
    var word: UInt64 {
        func packed(_ kind: UInt64, _ cycle: Int, _ lane: Int, _ detail: UInt8) -> UInt64 {
            kind | UInt64(lane) << 4 | UInt64(detail) << 8 | UInt64(cycle) << 16
        }
        switch self {
        case .absent(let cycle, let lane): return packed(0, cycle, lane, 0)
        case .overruled(let cycle, let lane, let cause):
            return packed(1, cycle, lane, cause.rawValue)
        case .unconfirmed(let cycle, let lane): return packed(2, cycle, lane, 0)
        case .alarm(let alarm): return packed(3, 0, 0, alarm.rawValue)
        case .acknowledged: return packed(4, 0, 0, 0)
        case .confirmed(let cycle, let lane): return packed(5, cycle, lane, 0)
        }
    }

    init?(word: UInt64) {
        let cycle = Int(word >> 16)
        let lane = Int(word >> 4 & 15)
        let detail = UInt8(truncatingIfNeeded: word >> 8)
        switch word & 15 {
        case 0: self = .absent(cycle: cycle, lane: lane)
        case 1:
            guard let cause = Overruling(rawValue: detail) else { return nil }
            self = .overruled(cycle: cycle, lane: lane, cause)
        case 2: self = .unconfirmed(cycle: cycle, lane: lane)
        case 3:
            guard let alarm = Alarm(rawValue: detail) else { return nil }
            self = .alarm(alarm)
        case 4: self = .acknowledged
        case 5: self = .confirmed(cycle: cycle, lane: lane)
        default: return nil
        }
    }
}
