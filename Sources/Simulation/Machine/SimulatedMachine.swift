internal import Blister

/// What the reject station of the simulated machine is like.
public struct MachineCharacter: Sendable, Equatable {
    /// Cycles from the trigger at which a blister is captured to the gate.
    public var cyclesToGate: Int
    /// When in the cycle the gate takes its decision, 0..<1 of the time to the next trigger.
    public var gatePhase = 0.5
    /// A pin that is energised lets the blister pass.
    public var isEnergisedToPass = true
    /// One reject pin and one sensor per lane instead of one for all.
    public var isPerLane = false
    /// From the gate to the sensor in the chute.
    public var fallNanoseconds: Int64 = 90_000_000
    /// Largest deviation of the fall.
    public var fallJitterNanoseconds: Int64 = 15_000_000
    /// How long the sensor sees one blister.
    public var sensorNanoseconds: Int64 = 12_000_000
    /// Length of the cycle pulse.
    public var cyclePulseNanoseconds: Int64 = 5_000_000
    /// Longest time without a change of `heartbeat` before the PLC stops the line.
    public var heartbeatNanosecondsMax: Int64 = 3_000_000_000

    /// A station `cyclesToGate` cycles behind the camera.
    public init(cyclesToGate: Int) {
        precondition(cyclesToGate >= 0)
        self.cyclesToGate = cyclesToGate
    }
}

/// A signal from the machine to the box.
public enum MachineSignal: Sendable, Equatable {
    /// Cycle trigger.
    case cycle
    /// Sensor in the reject chute of `lane`; lane 0 stands for all when they share one.
    case rejectConfirm(lane: Int)
}

/// One change of a signal.
public struct MachineEdge: Sendable, Equatable {
    /// Which signal.
    public var signal: MachineSignal
    /// From inactive to active.
    public var isRising: Bool
    /// Nanoseconds from the start of the run.
    public var nanoseconds: Int64
}

/// What the gate did with one blister.
public struct GateOutcome: Sendable, Equatable {
    /// Cycle at capture.
    public var cycle: Int
    /// Lane.
    public var lane: Int
    /// Whether it went down the chute.
    public var isRejected: Bool
    /// What the pin asked for at that moment.
    public var isRejectAsked: Bool
    /// When, nanoseconds from the start of the run.
    public var nanoseconds: Int64
}

/// Why the PLC would stop the line.
public enum StopCause: Sendable, Equatable {
    /// `alarm` is active.
    case alarm
    /// `ready` is not active.
    case notReady
    /// `heartbeat` has stood still too long.
    case heartbeatLost
}

/// Cycle trigger, PLC, reject gate and confirmation sensor of the twin's machine.
///
/// A deterministic model without a clock: tell it when outputs change, ask it what happened until a
/// moment. Times are nanoseconds from the start of the run and must not run backwards. Thread-safe
/// as a value.
public struct SimulatedMachine: Sendable {
    /// What the station is like.
    public let character: MachineCharacter
    /// Every blister that has passed the gate, by cycle and lane.
    public private(set) var outcomes: [GateOutcome] = []
    /// Each moment from which the PLC asked for a stop, and why.
    public private(set) var stopDemands: [(nanoseconds: Int64, cause: StopCause)] = []

    private let web: TwinWeb
    private let timeline: TwinTimeline
    private let pinCount: Int
    private var isEnergised: [Bool]
    private var covered: [Int]
    private var isReady = false
    private var isAlarm = false
    private var heartbeatNanoseconds: Int64 = 0
    private var hasLostHeartbeat = false
    private var now: Int64 = 0
    private var nextTrigger = 0
    private var nextGate = 0
    private var waiting: [MachineEdge] = []

    /// The machine of one run; all outputs start de-energised.
    public init(web: TwinWeb, character: MachineCharacter) {
        self.web = web
        self.character = character
        timeline = TwinTimeline(web: web)
        pinCount = character.isPerLane ? web.scenario.layout.lanes : 1
        isEnergised = Array(repeating: false, count: pinCount)
        covered = Array(repeating: 0, count: pinCount)
    }

    /// The reject pin of `lane` changes at `nanoseconds`; edges until then are returned.
    public mutating func setReject(
        lane: Int,
        isEnergised level: Bool,
        at nanoseconds: Int64
    ) -> [MachineEdge] {
        let edges = advance(to: nanoseconds)
        isEnergised[min(lane, pinCount - 1)] = level
        return edges
    }

    /// `ready` and `alarm` change at `nanoseconds`; edges until then are returned.
    public mutating func setState(
        isReady: Bool,
        isAlarm: Bool,
        at nanoseconds: Int64
    ) -> [MachineEdge] {
        let edges = advance(to: nanoseconds)
        if isAlarm, !self.isAlarm { stopDemands.append((nanoseconds, .alarm)) }
        if !isReady, self.isReady { stopDemands.append((nanoseconds, .notReady)) }
        if isReady, !self.isReady { heartbeatNanoseconds = nanoseconds }
        self.isReady = isReady
        self.isAlarm = isAlarm
        return edges
    }

