internal import Blister
public import Capture
internal import Engine
internal import Foundation
internal import Inspection
internal import Linux
public import Logging
internal import PackReading
internal import PocketVision
internal import Records
internal import Rejection
internal import SelfTests
internal import Synchronization

/// One station: a camera, its pipeline, the pins, the records, and what watches over them.
///
/// Made once and run once, by the program's main thread.
public final class Station: Sendable {
    /// Makes the line twin's camera for a configuration that asks for it, with its trigger rows
    /// and its pixels.
    public typealias SimulatedSource =
        (StationConfiguration.SimulatedSource) throws -> (any ChunkSource, Rehearsal.Supply)

    let configuration: StationConfiguration
    let log: Logger
    let faults = FaultBoard()
    let progress = Progress()
    let desk: ActuationDesk
    let recorder: Recorder
    let product: TaughtProduct
    let actuation: ActuationLoop
    let pipeline: Pipeline
    let isWired: Bool
    /// The networks in force; nil where the recipe has no limits for any.
    let networks: ModelSlot?
    /// The print and Braille in force; nil where the recipe asks for neither.
    let texts: TextSlot?
    let models: StationModels?
    let audit: StationAudit
    /// Held by whoever starts or ends a batch or a challenge.
    ///
    /// What is printed, counted and set apart changes together.
    let commands = Mutex(())
    /// What people and the plant see.
    let operation: StationOperation
    /// The challenge test; nil where the recipe demands none.
    let challenge: ChallengeBoard?

    /// Reads recipe and calibration, opens pins, store and source; nothing runs yet.
    ///
    /// - Throws: one-line errors that name file or device, and the cure.
    public init(
        configuration: StationConfiguration,
        log: Logger,
        simulatedSource: SimulatedSource
    ) throws {
        self.configuration = configuration
        self.log = log
        if let refusal = Self.networkRefusal { throw StationFault.networks(reason: refusal) }
        product = try TaughtProduct(recipePath: configuration.recipePath)
        networks = try StationNetworks.slot(product, configuration)
        texts = try Self.textSlot(product.recipe, configuration)
        let lanes = product.recipe.layout.lanes
        let feed = try StationFeed(
            configuration: configuration,
            product: product,
            simulatedSource: simulatedSource
        )
        desk = ActuationDesk(lanes: lanes)
        isWired = !configuration.pins.isEmpty
        let settings = configuration.rejectionSettings(
            lanes: lanes,
            pitchTicks: feed.pitchTicks,
            pitchNanoseconds: feed.pitchNanoseconds
        )
        try settings.validate()
        actuation = ActuationLoop(
            settings: settings,
            port: try configuration.pinPort(settings: settings),
            desk: desk
        )
        var parts = try feed.parts(history: desk.cycleHistory)
        let operation = try StationOperation(
            configuration,
            lanes: lanes,
            health: try feed.health(parts.geometry),
            rule: product.recipe.trends,
            log: log
        )
        self.operation = operation
        recorder = Recorder(
            settings: configuration.recorderSettings,
            context: InspectionContext(
                recipe: product.recipe.product,
                model: String(product.recipe.modelDigest.prefix(16)),
                layout: product.recipe.layout,
                provenance: try Provenance(product.recipe, configuration),
                demandsChallenge: product.recipe.challenge != nil
            ),
            observers: operation.observers
        )
        audit = StationAudit(configuration: configuration, recorder: recorder, log: log) {
            operation.fleet?.tell($0)
        } onBatchStored: {
            operation.fleet?.tellEnd($0)
        }
        operation.enterTrends { [audit] in audit.tell($0) }
        let (recorder, hasSensor) = (recorder, configuration.hasConfirmation)
        challenge = product.recipe.challenge.map { rule in
            ChallengeBoard(rule: rule, hasSensor: hasSensor, recorder: recorder)
        }
        let delivery = VerdictDelivery(
            desk: desk,
            recorder: recorder,
            faults: faults,
            isWired: isWired,
            distance: settings.distance,
            challenge: challenge
        )
        models = try StationModels(
            configuration: configuration,
            recipe: product.recipe,
            pitchNanoseconds: feed.pitchNanoseconds,
            faults: faults,
            log: log,
            audit: audit,
            onLive: StationNetworks.handler(networks, product.recipe)
        )
        parts.strip = operation.health?.strip
        parts.networks = networks
        parts.texts = texts
        pipeline = try Pipeline(
            source: feed.source,
            parts: parts,
            plan: Pipeline.ThreadingPlan(
                capture: configuration.realTime.threadPlan(
                    name: "capture",
                    processor: configuration.realTime.captureProcessor
                ),
                workers: configuration.workers,
                reserved: configuration.realTime.ownProcessors
            ),
            hooks: PipelineHooks(
                faults: faults,
                progress: progress,
                announce: delivery.announce,
                deliver: { record in
                    delivery.deliver(record)
                    operation.health?.offer(record)
                }
            )
        )
    }

