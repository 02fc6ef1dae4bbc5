internal import Blister
internal import Capture
internal import Correction
internal import Linux
internal import Records
internal import Registration
internal import Rejection

/// The way of a blister, wired in execution order; see `start`.
///
/// Thread-safe after `start`. Ends by itself when the source does, or by `stop`.
final class Pipeline: Sendable {
    /// Cuts that may wait for inspection: over one second of the fastest machine's two lanes.
    static let cutCountMax = 48

    private let capture: CaptureLoop
    private let assembly: AssemblyLoop
    private let crew: InspectionCrew
    private let threads: PipelineThreads
    private let plan: ThreadingPlan

    /// How many threads there are, and how they are scheduled.
    struct ThreadingPlan: Sendable {
        /// Of the capture thread.
        var capture: ThreadPlan
        /// Inspecting threads; at least 1.
        var workers: Int

        /// Makes a plan.
        init(capture: ThreadPlan, workers: Int) {
            self.capture = capture
            self.workers = workers
        }
    }

    /// Starts the source, so that its format is known, and allocates everything.
    ///
    /// - Throws: what the source says.
    init(
        source: any ChunkSource,
        parts: PipelineParts,
        plan: ThreadingPlan,
        hooks: PipelineHooks
    ) throws(PipelineFault) {
        let queue = BoundedQueue<InspectionJob>(capacity: Self.cutCountMax)
        capture = CaptureLoop(
            source: source,
            policy: parts.overflow,
            faults: hooks.faults,
            timeoutNanoseconds: parts.timeoutNanoseconds,
            rowRateHertz: parts.rowRateHertz
        )
        let format: ChunkFormat
        do {
            format = try capture.prepare()
        } catch {
            throw .capture(error)
        }
        let corrector: ChunkCorrector
        do {
            corrector = try ChunkCorrector(
                format: format,
                calibration: parts.calibration,
                lights: parts.lights
            )
        } catch {
            source.stop()
            throw .calibration(error)
        }
        guard format.channels == parts.channels else {
            source.stop()
            throw .channels(recipe: parts.channels, source: format.channels)
        }
        assembly = AssemblyLoop(
            capture: capture,
            corrector: corrector,
            cutter: BlisterCutter(
                geometry: parts.geometry,
                format: corrector.format,
                trigger: parts.trigger
            ),
            triggers: parts.cyclePulses.map {
                TriggerFeed(
                    history: $0,
                    rowRateHertz: parts.rowRateHertz,
                    silenceNanoseconds: parts.timeoutNanoseconds
                )
            },
            numbering: parts.numbering,
            queue: queue,
            policy: parts.overflow,
            faults: hooks.faults,
            announce: hooks.announce,
            refuse: { identity in
                hooks.deliver(
                    BlisterRecord(
                        result: .unjudged(identity, reason: .unseen),
                        picture: nil,
                        pixelsPerMillimetre: 0
                    )
                )
            }
        )
        crew = InspectionCrew(
            judge: parts.judge,
            queue: queue,
            progress: hooks.progress,
            faults: hooks.faults,
            deliver: hooks.deliver
        )
        threads = PipelineThreads()
        self.plan = plan
    }

    /// Starts the threads, last stage first, so that nothing arrives where nobody waits.
    ///
    /// - Returns: what the kernel refused of the wanted scheduling.
    func start() throws(SystemError) -> [SchedulingWarning] {
        let (capture, assembly, crew) = (capture, assembly, crew)
        for worker in 0..<plan.workers {
            try threads.start(ThreadPlan(name: "inspect-\(worker)")) { crew.run() }
        }
        try threads.start(ThreadPlan(name: "cut")) { assembly.run() }
        return try threads.start(plan.capture) { capture.run() }
    }

    /// Ends capture; what was captured is still inspected.
    ///
    /// Any thread.
    func stop() { capture.stop() }

    /// Whether the source has ended.
    ///
    /// Any thread.
    var hasEnded: Bool { capture.isOver }

    /// Waits until every captured blister was delivered.
    ///
    /// Control plane only.
    func join() { threads.join() }
}