    /// `heartbeat` changes at `nanoseconds`; edges until then are returned.
    public mutating func beat(at nanoseconds: Int64) -> [MachineEdge] {
        let edges = advance(to: nanoseconds)
        heartbeatNanoseconds = nanoseconds
        hasLostHeartbeat = false
        return edges
    }

    /// Runs the machine up to and including `nanoseconds` and returns its edges in time order.
    public mutating func advance(to nanoseconds: Int64) -> [MachineEdge] {
        precondition(nanoseconds >= now)
        now = nanoseconds
        while nextTrigger < lastCycle {
            let time = timeline.nanoseconds(cycle: nextTrigger)
            guard time <= nanoseconds else { break }
            trigger(nextTrigger, at: time)
            nextTrigger += 1
        }
        while nextGate < web.scenario.cycles {
            let time = gateNanoseconds(nextGate)
            guard time <= nanoseconds else { break }
            for lane in 0..<web.scenario.layout.lanes { gate(nextGate, lane, at: time) }
            nextGate += 1
        }
        watchHeartbeat(nanoseconds)
        waiting.sort { $0.nanoseconds < $1.nanoseconds }
        let count = waiting.prefix { $0.nanoseconds <= nanoseconds }.count
        let passed = Array(waiting.prefix(count))
        waiting.removeFirst(count)
        return passed.filter { changes($0) }
    }

    /// Two blisters before one sensor look like one long one.
    private mutating func changes(_ edge: MachineEdge) -> Bool {
        guard case .rejectConfirm(let lane) = edge.signal else { return true }
        covered[lane] += edge.isRising ? 1 : -1
        return covered[lane] == (edge.isRising ? 1 : 0)
    }

    /// When the gate decides about the blisters of `cycle`.
    public func gateNanoseconds(_ cycle: Int) -> Int64 {
        let first = timeline.nanoseconds(cycle: cycle + character.cyclesToGate)
        let second = timeline.nanoseconds(cycle: cycle + character.cyclesToGate + 1)
        return first + Int64(Double(second - first) * character.gatePhase)
    }

    // The machine runs on until the last blister has passed the gate.
    private var lastCycle: Int { web.scenario.cycles + character.cyclesToGate + 1 }

    private mutating func trigger(_ cycle: Int, at time: Int64) {
        for fault in web.scenario.faults {
            if case .lostTrigger(cycle) = fault { return }
        }
        pulse(.cycle, at: time, length: character.cyclePulseNanoseconds)
    }

    private mutating func gate(_ cycle: Int, _ lane: Int, at time: Int64) {
        let level = isEnergised[min(lane, pinCount - 1)]
        let asked = level != character.isEnergisedToPass
        let isStuck = isFaulty(cycle + character.cyclesToGate) { fault in
            guard case .gateStuck(let first, let cycles) = fault else { return nil }
            return first..<first + cycles
        }
        let isRejected = asked && !isStuck
        outcomes.append(
            GateOutcome(
                cycle: cycle,
                lane: lane,
                isRejected: isRejected,
                isRejectAsked: asked,
                nanoseconds: time
            )
        )
        let isBlind = isFaulty(cycle + character.cyclesToGate) { fault in
            guard case .confirmationMissed(let first, let cycles) = fault else { return nil }
            return first..<first + cycles
        }
        guard isRejected, !isBlind else { return }
        var draw = Draw(seed: web.scenario.seed, .machine, cycle, lane)
        let jitter = Int64(draw.between(-1, 1) * Double(character.fallJitterNanoseconds))
        // Blisters that share a sensor fall one after the other.
        let turn = character.isPerLane ? 0 : Int64(lane) * 4 * character.sensorNanoseconds
        pulse(
            .rejectConfirm(lane: min(lane, pinCount - 1)),
            at: time + max(0, character.fallNanoseconds + jitter) + turn,
            length: character.sensorNanoseconds
        )
    }

    private func isFaulty(_ cycle: Int, _ range: (TwinFault) -> Range<Int>?) -> Bool {
        web.scenario.faults.contains { range($0)?.contains(cycle) ?? false }
    }

    private mutating func pulse(_ signal: MachineSignal, at time: Int64, length: Int64) {
        waiting.append(MachineEdge(signal: signal, isRising: true, nanoseconds: time))
        waiting.append(MachineEdge(signal: signal, isRising: false, nanoseconds: time + length))
    }

    private mutating func watchHeartbeat(_ time: Int64) {
        guard isReady, !hasLostHeartbeat else { return }
        let limit = heartbeatNanoseconds + character.heartbeatNanosecondsMax
        guard time > limit else { return }
        hasLostHeartbeat = true
        stopDemands.append((limit, .heartbeatLost))
    }
}
