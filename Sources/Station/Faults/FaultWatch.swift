internal import Logging

/// Writes faults into the log when they begin, when they end, and how often they occurred.
///
/// Control plane only.
struct FaultWatch {
    private var active: [Fault] = []
    private var totals = Fault.allCases.map { _ in 0 }

    /// Compares with the last step; counted faults are written at most once a step.
    mutating func step(faults: FaultBoard, log: Logger) {
        let now = faults.active
        for fault in now where !active.contains(fault) { log.warning("begins: \(fault.sentence)") }
        for fault in active where !now.contains(fault) { log.notice("over: \(fault.sentence)") }
        active = now
        for fault in Fault.allCases where !now.contains(fault) {
            let total = faults.total(of: fault)
            let isNew = total > totals[fault.rawValue]
            totals[fault.rawValue] = total
            guard isNew, FaultResponse(to: fault).notice != .logged else { continue }
            log.warning("\(fault.sentence) (\(total) times since start)")
        }
    }

    /// Writes the totals of a run.
    mutating func close(faults: FaultBoard, log: Logger) {
        step(faults: faults, log: log)
        for fault in Fault.allCases where faults.total(of: fault) > 0 {
            log.notice("\(faults.total(of: fault)) times: \(fault.sentence)")
        }
    }
}
