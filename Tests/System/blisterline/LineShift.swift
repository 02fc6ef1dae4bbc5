internal import Station

/// One shift at the line: what happens to the machine and the daemon, in order.
struct LineShift {
    private static let readyWithinSeconds = 60.0
    /// Cycles a daemon may take to be READY again after the camera is back.
    private static let recoveryCycleCount = 4

    private let wiring: Wiring
    private let daemon: Daemon
    private let report: TestReport
    private let chip: SimulatedChip
    private let camera: LoopbackCamera
    private let machine: Machine

    init(recording: Recording, wiring: Wiring, daemon: Daemon, report: TestReport) throws {
        self.wiring = wiring
        self.daemon = daemon
        self.report = report
        chip = try SimulatedChip(lineCount: wiring.lineCount, names: wiring.lineNames)
        guard chip.node == wiring.chip else {
            throw MachineError.wiring(
                reason: "the simulated chip is \(chip.node), the pins are on \(wiring.chip)",
                cure: "set pins.chip"
            )
        }
        for pin in wiring.rejectPins where !wiring.passLevel(of: pin) {
            try chip.pull(offset: pin.offset, up: true)
        }
        camera = LoopbackCamera(
            node: wiring.camera.device,
            width: wiring.camera.width,
            rowsPerChunk: wiring.camera.rowsPerChunk
        )
        machine = Machine(
            recording: recording,
            wiring: wiring,
            chip: chip,
            camera: camera,
            report: report
        )
    }

    func work() throws {
        let needed = 30 + 2 * wiring.delayCycles
        guard machine.cycleCount >= needed else {
            throw MachineError.wiring(
                reason: "the set has \(machine.cycleCount) cycles",
                cure: "make it with at least \(needed)"
            )
        }
        try camera.plugIn()
        report.claim(try machine.rejectsEverything(), "without a daemon the pin reads reject")
        try start(atCycle: 0)
        try machine.play(0..<wiring.delayCycles)
        let unchanged = machine.unchangedToggleCount
        try machine.play(wiring.delayCycles..<8)
        report.claim(
            machine.unchangedToggleCount == unchanged,
            "result_toggle changes with every verdict"
        )
        report.claim(machine.heartbeatLevels.count == 2, "the heartbeat beats")
        report.claim(try !machine.isHigh("alarm"), "no alarm while every reject is confirmed")
        var next = try unconfirmedReject(from: 8)
        next = try cameraAwayAndBack(from: next)
        next = try killWhilePassing(from: next)
        try restart(from: next)
        try chip.remove()
    }

    private func start(atCycle cycle: Int) throws {
        try daemon.start()
        let isReady = try machine.idle(upToSeconds: Self.readyWithinSeconds) {
            try daemon.isRunning && machine.isHigh("ready")
        }
        guard isReady else {
            throw MachineError.daemon(reason: "not READY within \(Self.readyWithinSeconds) s")
        }
        report.claim(
            try machine.rejectsEverything(),
            "READY and no blister yet: the pin reads reject"
        )
        machine.startMoving(beforeCycle: cycle)
    }

    private func unconfirmedReject(from first: Int) throws -> Int {
        guard wiring.confirmWithinMilliseconds != nil else { return first }
        var next = first
        while next < first + 8 {
            try machine.play(next..<next + 1, withheld: 1)
            next += 1
            if try machine.isHigh("alarm") { break }
        }
        report.claim(
            try machine.isHigh("alarm"),
            "a reject that never reached the chute raises the alarm"
        )
        try machine.acknowledge()
        try machine.play(next..<next + 1)
        report.claim(try !machine.isHigh("alarm"), "the alarm ends when it is acknowledged")
        return next + 1
    }

    private func cameraAwayAndBack(from first: Int) throws -> Int {
        let away = first..<first + 5
        report.say("machine: the camera falls away before cycle \(away.lowerBound)")
        machine.loseCamera()
        try machine.play(away)
        report.claim(try !machine.isHigh("ready"), "READY drops while the camera is away")
        report.claim(try machine.isHigh("alarm"), "a lost camera raises the alarm")
        report.say("machine: the camera is back before cycle \(away.upperBound)")
        try machine.regainCamera()
        var next = away.upperBound
        let limit = next + Self.recoveryCycleCount
        while next < limit {
            try machine.play(next..<next + 1)
            next += 1
            try machine.acknowledge()
            if try machine.isHigh("ready") { break }
        }
        report.claim(try machine.isHigh("ready"), "READY returns with the camera")
        let settled = next + wiring.delayCycles + 4
        try machine.play(next..<settled)
        return settled
    }

    private func killWhilePassing(from first: Int) throws -> Int {
        var next = first
        repeat {
            try machine.play(next..<next + 1)
            next += 1
        } while try machine.rejectsEverything() && next < first + 6
        report.claim(try !machine.rejectsEverything(), "before SIGKILL the pin reads accept")
        daemon.kill()
        report.claim(try machine.rejectsEverything(), "after SIGKILL the pin reads reject")
        try machine.standStill()
        return next
    }

    private func restart(from next: Int) throws {
        report.say("machine: the daemon starts again before cycle \(next)")
        try start(atCycle: next)
        try machine.play(next..<machine.cycleCount)
        let status = daemon.terminate(withinSeconds: 15)
        report.claim(status == 0, "SIGTERM ends the daemon with status 0")
        report.claim(try machine.rejectsEverything(), "after SIGTERM the pin reads reject")
    }
}
