internal import AuditTrails
internal import Blister
internal import Fleet
internal import Inspection
internal import Logging
internal import Panel
internal import Records
internal import Rejection

extension Station {
    /// Puts what a person did into the audit trail.
    func note(
        _ event: AuditEvent,
        by name: String,
        subject: String? = nil,
        before: String? = nil,
        after: String? = nil,
        reason: String? = nil
    ) {
        audit.tell(
            AuditNote(
                event,
                who: name,
                subject: subject,
                before: before,
                after: after,
                reason: reason
            )
        )
    }

    /// Tells trail and charts that a batch has ended; the plant is told once its last verdict is stored.
    func close(_ batch: BatchStatus, by name: String, reason: String? = nil) {
        audit.batchEnded(batch, by: name, reason: reason)
        operation.trendWatch.keep(batch: batch.number, records: configuration.records.folder)
    }

    /// Whether blisters are set apart for a challenge test.
    var isChallenging: Bool { challenge?.record?.outcome == .running }

    /// Ends what a person has acknowledged, as the pin does.
    func acknowledge(_ cause: String) {
        for fault in Accounting.latching where fault.cause == cause { faults.clear(fault) }
    }

    /// Serves the page; nil where none is configured or it cannot be served, which is logged.
    func servePanel() -> ServedPanel? {
        guard let settings = configuration.panel else { return nil }
        do {
            return try ServedPanel(settings, host: StationPanel(station: self), log: log)
        } catch {
            log.error("panel: \(error); inspection goes on without it")
            return nil
        }
    }

    /// The station in the words of PackML and OPC 40100-1.
    var fleetState: FleetState {
        var state = FleetState()
        let levels = desk.levels
        let active = faults.active
        let isStopped = active.contains { FaultResponse(to: $0).dropsReady }
        let latest = operation.latest.now
        state.speedPerMinute = latest.perMinute(at: .now)
        let isMoving = state.speedPerMinute > 0
        if isStopped {
            (state.machine, state.vision) = (.held, .error)
        } else if isChallenging {
            (state.machine, state.vision) = (.execute, .singleExecution)
            state.mode = .maintenance
        } else if levels.contains(.ready) {
            (state.machine, state.vision) =
                isMoving ? (.execute, .continuousExecution) : (.idle, .ready)
        } else {
            (state.machine, state.vision) = (.idle, .initialized)
        }
        if let batch = recorder.batch {
            state.processedCount = Int64(batch.account.blisters)
            state.defectiveCount = Int64(batch.account.rejected)
            for reason in RejectReason.allCases where batch.account[reason] > 0 {
                state.rejectedCounts[reason.rawValue] = Int64(batch.account[reason])
            }
            state.product = batch.label.product
            state.batch = "\(batch.number)"
        }
        if let gravest = active.first(where: { FaultResponse(to: $0).dropsReady }) {
            state.stopReasonNumber = Int32(gravest.rawValue + 1)
            state.stopReason = gravest.sentence
        }
        state.recipe = product.recipe.product
        state.activeAlarms = active.map { "\($0)" }
        return state
    }
}
