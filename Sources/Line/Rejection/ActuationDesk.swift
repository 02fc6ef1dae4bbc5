internal import Synchronization

/// What the actuation thread shares with the rest of the station.
///
/// Any thread may call anything here; nothing blocks the actuation thread.
public final class ActuationDesk: Sendable {
    /// Verdicts on their way to the reject station.
    public let register: ShiftRegister
    /// Events for one reader.
    public let journal = ActuationJournal()
    /// Counts since start.
    public let counts = RejectionCounts()
    /// Machine cycles over time.
    public let cycleHistory = CountHistory()
    /// Encoder ticks over time.
    public let tickHistory = CountHistory()

    private let progressCount = Atomic<Int>(0)
    private let roundCount = Atomic<Int>(0)
    private let health = Atomic<Bool>(false)
    private let cameraLost = Atomic<Bool>(false)
    private let stop = Atomic<Bool>(false)
    private let stopped = Atomic<Bool>(false)
    private let shown = Atomic<UInt32>(0)
    private let portFaultCount = Atomic<Int>(0)
    private let fault = Mutex<PinFault?>(nil)

    /// Makes a desk at rest: not healthy, so that `ready` stays off until the station says so.
    public init(lanes: Int) {
        register = ShiftRegister(lanes: lanes)
    }

    /// Says that one more blister, or a probe, has gone its whole way.
    public func noteProgress() { progressCount.wrappingAdd(1, ordering: .relaxed) }

    /// The station is healthy and watching.
    public var isHealthy: Bool {
        get { health.load(ordering: .relaxed) }
        set { health.store(newValue, ordering: .relaxed) }
    }

    /// The camera is gone or silent.
    public var isCameraLost: Bool {
        get { cameraLost.load(ordering: .relaxed) }
        set { cameraLost.store(newValue, ordering: .relaxed) }
    }

    /// Rounds of the actuation thread: proof that it lives.
    public var rounds: Int { roundCount.load(ordering: .relaxed) }

    /// Levels last given to the pins.
    public var levels: OutputLevels {
        OutputLevels(rawValue: shown.load(ordering: .acquiring))
    }

    /// Calls to the pins that failed since start.
    public var pinFaults: Int { portFaultCount.load(ordering: .relaxed) }

    /// The latest failure of the pins while it lasts.
    public var pinFault: PinFault? { fault.withLock { $0 } }

    /// Asks the actuation thread to leave the pins in reject and return.
    public func requestStop() { stop.store(true, ordering: .releasing) }

    /// Whether the pins were left in reject for good.
    public var hasStopped: Bool { stopped.load(ordering: .acquiring) }

    var isStopping: Bool { stop.load(ordering: .acquiring) }

    var inputs: ActuationInputs {
        ActuationInputs(
            progress: progressCount.load(ordering: .relaxed),
            isHealthy: isHealthy,
            isCameraLost: isCameraLost
        )
    }

    func noteRound(_ levels: OutputLevels) {
        shown.store(levels.rawValue, ordering: .releasing)
        roundCount.wrappingAdd(1, ordering: .relaxed)
    }

    /// Publishes a failure, or its end; never waits for a reader.
    func note(_ newFault: PinFault?) {
        if newFault != nil { portFaultCount.wrappingAdd(1, ordering: .relaxed) }
        _ = fault.withLockIfAvailable { $0 = newFault }
    }

    func noteStopped() { stopped.store(true, ordering: .releasing) }
}
