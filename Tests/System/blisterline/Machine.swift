internal import Foundation
internal import Station

/// The blister machine: web, camera, cycle trigger, reject gate and chute, played in real time.
///
/// The web position in rows is the only clock: a chunk is written when its last row has passed, the
/// cycle line rises when a cycle's first row passes. The gate acts on what the reject pin says, and
/// the chute's sensor answers only to the gate.
final class Machine {
    /// Places inside a cycle, as fractions of the pitch. Edges of gpio-sim come up to one 10 ms
    /// kernel tick late, so nothing is read close to an edge.
    private enum Place {
        static let triggerEnd = 0.08
        static let gate = 0.35
        static let chute = 0.50
        static let chuteEnd = 0.56
        static let secondLook = 0.90
    }

    private let recording: Recording
    private let wiring: Wiring
    private let chip: SimulatedChip
    private let camera: LoopbackCamera
    private let report: TestReport

    /// Rows that have passed the camera.
    private(set) var row = 0
    /// First row that is not yet in a written chunk.
    private var unwrittenRow = 0
    private var zero = ContinuousClock.now
    private var lost: [Range<Int>] = []
    private var isReadyAtCycle: [Bool] = []
    private var blindBeforeCycle = 0
    private var firstLook: [Bool] = []
    private var toggleLevel: Bool?
    /// Cycles after which `result_toggle` had not changed.
    private(set) var unchangedToggleCount = 0
    /// Levels of `heartbeat` that were seen.
    private(set) var heartbeatLevels: Set<Bool> = []
    private var withheldCount = 0

    init(
        recording: Recording,
        wiring: Wiring,
        chip: SimulatedChip,
        camera: LoopbackCamera,
        report: TestReport
    ) {
        self.recording = recording
        self.wiring = wiring
        self.chip = chip
        self.camera = camera
        self.report = report
    }

    var cycleCount: Int { recording.cycleRows.count }

    func isHigh(_ name: String) throws -> Bool {
        let pin = try wiring.pin(name)
        return try chip.level(offset: pin.offset) != pin.isActiveLow
    }

    /// Whether every reject pin says reject now.
    func rejectsEverything() throws -> Bool {
        try wiring.rejectPins.allSatisfy {
            try chip.level(offset: $0.offset) != wiring.passLevel(of: $0)
        }
    }

    /// Presses and releases the operator's button.
    func acknowledge() throws {
        try pulse("acknowledge", milliseconds: 100)
    }

    /// Web before the first blister, again and again, until `isDone`; false when `seconds` ran out.
    func idle(upToSeconds seconds: Double, until isDone: () throws -> Bool) throws -> Bool {
        let rowsPerChunk = wiring.camera.rowsPerChunk
        let blank = recording.pixels[0..<recording.width]
        let leader = ArraySlice((0..<rowsPerChunk).flatMap { _ in blank })
        let pause = Double(rowsPerChunk) / wiring.camera.rowRateHertz
        let end = ContinuousClock.now + .seconds(seconds)
        while try !isDone() {
            guard ContinuousClock.now < end else { return false }
            try camera.write(leader)
            Thread.sleep(forTimeInterval: pause)
        }
        return true
    }

    /// The web starts to move at `row`; what passed before was seen by nobody who runs now.
    func startMoving(beforeCycle cycle: Int) {
        row = max(row, recording.cycleRows[cycle] - wiring.camera.rowsPerChunk)
        unwrittenRow = row
        zero = ContinuousClock.now - seconds(ofRows: row)
        blindBeforeCycle = cycle
    }

    /// The camera falls away: rows pass unseen from here on.
    func loseCamera() {
        camera.unplug()
    }

    /// The camera is there again; what passed meanwhile is lost.
    func regainCamera() throws {
        try camera.plugIn()
        lost.append(unwrittenRow..<row)
        unwrittenRow = row
    }

    /// Plays whole cycles; `withheld` leaves out the chute's answer to that many rejects.
    func play(_ cycles: Range<Int>, withheld: Int = 0) throws {
        withheldCount = withheld
        for cycle in cycles {
            try play(cycle: cycle)
        }
    }

