/// Stage of a chunk as the camera delivered it.
public enum Raw {}
/// Stage of a chunk after flat-field correction and de-interleaving.
public enum Corrected {}

/// Geometry of every chunk of one source.
public struct ChunkFormat: Sendable, Equatable {
    /// Columns of one row.
    public var width: Int
    /// 1 (mono) or 3 (RGB).
    public var channels: Int
    /// Rows in a full chunk.
    public var rowsMax: Int

    /// Makes a format; all three are positive.
    public init(width: Int, channels: Int, rowsMax: Int) {
        self.width = width
        self.channels = channels
        self.rowsMax = rowsMax
    }

    /// Bytes of one row.
    public var rowByteCount: Int { width * channels }
}

/// What is known about a chunk beside its pixels.
public struct ChunkHeader: Sendable, Equatable {
    /// Driver's or our own running number; a step over 1 means lost chunks.
    public var sequence: UInt64
    /// Count of the chunk's first row since capture start; rows lost before it are counted.
    public var firstRow: Int
    /// Rows that were really filled, from 0; the rest of the buffer is poison.
    public var validRows: Int
    /// Kernel monotonic time at which the last valid row was complete.
    public var timestampNanoseconds: Int64
    /// Encoder count at the first row; nil without an encoder.
    public var encoderTicks: Int?
    /// Rows that were lost directly before this chunk.
    public var rowsLostBefore: Int
    /// Monotonic time at which the capture thread had the chunk in hand; latencies start here.
    public var receivedNanoseconds: Int64

    /// Makes a header.
    public init(
        sequence: UInt64,
        firstRow: Int,
        validRows: Int,
        timestampNanoseconds: Int64,
        encoderTicks: Int?,
        rowsLostBefore: Int,
        receivedNanoseconds: Int64 = 0
    ) {
        self.sequence = sequence
        self.firstRow = firstRow
        self.validRows = validRows
        self.timestampNanoseconds = timestampNanoseconds
        self.encoderTicks = encoderTicks
        self.rowsLostBefore = rowsLostBefore
        self.receivedNanoseconds = receivedNanoseconds
    }
}

/// Rows as one driver buffer, in a buffer that is allocated once and handed from plane to plane.
///
/// Memory order: row-major, channels interleaved, `format.rowsMax` rows; only the first
/// `header.validRows` mean anything. Not reentrant: exactly one thread owns a chunk at a time, and
/// ownership moves with the bounded queue between them, which is why `@unchecked Sendable` holds.
public final class Chunk<Stage>: @unchecked Sendable {
    /// Geometry; fixed for life.
    public let format: ChunkFormat
    /// `format.rowsMax * format.rowByteCount` samples.
    public var bytes: [UInt8]
    /// Describes the current contents.
    public var header: ChunkHeader

    /// Allocates the buffer, poisoned.
    public init(format: ChunkFormat) {
        self.format = format
        bytes = Array(repeating: 0xA5, count: format.rowsMax * format.rowByteCount)
        header = ChunkHeader(
            sequence: 0,
            firstRow: 0,
            validRows: 0,
            timestampNanoseconds: 0,
            encoderTicks: nil,
            rowsLostBefore: 0
        )
    }
}
