public import Blister
internal import Linux

/// Plays a replay set as a camera would deliver it.
///
/// Pictures are decoded ahead on a thread of its own, so that ``next(into:timeoutNanoseconds:)``
/// only copies. Thread-bound like every ``ChunkSource``.
public final class ReplaySource: ChunkSource {
    /// How fast rows come.
    public enum Pace: Sendable, Equatable {
        /// As soon as they are decoded.
        case asFastAsPossible
        /// At `speed` times the set's row rate; 1 is line speed.
        case lineSpeed(speed: Double)
    }

    /// Chunks decoded ahead.
    public static let decodedAheadMax = 6

    /// The set that is played.
    public let replay: ReplaySet
    /// How fast.
    public let pace: Pace
    /// Geometry of every chunk.
    public var format: ChunkFormat { replay.format }
    /// Row count of every cycle trigger; nil when it must be found from the image.
    public var cycleRows: [Int]? { replay.cycleRows }

    private var decoder: ReplayDecoder?
    private var thread: RealTimeThread?
    private var pending: DecodedChunk?
    private var nextIndex = 0
    private var startNanoseconds: Int64?

    /// Makes a source that plays `replay` from its first chunk.
    public init(replay: ReplaySet, pace: Pace) {
        if case .lineSpeed(let speed) = pace { precondition(speed > 0 && speed.isFinite) }
        self.replay = replay
        self.pace = pace
    }

    deinit { stop() }

    /// Starts from the first chunk; its rows come from when it is first asked for.
    public func start() throws(CaptureFault) {
        stop()
        let decoder = ReplayDecoder(replay: replay, slotCount: Self.decodedAheadMax)
        do {
            thread = try RealTimeThread(ThreadPlan(name: "replay")) { decoder.run() }
        } catch {
            throw .system(name: replay.folder, call: error.call, errno: error.code)
        }
        self.decoder = decoder
        nextIndex = 0
        startNanoseconds = nil
    }

    /// Copies the next chunk into `chunk` when its time has come.
    ///
    /// The header's timestamp is the time at which its last row was due: the row count over the
    /// row rate at line speed, the moment of delivery as fast as possible.
    public func next(
        into chunk: Chunk<Raw>,
        timeoutNanoseconds: Int64
    ) throws(CaptureFault) -> CaptureEvent {
        guard let decoder else { preconditionFailure("next is called before start") }
        precondition(chunk.format == format)
        guard nextIndex < replay.files.count else { return .end }
        let now = MonotonicClock.nowNanoseconds
        let begin = startNanoseconds ?? now
        startNanoseconds = begin
        let deadline = now + max(0, timeoutNanoseconds)
        if pending == nil { pending = decoder.take(untilNanoseconds: deadline) }
        guard let decoded = pending else { return .timeout }
        if let fault = decoded.fault { throw fault }
        let firstRow = nextIndex * format.rowsMax
        let due = dueNanoseconds(row: firstRow + decoded.rows, begin: begin)
        guard due <= deadline else {
            MonotonicClock.sleep(untilNanoseconds: deadline)
            return .timeout
        }
        if let due { MonotonicClock.sleep(untilNanoseconds: due) }
        chunk.fill(with: decoded.bytes, rows: decoded.rows)
        chunk.header = ChunkHeader(
            sequence: UInt64(nextIndex),
            firstRow: firstRow,
            validRows: decoded.rows,
            timestampNanoseconds: due ?? MonotonicClock.nowNanoseconds,
            encoderTicks: replay.encoderTicks(atRow: firstRow),
            rowsLostBefore: 0
        )
        pending = nil
        decoder.giveBack(decoded)
        nextIndex += 1
        return .rows
    }

    /// Ends the decoding thread; `start()` begins again at the first chunk.
    public func stop() {
        decoder?.stop()
        thread?.join()
        decoder = nil
        thread = nil
        pending = nil
    }

    private func dueNanoseconds(row: Int, begin: Int64) -> Int64? {
        guard case .lineSpeed(let speed) = pace else { return nil }
        return begin + Int64(Double(row) / (replay.rowRateHertz * speed) * 1e9)
    }
}

/// Nil, no due time, is always due.
private func <= (due: Int64?, deadline: Int64) -> Bool { due.map { $0 <= deadline } ?? true }
