internal import Linux
internal import Synchronization

/// The audit trail of one station, written behind the back of those who tell it things.
///
/// ``append(_:)`` never waits for the disk: notes wait in a bounded queue for the trail's own thread,
/// which gives way to all others. While the disk refuses, they are held; what goes beyond the bound
/// is counted, and an entry tells of it later. Thread-safe.
public final class AuditTrail: Sendable {
    /// Entries that wait for the disk at most.
    public static let heldCountMax = 8192
    private static let retryNanoseconds: Int64 = 1_000_000_000
    private static let pauseNanoseconds: Int64 = 5_000_000_000

    private struct State {
        var held: [HeldNote] = []
        /// What the trail's thread has taken and not written yet.
        var takenCount = 0
        var lostCount = 0
        var toldLostCount = 0
        var wantsCheckpoint = false
        var isStopping = false
        var isIdle = true
        var health = AuditHealth()
    }

    private let state = Mutex(State())
    private let settings: AuditTrailSettings
    private let clock: AuditClock
    private let onCheckpoint: @Sendable (AuditCheckpoint) -> Void
    private let wake = Semaphore()
    private let thread = Mutex<RealTimeThread?>(nil)

    /// A trail that is not written yet; notes wait.
    ///
    /// - Parameters:
    ///   - settings: Where it lies.
    ///   - clock: Where times come from.
    ///   - onCheckpoint: Takes each checkpoint off the box; called on the trail's thread once it is on
    ///     disk.
    public init(
        settings: AuditTrailSettings,
        clock: AuditClock = .system,
        onCheckpoint: @escaping @Sendable (AuditCheckpoint) -> Void = { _ in }
    ) {
        self.settings = settings
        self.clock = clock
        self.onCheckpoint = onCheckpoint
    }

    /// Repairs the end of the trail, and begins to write; call once.
    ///
    /// A disk that refuses is no failure: it is tried again.
    ///
    /// - Throws: ``AuditError/locked(path:)`` and ``AuditError/key(path:)``, which a person must see to.
    public func start() throws(AuditError) {
        let writer = TrailWriter(settings: settings, clock: clock)
        do {
            try writer.open()
        } catch {
            guard case .disk = error else { throw error }
            state.withLock { $0.health.fault = error.description }
        }
        let box = WriterBox(writer: writer)
        let plan = ThreadPlan(name: "audit", isBackground: true)
        do {
            let started = try RealTimeThread(plan) { [self] in run(box) }
            thread.withLock { $0 = started }
        } catch {
            throw .disk(settings.folder, error)
        }
    }

    /// Hands the writer to the trail's thread, which alone uses it from then on.
    private struct WriterBox: @unchecked Sendable {
        let writer: TrailWriter
    }

    /// Takes a note, whose time is now, without ever waiting for the disk.
    public func append(_ note: AuditNote) {
        let moment = clock.now
        state.withLock { state in
            state.isIdle = false
            guard state.held.count + state.takenCount < Self.heldCountMax else {
                state.lostCount += 1
                return
            }
            state.held.append(HeldNote(note: note, moment: moment))
        }
        wake.post()
    }

    /// Asks for a checkpoint over everything so far.
    public func sign() {
        state.withLock { state in
            state.wantsCheckpoint = true
            state.isIdle = false
        }
        wake.post()
    }

    /// Waits until everything so far is on disk.
    ///
    /// - Parameter timeoutNanoseconds: Longest wait.
    /// - Returns: Whether it is.
    @discardableResult
    public func flush(timeoutNanoseconds: Int64 = 5_000_000_000) -> Bool {
        let deadline = MonotonicClock.nowNanoseconds + timeoutNanoseconds
        wake.post()
        while !state.withLock({ $0.isIdle }) {
            guard MonotonicClock.nowNanoseconds < deadline else { return false }
            MonotonicClock.sleep(untilNanoseconds: MonotonicClock.nowNanoseconds + 2_000_000)
        }
        return true
    }

    /// Writes what waits, `note` and a checkpoint, and ends; a disk that refuses gets two more
    /// chances.
    public func stop(_ note: AuditNote? = nil) {
        if let note { append(note) }
        state.withLock { state in
            state.isStopping = true
            state.wantsCheckpoint = true
        }
        wake.post()
        let running = thread.withLock { thread -> RealTimeThread? in
            defer { thread = nil }
            return thread
        }
        running?.join()
    }

    /// How it fares.
    public var health: AuditHealth {
        state.withLock { state in
            var health = state.health
            health.heldCount = state.held.count + state.takenCount
            health.lostCount = state.lostCount
            return health
        }
    }

    private func run(_ box: WriterBox) {
        let writer = box.writer
        var pending: [HeldNote] = []
        var isStopping = false
        var chances = 3
        while true {
            let isDone = step(writer, &pending)
            if isStopping {
                chances -= isDone ? 3 : 1
                if chances <= 0 { break }
            }
            let hasFault = state.withLock { $0.health.fault != nil }
            if !isStopping || hasFault {
                _ = wake.wait(
                    timeoutNanoseconds: hasFault ? Self.retryNanoseconds : Self.pauseNanoseconds
                )
            }
            isStopping = state.withLock { $0.isStopping }
        }
        writer.close()
    }

    /// Writes what waits; whether everything is on disk.
    private func step(_ writer: TrailWriter, _ pending: inout [HeldNote]) -> Bool {
        while true {
            // The queue is taken whole, so that nobody who appends has to copy it.
            let (taken, wantsCheckpoint) = state.withLock { state -> ([HeldNote], Bool) in
                var taken: [HeldNote] = []
                swap(&taken, &state.held)
                if state.lostCount > state.toldLostCount, pending.count < Self.heldCountMax {
                    taken.append(lost(state.lostCount - state.toldLostCount))
                    state.toldLostCount = state.lostCount
                }
                state.takenCount = pending.count + taken.count
                return (taken, state.wantsCheckpoint)
            }
            pending += taken
            do {
                let done = try writer.write(pending[...], wantsCheckpoint: wantsCheckpoint) {
                    onCheckpoint($0)
                }
                pending.removeFirst(done.notes)
                let (left, checkpoint) = (pending.count, writer.checkpoint)
                let isIdle = state.withLock { state in
                    state.takenCount = left
                    state.health.fault = nil
                    state.health.writtenCount += done.entries
                    state.health.checkpoint = checkpoint
                    if left == 0, wantsCheckpoint { state.wantsCheckpoint = false }
                    state.isIdle =
                        left == 0 && state.held.isEmpty && !state.wantsCheckpoint
                        && state.lostCount == state.toldLostCount
                    return state.isIdle
                }
                if isIdle { return true }
            } catch {
                state.withLock { $0.health.fault = error.description }
                return false
            }
        }
    }

    private func lost(_ count: Int) -> HeldNote {
        let note = AuditNote(
            .entriesLost,
            after: "\(count)",
            reason: "more than \(Self.heldCountMax) entries waited while the disk refused"
        )
        return HeldNote(note: note, moment: clock.now)
    }
}
