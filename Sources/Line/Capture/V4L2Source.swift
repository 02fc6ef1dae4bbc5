public import Blister
internal import Glibc
internal import Imaging
internal import Linux

/// A camera of the kernel as a source of chunks.
///
/// Survives unplugging: ``next(into:timeoutNanoseconds:)`` throws ``CaptureFault/gone(name:)`` once,
/// ``start()`` opens again, and the next chunk counts rows as lost. A camera that has no signal yet
/// (v4l2loopback before its first frame) starts all the same and times out until it has one.
/// Row counts go on over restarts. Thread-bound like every ``ChunkSource``.
public final class V4L2Source: ChunkSource {
    /// What was asked.
    public let plan: CameraPlan
    /// Geometry of every chunk.
    public var format: ChunkFormat { plan.format }
    /// Losses so far, and whether the driver's sequence can be believed.
    public private(set) var clock: ChunkClock

    private static let retryNanoseconds: Int64 = 100_000_000

    private var stream: CameraStream?
    private var isStarted = false
    private var retryAtNanoseconds: Int64 = 0

    /// Makes a source; the device is not touched before ``start()``.
    public init(plan: CameraPlan) {
        self.plan = plan
        clock = ChunkClock(
            rowsMax: plan.format.rowsMax,
            rowPeriodNanoseconds: plan.rowRateHertz.map { 1e9 / $0 },
            ticksPerRow: plan.ticksPerRow
        )
    }

    /// Opens the device, sets format and controls and starts the stream.
    ///
    /// - Throws: `gone` when the node is not there, `refused` with what the camera offers instead.
    public func start() throws(CaptureFault) {
        stop()
        stream = try CameraStream.open(plan)
        isStarted = true
        retryAtNanoseconds = MonotonicClock.nowNanoseconds + Self.retryNanoseconds
    }

    /// Waits for rows; damaged and repeated buffers are thrown away and counted on the way.
    ///
    /// - Throws: any fault stops the source; until the next ``start()`` it stays `gone`.
    public func next(
        into chunk: Chunk<Raw>,
        timeoutNanoseconds: Int64
    ) throws(CaptureFault) -> CaptureEvent {
        precondition(chunk.format == format)
        guard isStarted else { throw .gone(name: plan.device) }
        let deadline = MonotonicClock.nowNanoseconds + max(0, timeoutNanoseconds)
        do {
            repeat {
                guard let stream = try signal(before: deadline) else { continue }
                let left = deadline - MonotonicClock.nowNanoseconds
                switch try stream.device.wait(timeoutNanoseconds: left) {
                case .timeout: return .timeout
                case .gone: throw SystemError(call: "poll", subject: plan.device, code: ENODEV)
                case .frame:
                    if try take(from: stream, into: chunk) { return .rows }
                }
            } while MonotonicClock.nowNanoseconds < deadline
            return .timeout
        } catch let error as SystemError {
            stop()
            throw CaptureFault(error, name: plan.device)
        } catch {
            throw error as? CaptureFault ?? .gone(name: plan.device)
        }
    }

    /// Stops the stream and closes the device.
    public func stop() {
        if stream != nil { clock.interrupt() }
        stream?.device.close()
        stream = nil
        isStarted = false
    }

    /// The open stream; tries to open one now and then while the camera has no signal.
    private func signal(before deadline: Int64) throws(CaptureFault) -> CameraStream? {
        if let stream { return stream }
        MonotonicClock.sleep(untilNanoseconds: min(deadline, retryAtNanoseconds))
        guard MonotonicClock.nowNanoseconds >= retryAtNanoseconds else { return nil }
        retryAtNanoseconds = MonotonicClock.nowNanoseconds + Self.retryNanoseconds
        stream = try CameraStream.open(plan)
        return stream
    }

    /// Takes one buffer; whether it gave rows.
    private func take(
        from stream: CameraStream,
        into chunk: Chunk<Raw>
    ) throws(SystemError) -> Bool {
        let buffer: CameraBuffer?
        do {
            buffer = try stream.device.dequeue()
        } catch {
            // The driver lost one frame's data, not the device.
            guard error.code == EIO else { throw error }
            clock.loseChunk()
            return false
        }
        guard let buffer else { return false }
        let rows = stream.decode(buffer, into: chunk)
        try stream.device.requeue(buffer)
        let facts = BufferFacts(
            sequence: buffer.sequence,
            timestampNanoseconds: buffer.timestampNanoseconds,
            isMonotonic: buffer.isMonotonic,
            isStartOfExposure: buffer.isStartOfExposure,
            isDamaged: buffer.isDamaged || rows == nil,
            validRows: rows ?? 0,
            takenNanoseconds: MonotonicClock.nowNanoseconds
        )
        guard let header = clock.header(for: facts) else { return false }
        chunk.header = header
        return true
    }
}

extension CaptureFault {
    /// What a failed call means to the line.
    init(_ error: SystemError, name: String) {
        if error.meansGone {
            self = .gone(name: name)
        } else if error.meansForbidden {
            self = .refused(
                name: name,
                request: "open",
                cure: "add the service's user to the group video"
            )
        } else if error.code == EBUSY {
            self = .refused(
                name: name,
                request: "stream",
                cure: "end the other program that uses the camera"
            )
        } else {
            self = .system(name: name, call: error.call, errno: error.code)
        }
    }
}