    private func play(cycle: Int) throws {
        let first = recording.cycleRows[cycle]
        let isLast = cycle + 1 == cycleCount
        let next = isLast ? recording.rowCount : recording.cycleRows[cycle + 1]
        func place(_ fraction: Double) -> Int { first + Int(fraction * Double(next - first)) }
        try advance(to: first)
        while isReadyAtCycle.count <= cycle { isReadyAtCycle.append(false) }
        isReadyAtCycle[cycle] = try isHigh("ready")
        try set("cycle", true)
        try advance(to: place(Place.triggerEnd))
        try set("cycle", false)
        try advance(to: place(Place.gate))
        firstLook = try readRejectPins()
        try advance(to: place(Place.chute))
        if firstLook.contains(false) {
            if withheldCount > 0 {
                withheldCount -= 1
                report.say("machine: the chute's sensor keeps silent about cycle \(cycle)")
            } else {
                try set("reject_confirm", true)
                try advance(to: place(Place.chuteEnd))
                try set("reject_confirm", false)
            }
        }
        try advance(to: place(Place.secondLook))
        try compare(cycle: cycle)
        try watchSignsOfLife()
        try advance(to: next)
    }

    private func watchSignsOfLife() throws {
        let level = try isHigh("result_toggle")
        if toggleLevel == level { unchangedToggleCount += 1 }
        toggleLevel = level
    }

    private func compare(cycle: Int) throws {
        let secondLook = try readRejectPins()
        let blister = cycle - wiring.delayCycles
        for (index, pin) in wiring.rejectPins.enumerated() {
            report.compare(
                cycle: cycle,
                blister: blister >= 0 ? blister : nil,
                pin: pin.name,
                expectation: expectation(blister: blister, rejectPin: index),
                early: firstLook[index],
                late: secondLook[index]
            )
        }
    }

    /// What the pin must say about `blister` given what the camera and this daemon could see.
    func expectation(blister: Int, rejectPin: Int) -> Expectation {
        guard blister >= 0 else { return .unseen(why: "before the first cycle") }
        guard blister >= blindBeforeCycle else { return .unseen(why: "passed before the start") }
        let first = recording.cycleRows[blister]
        let next = blister + 1 < cycleCount ? recording.cycleRows[blister + 1] : recording.rowCount
        let lanes = wiring.lanes(ofRejectPin: rejectPin, laneCount: recording.truth[blister].count)
        let kinds = lanes.flatMap { recording.truth[blister][$0] }
        var losses = lost
        if !camera.isPluggedIn { losses.append(unwrittenRow..<Int.max) }
        // Between blisters, a fifth of the pitch at most, lost rows may or may not matter.
        let core = first..<(next - (next - first) / 5)
        if losses.contains(where: { $0.overlaps(core) }) { return .unseen(why: "camera away") }
        let surroundings = max(0, first - (next - first) / 5)..<next
        let isTouched = losses.contains { $0.overlaps(surroundings) }
        return isTouched || !isReadyAtCycle[blister]
            ? .recovering(kinds: kinds) : .truth(kinds: kinds)
    }

    private func advance(to target: Int) throws {
        while row < target {
            let chunkEnd = unwrittenRow + wiring.camera.rowsPerChunk
            let stop = camera.isPluggedIn ? min(target, chunkEnd) : target
            let remaining = zero + seconds(ofRows: stop) - ContinuousClock.now
            if remaining > .zero { Thread.sleep(forTimeInterval: remaining / .seconds(1)) }
            heartbeatLevels.insert(try isHigh("heartbeat"))
            row = stop
            if camera.isPluggedIn, row == chunkEnd { try writePassedRows() }
        }
    }

    /// The web stands still: the camera hands out what it has as a short chunk.
    func standStill() throws {
        guard camera.isPluggedIn, unwrittenRow < row else { return }
        try writePassedRows()
    }

    private func writePassedRows() throws {
        let width = recording.width
        try camera.write(recording.pixels[unwrittenRow * width..<row * width])
        unwrittenRow = row
    }

    private func readRejectPins() throws -> [Bool] {
        try wiring.rejectPins.map {
            try chip.level(offset: $0.offset) == wiring.passLevel(of: $0)
        }
    }

    private func set(_ name: String, _ isActive: Bool) throws {
        let pin = try wiring.pin(name)
        try chip.pull(offset: pin.offset, up: isActive != pin.isActiveLow)
    }

    private func pulse(_ name: String, milliseconds: Int) throws {
        try set(name, true)
        Thread.sleep(forTimeInterval: Double(milliseconds) / 1000)
        try set(name, false)
    }

    private func seconds(ofRows rows: Int) -> Duration {
        .seconds(Double(rows) / wiring.camera.rowRateHertz)
    }
}
