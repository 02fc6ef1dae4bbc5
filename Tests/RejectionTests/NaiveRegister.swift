@testable import Rejection

/// The shift register as one would explain it: a table that forgets nothing.
struct NaiveRegister {
    struct Blister: Hashable {
        let cycle: Int
        let lane: Int
    }

    private struct Entry {
        var verdicts: [Bool] = []
        var hasArrived = false
        var isClosed = false
    }

    private var entries: [Blister: Entry] = [:]
    private var nextArrival = 0

    mutating func file(cycle: Int, lane: Int, isAccept: Bool) -> Filing {
        guard cycle < nextArrival + ShiftRegister.cyclesAheadMax else { return .tooFarAhead }
        let blister = Blister(cycle: cycle, lane: lane)
        var entry = entries[blister, default: Entry()]
        defer { entries[blister] = entry }
        entry.verdicts.append(isAccept)
        if entry.verdicts.count > 1 { return entry.hasArrived ? .doubledAfterArrival : .doubled }
        if entry.isClosed { return .closed }
        return entry.hasArrived ? .late : .timely
    }

    mutating func arrive(cycle: Int, lane: Int) -> Arrival {
        let blister = Blister(cycle: cycle, lane: lane)
        entries[blister, default: Entry()].hasArrived = true
        nextArrival = cycle + 1
        return state(blister)
    }

    mutating func close(cycle: Int, lane: Int) -> Bool {
        let blister = Blister(cycle: cycle, lane: lane)
        guard var entry = entries[blister], entry.hasArrived else { return false }
        guard entry.verdicts.isEmpty, !entry.isClosed else { return false }
        entry.isClosed = true
        entries[blister] = entry
        return true
    }

    private func state(_ blister: Blister) -> Arrival {
        let verdicts = entries[blister]?.verdicts ?? []
        return switch verdicts.count {
        case 0: .absent
        case 1: verdicts[0] ? .accept : .reject
        default: .doubled
        }
    }
}