    /// Runs until the source ends or SIGTERM or SIGINT comes; SIGHUP reopens the reject log.
    ///
    /// Everything in flight is finished, then the pins are left in reject.
    public func run() throws {
        let signals = try SignalFile([.terminate, .interrupt, .hangUp])
        let notifier = SystemdNotifier(environment: ProcessInfo.processInfo.environment)
        let control: ControlServer
        do {
            try start()
            control = try ControlServer(path: configuration.controlSocketPath) { [self] request in
                answer(request)
            }
        } catch {
            audit.stop(reason: "the station cannot start: \(error)")
            throw error
        }
        defer { control.stop() }
        operation.start()
        let panel = servePanel()
        defer { panel?.stop() }
        notifier?.ready()
        log.notice("\(configuration.name): running, \(configuration.workers) inspecting threads")
        var accounting = Accounting(
            desk: desk,
            recorder: recorder,
            faults: faults,
            challenge: challenge
        )
        accounting.audit = audit
        var supervision = Supervision()
        var watch = FaultWatch()
        var hasFed = false
        while true {
            let signal = try signals.next(timeoutNanoseconds: Self.stepNanoseconds)
            switch signal {
            case .hangUp: recorder.reopenLog()
            case .terminate, .interrupt: pipeline.stop()
            case .user1, nil: break
            }
            let isStopping = signal == .terminate || signal == .interrupt
            accounting.step(log: log)
            let decision = supervise(&supervision, isStopping: isStopping)
            watch.step(faults: faults, log: log)
            audit.step(faults: faults.active, batch: recorder.batch)
            operation.step(faults: faults.active, state: fleetState)
            if decision.feedsWatchdog {
                notifier?.watchdog()
                hasFed = true
            }
            notifier?.status(decision.status)
            if isStopping || pipeline.hasEnded { break }
        }
        notifier?.stopping()
        models?.stop()
        finish(accounting: &accounting)
        watch.close(faults: faults, log: log)
        audit.stop(reason: pipeline.hasEnded ? "the source ended" : "the daemon was told to stop")
        operation.stop()
        if !hasFed { log.warning("\(configuration.name): no blister went all the way") }
    }

    private static let stepNanoseconds: Int64 = 50_000_000

    /// Why no network runs on this machine, with the cure; nil where all is well.
    private static var networkRefusal: String? {
        do {
            return KernelSelfTest.refusal(pool: try ThreadPool(threadCount: 1))
        } catch {
            return "\(error)"
        }
    }

    private func start() throws {
        try audit.start(product)
        try models?.start()
        if configuration.realTime.locksMemory, let warning = MemoryLock.lockAll() {
            warn(warning)
        }
        try recorder.start(ThreadPlan(name: "records"))
        let actuationThread = try actuation.start(
            configuration.realTime.threadPlan(
                name: "actuation",
                processor: configuration.realTime.actuationProcessor
            )
        )
        for warning in actuationThread.warnings { warn(warning) }
        for warning in try pipeline.start() { warn(warning) }
    }

    private func warn(_ warning: SchedulingWarning) {
        log.warning("\(warning)")
        faults.raise(.realTimeRefused)
    }

    private func supervise(
        _ supervision: inout Supervision,
        isStopping: Bool
    ) -> Supervision.Decision {
        let health = recorder.health
        let hasFault = health.storeFault != nil || health.logFault != nil || audit.fault != nil
        faults.set(.recordLost, isActive: hasFault)
        if health.damagedStore != nil { faults.raise(.storeDamaged) }
        faults.set(.pinLost, isActive: desk.pinFault != nil)
        models?.judge()
        let isTextKnown = texts.map { product.recipe.isSatisfied(by: $0.expected) } ?? true
        faults.set(.textUnknown, isActive: !isTextKnown)
        let standing = challenge?.standing(atNanoseconds: MonotonicClock.nowNanoseconds)
        faults.set(.challengeDue, isActive: standing == .due)
        faults.set(.challengeSoon, isActive: standing == .soon)
        let decision = supervision.step(
            Supervision.Observation(
                inspectedCount: progress.inspected.load(ordering: .relaxed),
                actuatedCount: desk.rounds,
                faults: faults.active,
                isBatchOpen: isTextKnown
                    && (!configuration.requiresBatch
                        || recorder.batch.map { !$0.isAutomatic } ?? false),
                isChallengePassed: standing != .due,
                isStopping: isStopping
            )
        )
        desk.isHealthy = decision.isReady
        let active = faults.active
        desk.isCameraLost =
            active.contains(.cameraGone) || active.contains(.cameraSilent)
            || active.contains(.cameraRefused)
        if decision.feedsWatchdog { desk.noteProgress() }
        return decision
    }

    private func finish(accounting: inout Accounting) {
        pipeline.stop()
        pipeline.join()
        if isWired { waitForBlistersUnderWay() }
        desk.requestStop()
        while !desk.hasStopped {
            MonotonicClock.sleep(
                untilNanoseconds: MonotonicClock.nowNanoseconds + 1_000_000
            )
        }
        accounting.step(log: log)
        challenge?.interrupt()
        let batch = recorder.batch
        recorder.stop()
        guard let batch else { return }
        close(batch, by: "daemon", reason: "the daemon stops")
        log.notice("\(batch.summary)")
    }

    /// Gives blisters between camera and reject station a moment to arrive; a standing machine
    /// does not hold the end up.
    private func waitForBlistersUnderWay() {
        let deadline = MonotonicClock.nowNanoseconds + 500_000_000
        while desk.register.nextArrival < desk.register.announced,
            MonotonicClock.nowNanoseconds < deadline
        {
            MonotonicClock.sleep(untilNanoseconds: MonotonicClock.nowNanoseconds + 5_000_000)
        }
    }
}
