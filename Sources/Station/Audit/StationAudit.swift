internal import AuditTrails
internal import Inspection
internal import Linux
internal import Logging
internal import Records
internal import Synchronization

/// What a station tells its audit trail.
///
/// Control plane only; what is told never waits for the disk. Thread-safe.
final class StationAudit: Sendable {
    private let trail: AuditTrail
    private let roots: BatchRoots
    private let configuration: StationConfiguration
    private let clock: AuditClock
    private let log: Logger
    private let state = Mutex(State())

    private struct State {
        var batch = 0
        var faults: [Fault] = []
        var clocks = ClockWatch()
        var trailFault: String?
    }

    /// A trail for `configuration`; nothing is written yet.
    init(
        configuration: StationConfiguration,
        recorder: Recorder,
        log: Logger,
        clock: AuditClock = .system,
        onCheckpoint: @escaping @Sendable (AuditCheckpoint) -> Void = { _ in },
        onBatchStored: @escaping @Sendable (BatchReport) -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.log = log
        self.clock = clock
        let settings = configuration.auditSettings
        trail = AuditTrail(settings: settings, clock: clock) { checkpoint in
            // The journal is off the box where it is sent to a log server.
            log.notice("\(checkpoint.line)")
            onCheckpoint(checkpoint)
        }
        roots = BatchRoots(
            folder: configuration.records.folder,
            trail: trail,
            recorder: recorder,
            onSeal: onBatchStored
        )
    }

    /// Why entries do not reach the disk; nil while they do.
    var fault: String? { trail.health.fault }

    /// The latest signed head, for batch reports and whatever else leaves the box; nil before the first.
    var checkpoint: AuditCheckpoint? { trail.health.checkpoint }

    /// Repairs the trail, and tells of the start and of all that is another than at the start before.
    func start(_ product: TaughtProduct) throws {
        try trail.start()
        let history: AuditHistory
        do {
            history = try AuditHistory(
                of: [.start, .batchRoot],
                others: [.threshold],
                in: configuration.auditSettings.folder
            )
        } catch {
            log.error("the audit trail cannot be read: \(error)")
            trail.append(StationFacts(configuration: configuration, product: product).start)
            return
        }
        let facts = StationFacts(configuration: configuration, product: product)
        for note in facts.notes(behind: history) { trail.append(note) }
        try roots.start(known: history.batchRoots)
    }

    /// Computes the roots that are missing, tells of the end, and waits for the disk.
    ///
    /// The recorder must have stopped.
    func stop(reason: String) {
        roots.stop()
        trail.stop(AuditNote(.stop, reason: reason))
    }

    /// Tells of whatever else happens.
    func tell(_ note: AuditNote) { trail.append(note) }

    /// Asks for a checkpoint, and waits for it at most two seconds; whether it is there.
    func sign() -> Bool {
        trail.sign()
        return trail.flush(timeoutNanoseconds: 2_000_000_000)
    }

    /// One look of the supervision: faults, clocks, batches that the daemon started itself.
    func step(faults: [Fault], batch: BatchStatus?) {
        if let batch, batch.isAutomatic { batchStarted(batch) }
        let now = clock.now
        let trailFault = trail.health.fault
        let notes = state.withLock { state -> [AuditNote] in
            let notes =
                state.clocks.step(now)
                + faults.filter { !state.faults.contains($0) }.map { Self.note(.fault, $0) }
                + state.faults.filter { !faults.contains($0) }.map { Self.note(.faultOver, $0) }
            state.faults = faults
            return notes
        }
        for note in notes { trail.append(note) }
        tell(of: trailFault)
    }

    /// Tells of a batch, once.
    func batchStarted(_ batch: BatchStatus) {
        let isNew = state.withLock { state in
            defer { state.batch = max(state.batch, batch.number) }
            return batch.number > state.batch
        }
        guard isNew else { return }
        let label = batch.label
        trail.append(
            AuditNote(
                .batchStart,
                who: label.startedBy,
                subject: "\(batch.number)",
                after: "product=\(label.product) lot=\(label.lot) expiry=\(label.expiry)",
                reason: batch.isAutomatic ? "blisters came and nobody had started a batch" : nil
            )
        )
    }

    /// Tells of the end of a batch, with its counts at that moment.
    func batchEnded(_ batch: BatchStatus, by name: String, reason: String? = nil) {
        batchStarted(batch)
        // What the store has follows within moments; the root says it.
        let counts = batch.counters.filter { !["batch", "stored"].contains($0.key) }
            .sorted { $0.key < $1.key }
        trail.append(
            AuditNote(
                .batchEnd,
                who: name,
                subject: "\(batch.number)",
                after: counts.map { "\($0.key)=\($0.value)" }.joined(separator: " "),
                reason: reason
            )
        )
        roots.noteEnd()
    }

    /// Says once that entries do not reach the disk, and once that they do again.
    private func tell(of fault: String?) {
        let isNew = state.withLock { state in
            defer { state.trailFault = fault }
            return state.trailFault != fault
        }
        guard isNew else { return }
        if let fault {
            log.error("the audit trail is not written, inspection goes on: \(fault)")
        } else {
            log.notice("the audit trail is written again")
        }
    }

    private static func note(_ event: AuditEvent, _ fault: Fault) -> AuditNote {
        AuditNote(event, subject: "\(fault)", after: fault.sentence)
    }
}

extension StationConfiguration {
    /// Where the audit trail lies: below the records.
    var auditSettings: AuditTrailSettings {
        AuditTrailSettings(folder: auditFolder, keyPath: records.auditKeyPath, station: name)
    }

    /// Folder of the audit trail.
    public var auditFolder: String { "\(records.folder)/audit" }
}
