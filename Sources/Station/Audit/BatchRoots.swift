internal import AuditTrails
internal import Foundation
internal import Linux
internal import Records
internal import Synchronization

/// Puts the Merkle root of every ended batch into the audit trail, and another one where verdicts of
/// it were amended later.
///
/// Roots are computed from the store, on a thread that gives way to all others. Thread-safe.
final class BatchRoots: Sendable {
    private static let pauseNanoseconds: Int64 = 1_000_000_000
    /// An ended batch whose last verdicts do not come is closed as it is after this many looks.
    private static let patienceCount = 30
    /// Amendments are looked for in this many batches, the latest.
    private static let amendedBatchCount = 3
    /// Looks at a store that may still be writing an amendment.
    private static let amendmentLookCount = 3

    private let folder: URL
    private let trail: AuditTrail
    private let recorder: Recorder
    private let onSeal: @Sendable (BatchReport) -> Void
    private let wake = Semaphore()
    private let isStopping = Atomic<Bool>(false)
    private let hasEnded = Atomic<Bool>(true)
    private let thread = Mutex<RealTimeThread?>(nil)

    /// What the thread alone knows.
    private struct Progress {
        var roots: [Int: BatchRoot]
        /// Looks for batches whose end the records thread may not have written yet.
        var sealLooksLeft = 0
        var amendmentCount = 0
        var looksLeft = 1
    }

    /// - Parameters:
    ///   - folder: of the store.
    ///   - trail: gets the roots.
    ///   - recorder: knows which batch is open.
    ///   - onSeal: told of a batch whose last verdict is stored.
    init(
        folder: String,
        trail: AuditTrail,
        recorder: Recorder,
        onSeal: @escaping @Sendable (BatchReport) -> Void
    ) {
        self.onSeal = onSeal
        self.folder = URL(filePath: folder)
        self.trail = trail
        self.recorder = recorder
    }

    /// Begins, with the roots that the trail has.
    func start(known: [Int: BatchRoot]) throws(SystemError) {
        let started = try RealTimeThread(ThreadPlan(name: "roots", isBackground: true)) {
            [self] in run(Progress(roots: known))
        }
        thread.withLock { $0 = started }
    }

    /// Says that a batch was ended.
    func noteEnd() { hasEnded.store(true, ordering: .releasing) }

    /// Computes what is missing, and ends; the recorder must have stopped.
    func stop() {
        isStopping.store(true, ordering: .releasing)
        wake.post()
        let running = thread.withLock { thread -> RealTimeThread? in
            defer { thread = nil }
            return thread
        }
        running?.join()
    }

    /// The root of a batch by what the store has now; nil where it has no such batch.
    static func root(of batch: Int, in store: RecordStoreReader) throws -> BatchRoot? {
        var tree = MerkleTree()
        guard try store.leaves(batch: batch, { tree.append($0) }) else { return nil }
        return BatchRoot(batch: batch, tree: tree)
    }

    private func run(_ progress: consuming Progress) {
        var progress = progress
        while !isStopping.load(ordering: .acquiring) {
            step(&progress, isLast: false)
            _ = wake.wait(timeoutNanoseconds: Self.pauseNanoseconds)
        }
        progress.looksLeft = max(progress.looksLeft, recorder.amendmentCount > 0 ? 1 : 0)
        hasEnded.store(true, ordering: .releasing)
        step(&progress, isLast: true)
    }

    /// Looks into the store where there is a reason to; a store that cannot be read is tried again.
    private func step(_ progress: inout Progress, isLast: Bool) {
        let amendmentCount = recorder.amendmentCount
        if amendmentCount != progress.amendmentCount {
            progress.amendmentCount = amendmentCount
            progress.looksLeft = Self.amendmentLookCount
        }
        if hasEnded.exchange(false, ordering: .acquiringAndReleasing) {
            progress.sealLooksLeft = Self.patienceCount
        }
        guard progress.sealLooksLeft > 0 || progress.looksLeft > 0,
            let store = try? RecordStore.openForReading(folder: folder)
        else { return }
        if progress.looksLeft > 0, (try? amend(&progress, store)) != nil {
            progress.looksLeft -= 1
        }
        guard progress.sealLooksLeft > 0 else { return }
        progress.sealLooksLeft -= 1
        try? seal(&progress, store, isLast: isLast || progress.sealLooksLeft == 0)
    }

    /// Computes roots that are missing; when it `isLast`, also of batches whose last verdicts have not
    /// come.
    private func seal(
        _ progress: inout Progress,
        _ store: RecordStoreReader,
        isLast: Bool
    ) throws {
        let open = recorder.batch?.number
        for batch in try store.finishedBatches(after: progress.roots.keys.max() ?? 0)
        where batch.number != open {
            guard batch.isComplete || isLast else { return }
            guard let root = try Self.root(of: batch.number, in: store) else { continue }
            trail.append(root.note())
            progress.roots[batch.number] = root
            if let report = try? store.report(batch: batch.number) { onSeal(report) }
        }
    }

    /// Computes the latest roots anew; others than before are told.
    private func amend(_ progress: inout Progress, _ store: RecordStoreReader) throws {
        for batch in progress.roots.keys.sorted().suffix(Self.amendedBatchCount) {
            guard let old = progress.roots[batch],
                let root = try Self.root(of: batch, in: store), root != old
            else { continue }
            trail.append(root.note(before: old))
            progress.roots[batch] = root
        }
    }
}
