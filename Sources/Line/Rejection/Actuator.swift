/// What the rest of the station says to the actuator in one round.
public struct ActuationInputs: Sendable, Equatable {
    /// Count of blisters whose way ended, records included; `heartbeat` follows it.
    public var progress: Int
    /// The station is healthy and watching.
    public var isHealthy: Bool
    /// The camera is gone or silent.
    public var isCameraLost: Bool

    /// Makes inputs.
    public init(progress: Int, isHealthy: Bool, isCameraLost: Bool) {
        self.progress = progress
        self.isHealthy = isHealthy
        self.isCameraLost = isCameraLost
    }
}

/// Turns edges and time into pin levels: the only place that lets a blister pass.
///
/// A pure state machine: no clock, no pins, no thread of its own. Feed it edges in order of time
/// through ``handle(_:)``, then ask ``levels(atNanoseconds:inputs:)`` what the pins must show.
/// Whatever the order of events, a lane passes only while its blister is at the station and has
/// exactly one verdict, which came in time and is accept. Nothing allocates. Actuation thread only.
public struct Actuator: Sendable {
    let settings: RejectionSettings
    let register: ShiftRegister
    let journal: ActuationJournal
    let counts: RejectionCounts
    let cycleHistory: CountHistory
    let tickHistory: CountHistory

    var encoder: EncoderCounter
    var cycleCount = 0
    var lastCycleNanoseconds: Int64?
    var lastCycleTicks: Int?
    var nextCycle = 0
    var pending: (cycle: Int, due: Int, time: Int64)?
    var gate = StationGate()
    // Blisters under way before this cycle have lost their count; they reject.
    var distrustedEnd = 0
    var closedEnd = 0
    var board: AlarmBoard
    var watch: ConfirmationWatch?
    var lineSequences: InlineArray<5, UInt32> = InlineArray(repeating: 0)
    var toggle = false
    private var heartbeat = false
    private var heartbeatProgress = 0
    private var heartbeatNanoseconds = Int64.min
    private(set) var isStopped = false

    /// Cycles after which a verdict that has not come is counted as absent.
    public static let graceCycles = 64

    /// Makes an actuator at rest; traps when the settings are not valid or do not fit the register.
    public init(
        settings: RejectionSettings,
        register: ShiftRegister,
        journal: ActuationJournal,
        counts: RejectionCounts,
        cycleHistory: CountHistory,
        tickHistory: CountHistory
    ) {
        precondition((try? settings.validate()) != nil && register.lanes == settings.lanes)
        self.settings = settings
        self.register = register
        self.journal = journal
        self.counts = counts
        self.cycleHistory = cycleHistory
        self.tickHistory = tickHistory
        encoder = EncoderCounter(kind: settings.encoder)
        board = AlarmBoard(rules: settings.alarms)
        watch = settings.confirmation.map { ConfirmationWatch(window: $0) }
    }

    /// Takes one edge; edges come in order of time.
    public mutating func handle(_ edge: PinEdge) {
        guard !isStopped else { return }
        runTimers(until: edge.timestampNanoseconds)
        noteSequence(edge)
        switch edge.pin {
        case .cycle where edge.isRising:
            countCycle(at: edge.timestampNanoseconds)
        case .encoderA, .encoderB:
            countTick(edge)
        case .rejectConfirm where edge.isRising:
            confirm(at: edge.timestampNanoseconds)
        case .acknowledge where edge.isRising:
            board.acknowledge()
            journal.append(.acknowledged)
        case .cycle, .rejectConfirm, .acknowledge:
            break
        }
    }

    /// What the outputs must show at `now`; true is active.
    public mutating func levels(
        atNanoseconds now: Int64,
        inputs: ActuationInputs
    ) -> OutputLevels {
        guard !isStopped else { return stoppedLevels }
        runTimers(until: now)
        rejectDoubled()
        if inputs.isCameraLost { raise(.cameraLost) }
        beat(at: now, progress: inputs.progress)
        var levels = rejectLevels
        gate.show()
        if inputs.isHealthy && !inputs.isCameraLost && !board.isActive { levels.insert(.ready) }
        if board.isActive { levels.insert(.alarm) }
        if heartbeat { levels.insert(.heartbeat) }
        if toggle { levels.insert(.resultToggle) }
        return levels
    }

    /// When time alone may change the levels next; nil when only an edge can.
    public var deadlineNanoseconds: Int64? {
        var earliest = Int64.max
        if gate.isOpen { earliest = min(earliest, gate.endNanoseconds) }
        if let pending { earliest = min(earliest, pending.time) }
        if case .nanoseconds = settings.distance, case .at(let due) = register.due(nextCycle) {
            earliest = min(earliest, Int64(due))
        }
        if let deadline = watch?.deadline { earliest = min(earliest, deadline) }
        return earliest == .max ? nil : earliest
    }

    /// Ends actuation: every lane rejects from now on, and all that is under way is accounted.
    ///
    /// - Returns: the levels to leave the pins at.
    public mutating func stop() -> OutputLevels {
        shutGate()
        if let pending { arrive(pending.cycle, accepts: false) }
        pending = nil
        while nextCycle < register.announced {
            arrive(nextCycle, accepts: false)
            nextCycle += 1
        }
        closeCycles(before: nextCycle)
        isStopped = true
        return stoppedLevels
    }

    /// Machine cycles counted so far.
    public var cycles: Int { cycleCount }
    /// Encoder ticks counted so far.
    public var ticks: Int { encoder.ticks }
    /// Whether `alarm` is latched.
    public func isLatched(_ alarm: Alarm) -> Bool { board.isLatched(alarm) }
    /// Cycle at the reject station; nil before the first.
    public var cycleAtStation: Int? { gate.cycle }
    /// Whether `lane` may pass now.
    public func passes(lane: Int) -> Bool { !isStopped && gate.passes(lane: lane) }

    mutating func raise(_ alarm: Alarm) {
        if board.latch(alarm) { journal.append(.alarm(alarm)) }
    }

    private mutating func beat(at now: Int64, progress: Int) {
        guard progress != heartbeatProgress else { return }
        let isFirst = heartbeatNanoseconds == .min
        guard isFirst || now - heartbeatNanoseconds >= settings.heartbeatNanosecondsMin else {
            return
        }
        heartbeatProgress = progress
        heartbeatNanoseconds = now
        heartbeat.toggle()
    }

    private var stoppedLevels: OutputLevels {
        guard settings.energise == .toReject else { return [] }
        return everyRejectPin
    }
}
