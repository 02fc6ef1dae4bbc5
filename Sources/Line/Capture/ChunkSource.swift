public import Blister

/// A camera, or something that behaves like one: V4L2, Replay, Simulated.
///
/// Thread-bound: after `start()` every call comes from the one capture thread. `next` neither
/// allocates nor takes a lock that another plane holds.
public protocol ChunkSource: AnyObject {
    /// Geometry of every chunk; fixed after `start()`.
    var format: ChunkFormat { get }

    /// Opens and starts streaming.
    func start() throws(CaptureFault)

    /// Waits for rows and copies them into `chunk`, poisoning what is not filled.
    ///
    /// - Returns: what happened; `chunk.header` is set only for `.rows`.
    func next(
        into chunk: Chunk<Raw>,
        timeoutNanoseconds: Int64
    ) throws(CaptureFault) -> CaptureEvent

    /// Stops streaming and releases the device; `start()` may follow.
    func stop()
}

/// What one wait for rows ended with.
public enum CaptureEvent: Sendable, Equatable {
    /// The chunk was filled.
    case rows
    /// Nothing came in time: the web stands still or the camera hangs.
    case timeout
    /// The source has no more rows (replay and simulation only).
    case end
}

/// Why a source cannot deliver.
public enum CaptureFault: Error, Equatable, Sendable {
    /// The device or file is not there (any more).
    case gone(name: String)
    /// The device refuses what the configuration asks; `cure` is one plain sentence.
    case refused(name: String, request: String, cure: String)
    /// A file is broken or of the wrong size.
    case damaged(name: String, reason: String)
    /// A system call failed.
    case system(name: String, call: String, errno: Int32)
}
