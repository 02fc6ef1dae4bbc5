extension Actuator {
    /// The reject pins, as the gate stands.
    var rejectLevels: OutputLevels {
        var levels: OutputLevels = []
        var allPass = true
        for lane in 0..<settings.lanes {
            let passes = gate.passes(lane: lane)
            allPass = allPass && passes
            if isEnergised(passes: passes) { levels.insert(.rejectLane(lane)) }
        }
        if isEnergised(passes: allPass) { levels.insert(.reject) }
        return levels
    }

    var everyRejectPin: OutputLevels {
        (0..<settings.lanes).reduce(into: .reject) { $0.insert(.rejectLane($1)) }
    }

    private func isEnergised(passes: Bool) -> Bool {
        settings.energise == .toPass ? passes : !passes
    }

    /// Rejects a blister at the station that got a second verdict.
    mutating func rejectDoubled() {
        guard let cycle = gate.cycle, gate.isOpen else { return }
        for lane in 0..<settings.lanes where gate.passes(lane: lane) {
            guard register.state(cycle: cycle, lane: lane) == .doubled else { continue }
            gate.close(lane: lane)
            overrule(cycle: cycle, lane: lane, .doubled)
        }
    }

    /// Turns a counted pass into a reject.
    mutating func overrule(cycle: Int, lane: Int, _ cause: Overruling) {
        counts.add(.passed, -1)
        switch cause {
        case .missedWindow: counts.add(.missedWindows)
        case .distrusted: counts.add(.distrusted)
        case .doubled: counts.add(.doubled)
        }
        journal.append(.overruled(cycle: cycle, lane: lane, cause))
    }
}
