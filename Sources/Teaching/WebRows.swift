public import Blister
public import Capture

/// Rows of a replay set as corrected chunks, in order.
public enum WebRows {
    /// Longest wait for rows of a file, in nanoseconds.
    private static let timeoutNanoseconds: Int64 = 10_000_000_000

    /// Hands every chunk of `replay` to `body` on the calling thread.
    public static func forEach(
        _ replay: ReplaySet,
        _ body: (Chunk<Corrected>) throws -> Void
    ) throws {
        let source = ReplaySource(replay: replay, pace: .asFastAsPossible)
        try source.start()
        defer { source.stop() }
        let raw = Chunk<Raw>(format: replay.format)
        let corrected = Chunk<Corrected>(format: replay.format)
        while true {
            switch try source.next(into: raw, timeoutNanoseconds: timeoutNanoseconds) {
            case .rows:
                corrected.header = raw.header
                swap(&corrected.bytes, &raw.bytes)
                try body(corrected)
            case .timeout:
                throw TeachingError.unusable(
                    source: replay.folder,
                    reason: "no rows came in time",
                    cure: "check the disk"
                )
            case .end:
                return
            }
        }
    }
}
