public import Blister
internal import Foundation
public import Linux
internal import Synchronization

/// Takes verdicts from the workers and writes them down, without ever holding a worker up.
///
/// The counts of a batch are exact at once and in memory; rows, log lines and pictures follow
/// within about 100 ms on the records thread. When the disk is slow or refuses, pictures are
/// dropped first, then full results, then rows, each counted; the counts never. Thread-safe.
public final class Recorder: Sendable {
    /// Time between two transactions.
    static let transactionIntervalNanoseconds: Int64 = 100_000_000

    let ledger: Mutex<RecordLedger>
    private let published = Mutex(RecorderHealth())
    private let writerBox: Mutex<WriterBox>
    private let wake = Semaphore()
    private let isStopping = Atomic<Bool>(false)
    private let wantsReopening = Atomic<Bool>(false)
    private let thread = Mutex<RealTimeThread?>(nil)
    private let amendments = Atomic<Int>(0)

    /// Hands the writer, made on the control plane, to the records thread, which alone keeps it.
    private struct WriterBox: @unchecked Sendable {
        var writer: RecordWriter?
    }

    /// Opens the store; where that fails, it is tried again while the recorder runs.
    ///
    /// - Parameters:
    ///   - settings: where records go.
    ///   - context: recipe, model and layout of the first blister.
    ///   - observers: told of every blister, on the records thread.
    public init(
        settings: RecorderSettings,
        context: InspectionContext,
        observers: [any RecordObserver] = []
    ) {
        let writer = RecordWriter(
            settings: settings,
            observers: observers,
            freeByteCount: EvidenceFolder.freeByteCount
        )
        let now = Timestamp.now
        let number = writer.openStore(at: now) ?? RecordWriter.numberByClock(now)
        ledger = Mutex(
            RecordLedger(
                firstNumber: number,
                context: context,
                acceptedCutInterval: settings.acceptedCutInterval
            )
        )
        published.withLock { $0 = writer.health }
        writerBox = Mutex(WriterBox(writer: writer))
    }

    /// Starts the records thread; call once.
    public func start(_ plan: ThreadPlan) throws(SystemError) {
        let started = try RealTimeThread(plan) { [self] in run() }
        thread.withLock { $0 = started }
    }

    /// Ends the open batch, writes what waits, and ends the records thread.
    public func stop(endedBy name: String = "daemon stop") {
        _ = endBatch(by: name)
        isStopping.store(true, ordering: .releasing)
        wake.post()
        let running = thread.withLock { thread -> RealTimeThread? in
            defer { thread = nil }
            return thread
        }
        running?.join()
    }

    /// Says that a blister is on its way: from now on it must get a verdict.
    ///
    /// - Returns: nil in production; for a blister that is set apart the number of its challenge, 0
    ///   while one is due. The same answer however often it is asked.
    @discardableResult
    public func expect(_ identity: BlisterIdentity) -> Int? {
        ledger.withLock { $0.expect(identity, at: .now) }
    }

    /// Takes a verdict; a second one for the same blister amends it to `doubled`.
    public func record(_ record: BlisterRecord) {
        ledger.withLock { $0.record(record, at: .now) }
    }

    /// Overrules a verdict: the blister was rejected at its station, for `reason`.
    ///
    /// May come before the verdict itself.
    public func amend(_ identity: BlisterIdentity, reason: RejectReason) {
        ledger.withLock { $0.amend(identity, reason: reason, at: .now) }
        amendments.add(1, ordering: .relaxed)
    }

    /// Verdicts that were overruled since start; more than before may mean those of an ended batch.
    public var amendmentCount: Int { amendments.load(ordering: .relaxed) }

    /// Recipe, model and layout from the next blister on.
    public func use(_ context: InspectionContext) {
        ledger.withLock { $0.context = context }
    }

    /// Starts a batch, ending the open one.
    public func startBatch(_ label: BatchLabel) -> BatchStatus {
        let now = Timestamp.now
        let row = ledger.withLock { ledger in
            _ = ledger.end(by: label.startedBy, at: now)
            ledger.start(label, at: now)
            return ledger.open
        }
        wake.post()
        guard let row else { preconditionFailure("a batch was just started") }
        return BatchStatus(row)
    }

    /// Ends the open batch; the next blister starts one of its own.
    ///
    /// - Returns: its counts so far, blisters under way open; nil when there was none.
    public func endBatch(by name: String) -> BatchStatus? {
        let row = ledger.withLock { $0.end(by: name, at: .now) }
        wake.post()
        return row.map { BatchStatus($0) }
    }

    /// The open batch; nil when there is none.
    public var batch: BatchStatus? {
        let open = ledger.withLock { ledger in ledger.open.map { ($0, ledger.challenge) } }
        guard let (row, challenge) = open else { return nil }
        let stored = published.withLock { $0.storedBlisters[row.id] ?? 0 }
        return BatchStatus(row, stored: stored, challenge: challenge)
    }

    /// How recording fares.
    public var health: RecorderHealth { published.withLock { $0 } }

    /// Opens the reject log anew, as logrotate asks by SIGHUP.
    public func reopenLog() {
        wantsReopening.store(true, ordering: .releasing)
        wake.post()
    }

    private func run() {
        let taken = writerBox.withLock { box -> WriterBox in
            defer { box.writer = nil }
            return box
        }
        guard let writer = taken.writer else { return }
        while !isStopping.load(ordering: .acquiring) {
            _ = wake.wait(timeoutNanoseconds: Self.transactionIntervalNanoseconds)
            write(writer, isEnding: false)
        }
        // What a refusing disk holds back has had its chances; the batch stays open in the store
        // and is closed as interrupted on the next start.
        for _ in 0..<3 {
            write(writer, isEnding: true)
            if writer.isIdle { break }
            MonotonicClock.sleep(untilNanoseconds: MonotonicClock.nowNanoseconds + 1_000_000_000)
        }
        // What the last round lost is counted in the batch as well.
        write(writer, isEnding: true)
    }

    private func write(_ writer: RecordWriter, isEnding: Bool) {
        if wantsReopening.exchange(false, ordering: .acquiringAndReleasing) { writer.reopenLog() }
        let (jobs, batches) = ledger.withLock { ($0.take(), $0.batches) }
        writer.write(jobs, batches: batches, at: .now, isEnding: isEnding) { batch, what, count in
            ledger.withLock { $0.lose(batch, what, count) }
        }
        ledger.withLock { $0.settle(writer.stored) }
        published.withLock { $0 = writer.health }
    }
}

extension BatchStatus {
    init(_ row: BatchRow, stored: Int = 0, challenge: Int? = nil) {
        self.init(
            number: row.id,
            isAutomatic: row.isAutomatic,
            label: row.label,
            startedAt: row.startedAt,
            account: row.account,
            stored: stored,
            challenge: challenge
        )
    }
}
