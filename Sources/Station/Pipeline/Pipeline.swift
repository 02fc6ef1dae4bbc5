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
        /// Of the inspecting threads; at least 1.
        var inspectors: [ThreadPlan]

        /// Makes a plan with `workers` inspecting threads, each on a processor of its own where
        /// there are enough of them; those of `reserved` are left to others if the rest suffices.
        ///
        /// A scheduler that wakes two threads at once may put both on one processor, which costs
        /// their blisters twice the time; floating, two of them took up to 2 times as long.
        init(
            capture: ThreadPlan,
            workers: Int,
            processors: [Int] = PluggedDevices.schedulingLimits().processors,
            reserved: Set<Int> = []
        ) {
            self.capture = capture
            let rest = processors.filter { !reserved.contains($0) }
            let own = rest.count >= workers ? rest : processors
            inspectors = (0..<workers).map { worker in
                ThreadPlan(
                    name: "inspect-\(worker)",
                    processors: own.count >= workers ? [own[worker]] : []
                )
            }
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
            strip: parts.strip,
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
            networks: parts.networks,
            texts: parts.texts,
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
        for (worker, inspector) in plan.inspectors.enumerated() {
            try threads.start(inspector) { crew.run(worker: worker) }
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
