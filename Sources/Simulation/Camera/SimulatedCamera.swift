public import Blister
public import Capture
internal import Linux

/// The line twin as a camera.
///
/// Rows are rendered ahead on a thread of its own, so that ``next(into:timeoutNanoseconds:)`` only
/// copies. Thread-bound like every ``ChunkSource``. A scheduled `camera_gone` throws
/// ``CaptureFault/gone(name:)``; the next ``start()`` goes on behind the rows that were missed.
public final class SimulatedCamera: ChunkSource {
    /// How fast rows come.
    public enum Pace: Sendable, Equatable {
        /// As soon as they are rendered.
        case asFastAsPossible
        /// At `speed` times the scenario's row rate, stops included; 1 is line speed.
        case lineSpeed(speed: Double)
    }

    /// The web it looks at.
    public let web: TwinWeb
    /// How fast.
    public let pace: Pace
    /// Geometry of every chunk.
    public var format: ChunkFormat { web.format }
    /// Monotonic time of the run's first row; 0 before the first ``start()``.
    public private(set) var epochNanoseconds: Int64 = 0

    private let chunksAhead: Int
    private let rendersFirst: Bool
    private let timeline: TwinTimeline
    private var feed: TwinFeed?
    private var thread: RealTimeThread?
    private var pending: RenderedChunk?
    private var hasStarted = false
    private var isOver = false
    private var sequence: UInt64 = 0

    /// A camera over `web` that renders `chunksAhead` chunks ahead.
    ///
    /// With `rendersFirst` the first ``start()`` waits until that many are ready, so that a
    /// benchmark does not share its processors with the renderer.
    public init(web: TwinWeb, pace: Pace, chunksAhead: Int = 8, rendersFirst: Bool = false) {
        if case .lineSpeed(let speed) = pace { precondition(speed > 0 && speed.isFinite) }
        precondition(chunksAhead > 0)
        self.web = web
        self.pace = pace
        self.chunksAhead = chunksAhead
        self.rendersFirst = rendersFirst
        timeline = TwinTimeline(web: web)
    }

    deinit { end() }

    /// Row count of every cycle trigger that comes, in order.
    public var cycleRows: [Int] {
        let lost = web.scenario.faults.compactMap { fault -> Int? in
            guard case .lostTrigger(let cycle) = fault else { return nil }
            return cycle
        }
        return (0..<web.scenario.cycles).filter { !lost.contains($0) }.map(web.triggerRow)
    }

    /// Starts the run, or goes on with it after the camera was gone.
    public func start() throws(CaptureFault) {
        guard !hasStarted else { return }
        hasStarted = true
        isOver = false
        sequence = 0
        let feed = TwinFeed(web: web, chunksAhead: chunksAhead)
        do {
            thread = try RealTimeThread(ThreadPlan(name: "twin")) { feed.run() }
        } catch {
            throw .system(name: "line twin", call: error.call, errno: error.code)
        }
        self.feed = feed
        if rendersFirst { feed.waitUntilFull() }
        epochNanoseconds = MonotonicClock.nowNanoseconds
    }

    /// Copies the next chunk into `chunk` when its time has come.
    public func next(
        into chunk: Chunk<Raw>,
        timeoutNanoseconds: Int64
    ) throws(CaptureFault) -> CaptureEvent {
        guard let feed else { preconditionFailure("next is called before start") }
        precondition(chunk.format == format)
        guard !isOver else { return .end }
        let deadline = MonotonicClock.nowNanoseconds + max(0, timeoutNanoseconds)
        if pending == nil { pending = feed.take(untilNanoseconds: deadline) }
        guard let rendered = pending else { return .timeout }
        switch rendered.step {
        case .end:
            isOver = true
            return .end
        case .gone:
            release(rendered, to: feed)
            throw .gone(name: "line twin")
        case .chunk(let rows, let lost):
            let due = dueNanoseconds(row: rows.upperBound - 1)
            if let due {
                guard due <= deadline else {
                    MonotonicClock.sleep(untilNanoseconds: deadline)
                    return .timeout
                }
                MonotonicClock.sleep(untilNanoseconds: due)
            }
            chunk.fill(with: rendered.bytes, rows: rows.count)
            chunk.header = ChunkHeader(
                sequence: sequence,
                firstRow: rows.lowerBound,
                validRows: rows.count,
                timestampNanoseconds: due ?? MonotonicClock.nowNanoseconds,
                encoderTicks: rows.lowerBound,
                rowsLostBefore: lost
            )
            sequence += 1
            release(rendered, to: feed)
            return .rows
        }
    }

    /// Stops delivering; ``start()`` goes on with the rows that follow.
    public func stop() {
        // The web runs on and the rendering thread waits at its bound: nothing to release but time.
    }

    private func release(_ rendered: RenderedChunk, to feed: TwinFeed) {
        pending = nil
        feed.giveBack(rendered)
    }

    private func end() {
        feed?.stop()
        thread?.join()
        feed = nil
        thread = nil
        pending = nil
    }

    private func dueNanoseconds(row: Int) -> Int64? {
        guard case .lineSpeed(let speed) = pace else { return nil }
        return epochNanoseconds + Int64(Double(timeline.nanoseconds(row: row + 1)) / speed)
    }
}
