extension Actuator {
    /// Counts a cycle edge; with a distance in cycles it announces one blister per lane and moves
    /// the register on.
    mutating func countCycle(at time: Int64) {
        if let last = lastCycleNanoseconds, time - last < settings.cycleIntervalNanosecondsMin {
            counts.add(.bounces)
            return
        }
        checkTicksPerCycle()
        lastCycleNanoseconds = time
        lastCycleTicks = encoder.ticks
        let cycle = cycleCount
        cycleCount += 1
        cycleHistory.append(count: cycleCount, atNanoseconds: time)
        guard case .cycles(let distance) = settings.distance else { return }
        // A blister no one has announced may stand there now; the one before must not cover it.
        if pending != nil { applyPending() }
        shutGate()
        // Refused only when the register is full, which `validate` rules out.
        _ = register.announce(cycle: cycle, due: cycle + distance)
        moveOn(count: cycle, at: time)
    }

    mutating func countTick(_ edge: PinEdge) {
        let lostBefore = encoder.lostEdges
        let isA = edge.pin == .encoderA
        guard encoder.count(isA: isA, isRising: edge.isRising) else {
            counts.add(.lostEdges, encoder.lostEdges - lostBefore)
            return
        }
        tickHistory.append(count: encoder.ticks, atNanoseconds: edge.timestampNanoseconds)
        guard case .ticks(_, let pitch) = settings.distance else { return }
        moveOn(count: encoder.ticks, at: edge.timestampNanoseconds)
        // Past its pitch, or drawn back by half of one, the blister is no longer at the station.
        guard let due = gate.dueTicks else { return }
        if encoder.ticks >= due + pitch || encoder.ticks < due - pitch / 2 { shutGate() }
    }

    mutating func confirm(at time: Int64) {
        switch watch?.match(at: time) {
        case .confirmed(let cycle, let lane):
            counts.add(.confirmed)
            journal.append(.confirmed(cycle: cycle, lane: lane))
        case .unexpected, nil: counts.add(.unexpectedConfirmations)
        case .repeated: break
        }
    }

    /// Rejects everything under way when the kernel lost edges of a counting line.
    mutating func noteSequence(_ edge: PinEdge) {
        guard edge.lineSequence != 0 else { return }
        let index = edge.pin.sequenceIndex
        let step = edge.lineSequence &- lineSequences[index]
        let isKnown = lineSequences[index] != 0
        lineSequences[index] = edge.lineSequence
        guard isKnown, step > 1 else { return }
        counts.add(.lostEdges, Int(step - 1))
        switch edge.pin {
        case .cycle, .encoderA, .encoderB: distrustAll()
        case .rejectConfirm, .acknowledge: break
        }
    }

    private mutating func checkTicksPerCycle() {
        guard let rule = settings.ticksPerCycle, let last = lastCycleTicks else { return }
        guard abs(encoder.ticks - last - rule.nominal) > rule.tolerance else { return }
        counts.add(.tickMismatches)
        distrustAll()
    }

    /// Rejects the blister at the station and all that were announced.
    ///
    /// A count that lost an edge is off by one for everything between capture and station, so that
    /// a reject would fall on a good neighbour and the bad blister would pass.
    private mutating func distrustAll() {
        distrustedEnd = max(distrustedEnd, register.announced)
        shutGate()
    }
}

extension InputPin {
    var sequenceIndex: Int {
        switch self {
        case .cycle: 0
        case .encoderA: 1
        case .encoderB: 2
        case .rejectConfirm: 3
        case .acknowledge: 4
        }
    }
}
