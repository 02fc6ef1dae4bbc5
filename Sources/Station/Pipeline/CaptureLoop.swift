internal import Blister
internal import Capture
internal import Linux
internal import Synchronization

/// What happens when inspection cannot keep up.
public enum OverflowPolicy: Sendable {
    /// Rows are dropped and counted as lost: a live camera cannot wait.
    case drop
    /// The source waits: a recording can.
    case wait
}

/// The capture thread: takes rows from the source and hands them on.
///
/// Chunks are allocated once, in `prepare`, and travel in a circle: free → filled → free. The loop
/// itself neither allocates nor locks; opening a source again after it was gone does.
/// `@unchecked Sendable`: after `prepare` the source and the counters belong to the thread that
/// runs `run`, everything else is atomic or a hand-over ring.
final class CaptureLoop: @unchecked Sendable {
    /// Chunks in circulation.
    static let chunkCount = 32

    private let source: any ChunkSource
    private let policy: OverflowPolicy
    private let faults: FaultBoard
    private let timeoutNanoseconds: Int64
    private let rowRateHertz: Double
    private let free = HandoverRing<Chunk<Raw>>(capacity: CaptureLoop.chunkCount)
    private let released = Semaphore()
    private let filled = HandoverRing<Chunk<Raw>>(capacity: CaptureLoop.chunkCount)
    private let arrived = Semaphore()
    private let isStopping = Atomic<Bool>(false)
    private let hasEnded = Atomic<Bool>(false)
    private let sourceEnded = Atomic<Bool>(false)

    private var rowNumbering = RowNumbering()
    private var isAbsent = false

    init(
        source: any ChunkSource,
        policy: OverflowPolicy,
        faults: FaultBoard,
        timeoutNanoseconds: Int64,
        rowRateHertz: Double
    ) {
        self.source = source
        self.policy = policy
        self.faults = faults
        self.timeoutNanoseconds = timeoutNanoseconds
        self.rowRateHertz = rowRateHertz
    }

    /// Starts the source and allocates the chunks; before `run`, on any one thread.
    ///
    /// A camera that is not there yet is waited for, everything rejecting meanwhile.
    func prepare() throws(CaptureFault) -> ChunkFormat {
        do {
            try source.start()
        } catch .gone {
            faults.raise(.cameraGone)
            isAbsent = true
        } catch {
            throw error
        }
        for _ in 0..<Self.chunkCount {
            _ = free.push(Chunk<Raw>(format: source.format))
            released.post()
        }
        return source.format
    }

    /// The body of the capture thread; returns when the source ends or `stop` was called.
    func run() {
        let overflow = Chunk<Raw>(format: source.format)
        var spare: Chunk<Raw>?
        if isAbsent { reopen() }
        while !isStopping.load(ordering: .relaxed) {
            if spare == nil { spare = takeFree() }
            let chunk = spare ?? overflow
            do {
                switch try source.next(into: chunk, timeoutNanoseconds: timeoutNanoseconds) {
                case .rows:
                    faults.clear(.cameraSilent)
                    faults.clear(.cameraGone)
                    if spare == nil {
                        rowNumbering.drop(chunk.header)
                        faults.count(.overflow)
                        continue
                    }
                    rowNumbering.number(&chunk.header, rowRateHertz: rowRateHertz)
                    chunk.header.receivedNanoseconds = MonotonicClock.nowNanoseconds
                    if chunk.header.rowsLostBefore > 0 { faults.count(.rowsLost) }
                case .timeout:
                    guard spare != nil else { continue }
                    rowNumbering.markIdle(&chunk.header)
                    chunk.header.receivedNanoseconds = MonotonicClock.nowNanoseconds
                case .end:
                    sourceEnded.store(true, ordering: .relaxed)
                    isStopping.store(true, ordering: .relaxed)
                    continue
                }
            } catch {
                recover(from: error)
                continue
            }
            _ = filled.push(chunk)
            spare = nil
            arrived.post()
        }
        source.stop()
        hasEnded.store(true, ordering: .releasing)
        arrived.post()
    }

    /// Whether `run` has returned, or is about to; any thread.
    var isOver: Bool { isStopping.load(ordering: .relaxed) }

    /// Whether the source had more to give; once `next` has returned nil, any thread.
    var wasStopped: Bool { !sourceEnded.load(ordering: .relaxed) }

    /// Asks `run` to return; any thread.
    func stop() {
        isStopping.store(true, ordering: .relaxed)
        released.post()
    }

    /// The next chunk, or nil when the source has ended and every chunk was taken; one thread.
    func next() -> Chunk<Raw>? {
        while true {
            if let chunk = filled.pop() { return chunk }
            if hasEnded.load(ordering: .acquiring) { return filled.pop() }
            arrived.wait()
        }
    }

    /// Gives a chunk back; the thread that calls `next`.
    func release(_ chunk: Chunk<Raw>) {
        _ = free.push(chunk)
        released.post()
    }

    private func takeFree() -> Chunk<Raw>? {
        switch policy {
        case .drop:
            guard released.tryWait() else { return nil }
        case .wait:
            released.wait()
        }
        return free.pop()
    }

    private func recover(from fault: CaptureFault) {
        faults.raise(FaultKind(fault).fault)
        rowNumbering.restart()
        reopen()
    }

    /// Tries to start the source until it is there or `stop` is called.
    private func reopen() {
        source.stop()
        while !isStopping.load(ordering: .relaxed) {
            MonotonicClock.sleep(
                untilNanoseconds: MonotonicClock.nowNanoseconds + Self.retryNanoseconds
            )
            do {
                try source.start()
                return
            } catch {
                faults.raise(FaultKind(error).fault)
            }
        }
    }

    private static let retryNanoseconds: Int64 = 200_000_000

    private struct FaultKind {
        let fault: Fault
        init(_ capture: CaptureFault) {
            switch capture {
            case .gone, .system, .damaged: fault = .cameraGone
            case .refused: fault = .cameraRefused
            }
        }
    }
}
