/// Decides, a few times a second, what the station shows: a pure state machine.
///
/// READY means healthy and watching. The watchdog and the heartbeat are fed by progress from end to
/// end only: rows (or the probe that travels in their place while the web stands still) must have
/// come out of inspection, and the actuation thread must have gone round, since the last feeding.
public struct Supervision: Sendable {
    /// What is seen at one step.
    public struct Observation: Sendable, Equatable {
        /// Blisters and probes that left inspection since start.
        public var inspectedCount: Int
        /// Rounds of the actuation thread since start.
        public var actuatedCount: Int
        /// Lasting faults.
        public var faults: [Fault]
        /// Whether a batch is open, or none is required.
        public var isBatchOpen: Bool
        /// Whether the batch's challenge was passed, or none is demanded.
        public var isChallengePassed: Bool
        /// Whether the program is ending.
        public var isStopping: Bool

        /// Makes an observation.
        public init(
            inspectedCount: Int,
            actuatedCount: Int,
            faults: [Fault],
            isBatchOpen: Bool,
            isChallengePassed: Bool = true,
            isStopping: Bool
        ) {
            self.inspectedCount = inspectedCount
            self.actuatedCount = actuatedCount
            self.faults = faults
            self.isBatchOpen = isBatchOpen
            self.isChallengePassed = isChallengePassed
            self.isStopping = isStopping
        }
    }

    /// What follows from it.
    public struct Decision: Sendable, Equatable {
        /// Level of the READY pin.
        public var isReady: Bool
        /// Whether watchdog and heartbeat are fed now.
        public var feedsWatchdog: Bool
        /// Whether a fault asks for the alarm pin.
        public var wantsAlarm: Bool
        /// One line for `systemctl status`.
        public var status: String
    }

    private var fedInspectedCount = 0
    private var fedActuatedCount = 0
    private var hasProgressed = false

    /// A station that has not moved yet.
    public init() {}

    /// Takes one observation.
    public mutating func step(_ seen: Observation) -> Decision {
        let feeds =
            seen.inspectedCount != fedInspectedCount && seen.actuatedCount != fedActuatedCount
        if feeds {
            fedInspectedCount = seen.inspectedCount
            fedActuatedCount = seen.actuatedCount
            hasProgressed = true
        }
        let responses = seen.faults.map { FaultResponse(to: $0) }
        let isHealthy = !responses.contains { $0.dropsReady }
        return Decision(
            isReady: isHealthy && hasProgressed && seen.isBatchOpen && seen.isChallengePassed
                && !seen.isStopping,
            feedsWatchdog: feeds,
            wantsAlarm: responses.contains { $0.notice == .alarm },
            status: status(of: seen, isHealthy: isHealthy)
        )
    }

    private func status(of seen: Observation, isHealthy: Bool) -> String {
        if seen.isStopping { return "stopping" }
        let faults = seen.faults.map(\.sentence).joined(separator: "; ")
        if !isHealthy { return "not ready: \(faults)" }
        if !hasProgressed { return "starting" }
        if !seen.isBatchOpen { return "waiting for a batch" }
        if !seen.isChallengePassed { return "waiting for the challenge test; \(faults)" }
        return faults.isEmpty ? "inspecting" : "inspecting; \(faults)"
    }
}
