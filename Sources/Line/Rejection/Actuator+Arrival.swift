extension Actuator {
    /// Lets time pass: ends passes, applies delayed verdicts, moves time-counted blisters on.
    mutating func runTimers(until now: Int64) {
        if let pending, pending.time <= now { applyPending() }
        if case .nanoseconds = settings.distance { moveOn(count: Int(now), at: now) }
        if gate.endNanoseconds <= now { shutGate() }
        while let miss = watch?.miss(before: now) {
            counts.add(.unconfirmed)
            journal.append(.unconfirmed(cycle: miss.cycle, lane: miss.lane))
            raise(.unconfirmedReject)
        }
    }

    /// Brings every announced blister with a due count up to `count` to the station.
    mutating func moveOn(count: Int, at time: Int64) {
        while true {
            switch register.due(nextCycle) {
            case .unknown:
                return
            case .skipped:
                shutGate()
                arrive(nextCycle, accepts: false)
            case .at(let due):
                guard due <= count else { return }
                if pending != nil { applyPending() }
                var time = time
                if case .nanoseconds = settings.distance { time = Int64(due) }
                if settings.delayNanoseconds > 0 {
                    // The register keeps the window open until the delay is over.
                    pending = (nextCycle, due, time + settings.delayNanoseconds)
                } else {
                    apply(nextCycle, due: due, at: time)
                }
            }
            nextCycle += 1
        }
    }

    mutating func applyPending() {
        guard let blister = pending else { return }
        pending = nil
        apply(blister.cycle, due: blister.due, at: blister.time)
    }

    /// Ends the pass of the blister at the station, and accounts passes nobody could have seen.
    mutating func shutGate() {
        let missed = gate.shut()
        guard missed != 0, let cycle = gate.cycle else { return }
        for lane in 0..<settings.lanes where missed & (1 << UInt8(lane)) != 0 {
            overrule(cycle: cycle, lane: lane, .missedWindow)
        }
    }

    private mutating func apply(_ cycle: Int, due: Int, at time: Int64) {
        shutGate()
        let accepted = arrive(cycle, accepts: true)
        var end = Int64.max
        var dueTicks: Int?
        switch settings.distance {
        case .cycles: break
        case .ticks: dueTicks = due
        case .nanoseconds(_, let pitch): end = Int64(due) + pitch
        }
        if settings.pulseNanoseconds > 0 { end = min(end, time + settings.pulseNanoseconds) }
        gate.open(cycle: cycle, accepted: accepted, until: end, dueTicks: dueTicks)
        toggle.toggle()
        expectConfirmation(cycle: cycle, accepted: accepted, at: time)
        closeCycles(before: cycle - Self.graceCycles)
    }

    private mutating func expectConfirmation(cycle: Int, accepted: UInt8, at time: Int64) {
        for lane in 0..<settings.lanes where accepted & (1 << UInt8(lane)) == 0 {
            if watch?.expect(cycle: cycle, lane: lane, at: time) == false {
                counts.add(.unconfirmed)
                raise(.unconfirmedReject)
            }
            // One sensor sees all lanes of a cycle.
            return
        }
    }

    /// Takes what the register holds for every lane of `cycle`.
    ///
    /// - Returns: one bit per lane that may pass.
    @discardableResult
    mutating func arrive(_ cycle: Int, accepts: Bool) -> UInt8 {
        var accepted: UInt8 = 0
        for lane in 0..<settings.lanes {
            let arrival = register.arrive(cycle: cycle, lane: lane)
            var passes = false
            switch arrival {
            case .accept:
                counts.add(.passed)
                passes = accepts && cycle >= distrustedEnd
                if !passes { overrule(cycle: cycle, lane: lane, .distrusted) }
            case .reject: counts.add(.rejected)
            case .absent: counts.add(.late)
            case .doubled: counts.add(.doubled)
            }
            if passes { accepted |= 1 << UInt8(lane) }
            // Rejects that somebody ordered say nothing about the product.
            guard arrival != .reject || !register.isSetApart(cycle: cycle, lane: lane) else {
                continue
            }
            let raised = board.count(
                lane: lane,
                isReject: !passes,
                isLate: arrival == .absent
            )
            for index in raised.indices {
                if let alarm = raised[index] { journal.append(.alarm(alarm)) }
            }
        }
        register.advance(past: cycle)
        counts.add(.cycles)
        return accepted
    }

    /// Reports blisters whose verdict never came.
    mutating func closeCycles(before end: Int) {
        while closedEnd < end {
            for lane in 0..<settings.lanes where register.close(cycle: closedEnd, lane: lane) {
                counts.add(.absent)
                journal.append(.absent(cycle: closedEnd, lane: lane))
            }
            closedEnd += 1
        }
    }
}
