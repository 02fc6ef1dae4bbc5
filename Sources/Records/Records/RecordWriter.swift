internal import Foundation

/// Brings records to disk, and holds them back while the disk refuses.
///
/// Thread-bound: the records thread.
final class RecordWriter {
    /// Rows held back while the store cannot be written; beyond it the oldest are dropped.
    static let heldRowCountMax = 20_000
    /// Bytes of full results held back; beyond it the oldest are dropped.
    static let heldDetailByteCountMax = 16 << 20
    /// Lines held back while the log cannot be written.
    static let heldLineCountMax = 4096
    /// Failures after which the store is opened anew.
    private static let failuresBeforeReopening = 5
    private static let retryMilliseconds: Int64 = 1000
    /// Batches whose stored rows are counted.
    private static let countedBatchesMax = 8

    let settings: RecorderSettings
    /// Tells the ledger of a loss: batch, what, how many.
    typealias Loss = (Int, WritableKeyPath<BatchAccount, Int>, Int) -> Void

    /// What observers have not been told of yet.
    enum News {
        case result(FiledResult)
        case amendment(FiledAmendment)
    }

    let observers: [any RecordObserver]
    var news: [News] = []
    private let log: RejectLog
    let evidence: EvidenceFolder
    private var store: RecordStore?
    var held = RecordTransaction()
    var heldDetailByteCount = 0
    var heldLines: [(batch: Int, text: String)] = []
    var waitingCuts: [FiledCut] = []
    var waitingCutByteCount = 0
    private var failures = 0
    private var lastAttempt = Timestamp(milliseconds: 0)
    private var storedBatches: [BatchRow] = []
    var health = RecorderHealth()

    init(
        settings: RecorderSettings,
        observers: [any RecordObserver] = [],
        freeByteCount: @escaping (URL) -> Int?
    ) {
        self.settings = settings
        self.observers = observers
        log = RejectLog(path: settings.rejectLogPath)
        evidence = EvidenceFolder(
            folder: settings.evidenceFolder,
            budget: EvidenceFolder.Budget(
                byteCountMax: settings.evidenceByteCountMax,
                freeByteCountMin: settings.freeByteCountMin
            ),
            freeByteCount: freeByteCount
        )
    }

    /// Opens the store if it is not open.
    ///
    /// - Returns: the first free batch number; nil while the store cannot be opened.
    func openStore(at now: Timestamp) -> Int? {
        do {
            let opened = try RecordStore.open(folder: settings.folder, at: now)
            let latest = try opened.store.latestBatch()
            store = opened.store
            storedBatches = []
            health.storeFault = nil
            switch opened.opening {
            case .existing: return latest + 1
            case .created where !evidence.isUsed: return latest + 1
            case .created: break
            case .movedAside(let name): health.damagedStore = name
            }
            // Numbers of the store that was there are not known; the clock's are beyond any of them, so
            // that no blister gets the name of an earlier one.
            return max(latest + 1, Self.numberByClock(now))
        } catch {
            health.storeFault = Self.sentence(error)
            return nil
        }
    }

    /// A batch number that no earlier store can have reached.
    static func numberByClock(_ now: Timestamp) -> Int { Int(now.milliseconds / 60_000) }

    func reopenLog() { log.reopen() }

    /// Whether everything has reached the disk.
    var isIdle: Bool { held.isEmpty && heldLines.isEmpty && waitingCuts.isEmpty }

    /// Pictures, rows and lines of `jobs`; what was lost is told to `lose`.
    ///
    /// Rows go before lines: what people have read in the log is in the store, unless the store refuses.
    /// Cuts come last, when nothing waits for them, but for the end.
    func write(
        _ jobs: [RecordLedger.Job],
        batches: [BatchRow],
        at now: Timestamp,
        isEnding: Bool = false,
        lose: Loss
    ) {
        for job in jobs {
            switch job {
            case .blister(let blister): prepare(blister, lose)
            case .amendment(let amendment): prepare(amendment)
            case .challenge(let challenge): held.challenges.append(challenge)
            }
        }
        if isEnding { writeCuts(isEnding: true, lose) }
        writeRows(batches, at: now)
        // They learn of it even where the store refuses.
        tellObservers()
        trim(lose)
        writeLines(lose)
        if !isEnding { writeCuts(isEnding: false, lose) }
    }

    /// The batches as the store has them.
    var stored: [BatchRow] { storedBatches }

    private func writeLines(_ lose: Loss) {
        do {
            try log.append(heldLines.map(\.text))
            heldLines.removeAll(keepingCapacity: true)
            health.logFault = nil
        } catch {
            health.logFault = Self.sentence(error)
            let excess = heldLines.count - Self.heldLineCountMax
            guard excess > 0 else { return }
            for line in heldLines.prefix(excess) { lose(line.batch, \.linesLost, 1) }
            heldLines.removeFirst(excess)
        }
    }

    /// Keeps what is held back inside its bounds: details go first, then rows, oldest first.
    private func trim(_ lose: Loss) {
        guard health.storeFault != nil || store == nil else { return }
        var index = 0
        while heldDetailByteCount > Self.heldDetailByteCountMax, index < held.blisters.count {
            if let json = held.blisters[index].resultJSON {
                heldDetailByteCount -= json.utf8.count
                held.blisters[index].resultJSON = nil
                lose(held.blisters[index].batch, \.detailsLost, 1)
            }
            index += 1
        }
        let excessCuts = held.cuts.count - Self.heldRowCountMax
        if excessCuts > 0 {
            for row in held.cuts.prefix(excessCuts) { lose(row.batch, \.cutsLost, 1) }
            held.cuts.removeFirst(excessCuts)
        }
        let excessAmendments = held.amendments.count - Self.heldRowCountMax
        if excessAmendments > 0 {
            for row in held.amendments.prefix(excessAmendments) { lose(row.batch, \.rowsLost, 1) }
            held.amendments.removeFirst(excessAmendments)
        }
        held.challenges.removeFirst(max(0, held.challenges.count - Self.heldRowCountMax))
        let excess = held.blisters.count - Self.heldRowCountMax
        guard excess > 0 else { return }
        for row in held.blisters.prefix(excess) { lose(row.batch, \.rowsLost, 1) }
        held.blisters.removeFirst(excess)
    }

    private func writeRows(_ batches: [BatchRow], at now: Timestamp) {
        let isRetry = health.storeFault != nil || store == nil
        if isRetry, now.milliseconds - lastAttempt.milliseconds < Self.retryMilliseconds { return }
        lastAttempt = now
        if store == nil { _ = openStore(at: now) }
        guard let store else { return }
        held.batches = batches.filter { !storedBatches.contains($0) }
        guard !held.isEmpty else { return }
        do {
            let rows = try store.write(held, acceptedDetailsMax: settings.acceptedDetailsMax)
            storedBatches = batches
            for (batch, count) in rows { health.storedBlisters[batch, default: 0] += count }
            while health.storedBlisters.count > Self.countedBatchesMax,
                let oldest = health.storedBlisters.keys.min()
            {
                health.storedBlisters[oldest] = nil
            }
            held = RecordTransaction()
            heldDetailByteCount = 0
            failures = 0
            health.storeFault = nil
            health.transactions += 1
        } catch {
            health.storeFault = Self.sentence(error)
            failures += 1
            // A damaged or replaced file shows again when it is opened, where it is dealt with.
            if failures >= Self.failuresBeforeReopening || RecordStore.meansDamage(error) {
                self.store = nil
                failures = 0
            }
        }
    }

    static func sentence(_ error: any Error) -> String {
        "\(error)".split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
