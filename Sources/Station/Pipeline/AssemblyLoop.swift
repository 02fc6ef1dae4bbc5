internal import Blister
internal import Correction
internal import Registration
internal import Rejection
internal import Synchronization

/// What an inspector takes from the queue.
enum InspectionJob: Sendable {
    /// A blister to judge.
    case blister(BlisterCut, receivedNanoseconds: Int64)
    /// Other inspectors look at pockets that the taker may look at for them.
    case help
    /// Travels the whole way while the web stands still, to prove that the way is open.
    case probe
}

/// How the cycles of cut blisters are numbered for the reject station.
enum CycleNumbering: Sendable {
    /// The cutter's own count is the machine's.
    case own
    /// By the count of the `cycle` pin at the blister's capture.
    case counted(CountHistory)
}

/// The cutting thread: corrects rows, cuts blisters, queues them for inspection.
///
/// `@unchecked Sendable`: all mutable state belongs to the thread that runs `run`.
final class AssemblyLoop: @unchecked Sendable {
    private let capture: CaptureLoop
    private let corrector: ChunkCorrector
    private let queue: BoundedQueue<InspectionJob>
    private let policy: OverflowPolicy
    private let faults: FaultBoard
    private let numbering: CycleNumbering
    private let refuse: @Sendable (BlisterIdentity) -> Void
    private let announce: @Sendable (BlisterCut) -> Void
    private let strip: StripSampler?
    private var cutter: BlisterCutter
    private var triggers: TriggerFeed?
    private var lastJobNanoseconds: Int64 = 0

    init(
        capture: CaptureLoop,
        corrector: ChunkCorrector,
        cutter: BlisterCutter,
        triggers: TriggerFeed?,
        numbering: CycleNumbering,
        queue: BoundedQueue<InspectionJob>,
        policy: OverflowPolicy,
        faults: FaultBoard,
        strip: StripSampler? = nil,
        announce: @escaping @Sendable (BlisterCut) -> Void,
        refuse: @escaping @Sendable (BlisterIdentity) -> Void
    ) {
        self.capture = capture
        self.corrector = corrector
        self.cutter = cutter
        self.triggers = triggers
        self.numbering = numbering
        self.queue = queue
        self.policy = policy
        self.faults = faults
        self.strip = strip
        self.announce = announce
        self.refuse = refuse
    }

    /// The body of the cutting thread; returns when the source has ended.
    func run() {
        while let raw = capture.next() {
            let received = raw.header.receivedNanoseconds
            if received - lastJobNanoseconds > Self.probeNanoseconds {
                lastJobNanoseconds = received
                _ = queue.offer(.probe)
            }
            guard raw.header.validRows > 0 else {
                capture.release(raw)
                takeTriggers(atNanoseconds: received)
                continue
            }
            let corrected = corrector.correct(raw)
            capture.release(raw)
            strip?.take(corrected)
            triggers?.note(corrected.header)
            takeTriggers(atNanoseconds: received)
            cutter.accept(corrected) { cut in submit(cut, receivedNanoseconds: received) }
        }
        cutter.finish(isStopped: capture.wasStopped) { cut in
            submit(cut, receivedNanoseconds: cut.capturedNanoseconds)
        }
        queue.close()
    }

    private func takeTriggers(atNanoseconds now: Int64) {
        triggers?.deliver(atNanoseconds: now) { cycle, trigger in
            switch trigger {
            case .row(let row): cutter.pulse(row: row, cycle: cycle)
            case .unseen:
                faults.raise(.cameraSilent)
                for lane in 0..<cutter.geometry.layout.lanes {
                    refuse(BlisterIdentity(cycle: cycle, lane: lane))
                }
            }
        }
    }

    /// A probe follows when no blister was queued for this long.
    private static let probeNanoseconds: Int64 = 250_000_000

    private func submit(_ cut: BlisterCut, receivedNanoseconds: Int64) {
        var cut = cut
        if case .counted(let history) = numbering {
            let count = history.count(atNanoseconds: cut.capturedNanoseconds) ?? 0
            guard count > 0 else { return }
            cut.identity = BlisterIdentity(cycle: count - 1, lane: cut.identity.lane)
        }
        announce(cut)
        lastJobNanoseconds = receivedNanoseconds
        let job = InspectionJob.blister(cut, receivedNanoseconds: receivedNanoseconds)
        switch policy {
        case .wait: _ = queue.put(job)
        case .drop:
            guard !queue.offer(job) else { return }
            faults.count(.overflow)
            refuse(cut.identity)
        }
    }
}
