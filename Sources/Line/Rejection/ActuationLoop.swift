public import Linux

/// The actuation thread: waits for edges, asks the ``Actuator``, sets the pins.
///
/// Nothing in a round allocates or waits for another thread. Pins that fail are counted, reported
/// through the desk and tried again; meanwhile the blisters they concern keep being accounted.
public struct ActuationLoop: Sendable {
    /// Longest sleep: bounds how late an announcement, a second verdict or a stop is noticed.
    public static let sleepNanosecondsMax: Int64 = 2_000_000
    /// Pause after the pins failed.
    static let faultPauseNanoseconds: Int64 = 10_000_000
    /// Pins are set again after this long without a change, so that a line that another program
    /// or a replugged chip has moved comes back.
    static let refreshNanoseconds: Int64 = 1_000_000_000

    private let settings: RejectionSettings
    private let port: any PinPort
    private let desk: ActuationDesk

    /// Makes a loop; traps when the settings are not valid.
    public init(settings: RejectionSettings, port: any PinPort, desk: ActuationDesk) {
        self.settings = settings
        self.port = port
        self.desk = desk
    }

    /// Starts ``run()`` on a thread of its own; end it with ``ActuationDesk/requestStop()``.
    public func start(_ plan: ThreadPlan) throws(SystemError) -> RealTimeThread {
        try RealTimeThread(plan) { run() }
    }

    /// Runs until the desk asks to stop, then leaves the pins in reject.
    public func run() {
        var actuator = Actuator(
            settings: settings,
            register: desk.register,
            journal: desk.journal,
            counts: desk.counts,
            cycleHistory: desk.cycleHistory,
            tickHistory: desk.tickHistory
        )
        var edges = EdgeBuffer()
        var shown: OutputLevels?
        var shownAt: Int64 = 0
        while !desk.isStopping {
            let now = MonotonicClock.nowNanoseconds
            let levels = actuator.levels(atNanoseconds: now, inputs: desk.inputs)
            if levels != shown || now - shownAt >= Self.refreshNanoseconds {
                shown = set(levels, before: shown)
                shownAt = now
            }
            desk.noteRound(levels)
            let latest = now + Self.sleepNanosecondsMax
            collect(into: &edges, until: min(latest, actuator.deadlineNanoseconds ?? latest))
            for index in 0..<edges.count { actuator.handle(edges[index]) }
        }
        let levels = actuator.stop()
        _ = set(levels, before: shown)
        desk.noteRound(levels)
        desk.noteStopped()
    }

    /// Sets the pins, the result line after the reject pins that it vouches for.
    ///
    /// - Returns: what the pins show; nil when that is not known.
    private func set(_ levels: OutputLevels, before shown: OutputLevels?) -> OutputLevels? {
        let every = OutputLevels(rawValue: .max)
        do throws(PinFault) {
            try port.set(levels, mask: every.subtracting(.resultToggle))
            if levels.contains(.resultToggle) != shown?.contains(.resultToggle) {
                try port.set(levels, mask: .resultToggle)
            }
            if desk.pinFaults > 0 { desk.note(nil) }
            return levels
        } catch {
            desk.note(error)
            return nil
        }
    }

    private func collect(into edges: inout EdgeBuffer, until deadline: Int64) {
        edges.removeAll()
        do throws(PinFault) {
            try port.wait(into: &edges, deadlineNanoseconds: deadline)
        } catch {
            desk.note(error)
            let pause = MonotonicClock.nowNanoseconds + Self.faultPauseNanoseconds
            MonotonicClock.sleep(untilNanoseconds: pause)
        }
    }
}
