internal import Blister
internal import Inspection
internal import Judging
internal import Linux
internal import PackReading
internal import PocketVision
internal import Records
internal import Synchronization

/// The inspecting threads: each takes one blister at a time from the queue.
///
/// Who has none looks at pockets of the others' blisters, so that one whose processor is wanted
/// elsewhere is not left alone with the networks' work.
final class InspectionCrew: Sendable {
    private let judge: BlisterJudge
    private let networks: ModelSlot?
    private let texts: TextSlot?
    private let queue: BoundedQueue<InspectionJob>
    private let progress: Progress
    private let faults: FaultBoard
    private let deliver: @Sendable (BlisterRecord) -> Void
    private let idle = IdleCount()

    init(
        judge: BlisterJudge,
        networks: ModelSlot?,
        texts: TextSlot?,
        queue: BoundedQueue<InspectionJob>,
        progress: Progress,
        faults: FaultBoard,
        deliver: @escaping @Sendable (BlisterRecord) -> Void
    ) {
        self.judge = judge
        self.networks = networks
        self.texts = texts
        self.queue = queue
        self.progress = progress
        self.faults = faults
        self.deliver = deliver
    }

    /// The body of inspecting thread `worker`, from 0; returns when the queue is closed and empty.
    func run(worker: Int) {
        var seat = networks?.seat(ofWorker: worker)
        var texts = texts?.seat(ofWorker: worker)
        networks?.onLook { [queue, idle] in
            for _ in 0..<idle.value { _ = queue.offer(.help) }
        }
        while let job = take() {
            switch job {
            case .help:
                seat?.newest()?.help { queue.isEmpty }
                continue
            case .probe: break
            case .blister(let cut, let received):
                inspect(cut, seat?.newest(), texts?.newest(), receivedNanoseconds: received)
            }
            progress.inspected.add(1, ordering: .relaxed)
            seat?.newest()?.help { queue.isEmpty }
        }
        networks?.onLook(nil)
    }

    private func take() -> InspectionJob? {
        idle.change(by: 1)
        defer { idle.change(by: -1) }
        return queue.take()
    }

    private func inspect(
        _ cut: BlisterCut,
        _ examination: PocketExamination?,
        _ texts: TextExamination?,
        receivedNanoseconds: Int64
    ) {
        let answer = judge.judge(cut, examiner: examination, texts: texts)
        if answer.networkFault != nil { faults.count(.networkFailed) }
        var judged = BlisterRecord(answer, of: cut, expected: texts?.expected)
        if judged.result.verdict.reasons == [.undecided], judged.result.pockets.isEmpty {
            faults.count(.notAligned)
        }
        let elapsed = MonotonicClock.nowNanoseconds - receivedNanoseconds
        judged.result.latencyMilliseconds = Double(elapsed) / 1e6
        deliver(judged)
    }
}

extension BlisterRecord {
    /// What is filed of `judged`: the registered picture, or the cut where it was not aligned; and the
    /// cut itself, which its pictures share.
    init(_ judged: JudgedBlister, of cut: BlisterCut, expected: ExpectedTexts? = nil) {
        let inspected =
            cut.isIncomplete
            ? nil
            : InspectedCut(
                cut: cut,
                verdict: judged.result.verdict,
                expectedPrint: expected?.print,
                expectedBraille: expected?.braille,
                expectedCode: expected?.code
            )
        guard let registered = judged.registered else {
            self.init(
                result: judged.result,
                picture: cut.isIncomplete ? nil : cut.image,
                pixelsPerMillimetre: 0,
                inspected: inspected
            )
            return
        }
        self.init(
            result: judged.result,
            picture: registered.image,
            pixelsPerMillimetre: 1 / registered.millimetresPerPixel,
            inspected: inspected
        )
    }
}

/// How many inspecting threads wait for work; thread-safe.
private final class IdleCount: Sendable {
    private let count = Atomic<Int>(0)
    var value: Int { count.load(ordering: .relaxed) }
    func change(by change: Int) { count.add(change, ordering: .relaxed) }
}
