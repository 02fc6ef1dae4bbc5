public import Blister
public import Inspection
internal import Linux
public import Records
public import Registration
internal import Synchronization

/// Aligns and inspects one cut after the other. Sendable; any number of threads use one judge.
public struct BlisterJudge: Sendable {
    private let aligner: Aligner
    private let inspector: Inspector

    /// Wires registration to inspection.
    public init(aligner: Aligner, inspector: Inspector) {
        self.aligner = aligner
        self.inspector = inspector
    }

    /// Judges one cut; latency is left at 0.
    public func judge(_ cut: BlisterCut) -> BlisterRecord {
        guard let blister = aligner.align(cut) else {
            return BlisterRecord(
                result: inspector.unaligned(cut),
                picture: cut.isIncomplete ? nil : cut.image,
                pixelsPerMillimetre: 0
            )
        }
        return BlisterRecord(
            result: inspector.inspect(blister),
            picture: blister.image,
            pixelsPerMillimetre: 1 / blister.millimetresPerPixel
        )
    }
}

/// The inspecting threads: each takes one blister at a time from the queue.
final class InspectionCrew: Sendable {
    private let judge: BlisterJudge
    private let queue: BoundedQueue<InspectionJob>
    private let progress: Progress
    private let faults: FaultBoard
    private let deliver: @Sendable (BlisterRecord) -> Void

    init(
        judge: BlisterJudge,
        queue: BoundedQueue<InspectionJob>,
        progress: Progress,
        faults: FaultBoard,
        deliver: @escaping @Sendable (BlisterRecord) -> Void
    ) {
        self.judge = judge
        self.queue = queue
        self.progress = progress
        self.faults = faults
        self.deliver = deliver
    }

    /// The body of every inspecting thread; returns when the queue is closed and empty.
    func run() {
        while let job = queue.take() {
            switch job {
            case .probe: break
            case .blister(let cut, let received): inspect(cut, receivedNanoseconds: received)
            }
            progress.inspected.add(1, ordering: .relaxed)
        }
    }

    private func inspect(_ cut: BlisterCut, receivedNanoseconds: Int64) {
        var judged = judge.judge(cut)
        if judged.result.verdict.reasons == [.undecided], judged.result.pockets.isEmpty {
            faults.count(.notAligned)
        }
        let elapsed = MonotonicClock.nowNanoseconds - receivedNanoseconds
        judged.result.latencyMilliseconds = Double(elapsed) / 1e6
        deliver(judged)
    }
}
