public import Blister

/// What a driver says about one filled buffer, and what was found in it.
public struct BufferFacts: Sendable, Equatable {
    /// The driver's running number.
    public var sequence: UInt32
    /// The driver's time.
    public var timestampNanoseconds: Int64
    /// The time is CLOCK_MONOTONIC.
    public var isMonotonic: Bool
    /// The time is that of the start of exposure.
    public var isStartOfExposure: Bool
    /// The driver or the decoder says that the contents are damaged.
    public var isDamaged: Bool
    /// Rows that were really written.
    public var validRows: Int
    /// When the buffer was taken, by our own clock.
    public var takenNanoseconds: Int64

    /// Makes facts.
    public init(
        sequence: UInt32,
        timestampNanoseconds: Int64,
        isMonotonic: Bool,
        isStartOfExposure: Bool,
        isDamaged: Bool,
        validRows: Int,
        takenNanoseconds: Int64
    ) {
        self.sequence = sequence
        self.timestampNanoseconds = timestampNanoseconds
        self.isMonotonic = isMonotonic
        self.isStartOfExposure = isStartOfExposure
        self.isDamaged = isDamaged
        self.validRows = validRows
        self.takenNanoseconds = takenNanoseconds
    }
}

/// Turns what drivers say into chunk headers that can be believed: counts every row, the lost ones
/// too, and never lets time run backwards.
///
/// A damaged buffer, a step of the sequence and an interruption count as lost rows before the next
/// chunk. While a driver's sequence stands still its losses are found by time where rows come at a
/// known rate, and cannot be found where rows follow an encoder; when it goes on, the buffers that
/// came without a number are set against it. A value type without a clock of its own; allocates
/// nothing.
public struct ChunkClock: Sendable, Equatable {
    /// Rows of a full chunk.
    public let rowsMax: Int
    /// Time from row to row when rows come at a fixed rate; nil when they follow an encoder.
    public let rowPeriodNanoseconds: Double?
    /// Encoder counts from row to row; nil without an encoder.
    public let ticksPerRow: Double?

    /// Buffers in a row without a new number after which the sequence is given up.
    public static let unnumberedChunkCountMax = 3

    /// Whether losses are known by the driver's sequence.
    public var isSequenceTrusted: Bool { unnumberedChunkCount < Self.unnumberedChunkCountMax }
    /// Buffers thrown away because they were damaged.
    public private(set) var damagedChunkCount = 0
    /// Buffers thrown away because the driver handed them over twice.
    public private(set) var repeatedChunkCount = 0
    /// Rows that were lost, all together.
    public private(set) var lostRowCount = 0

    private struct Last: Sendable, Equatable {
        var driverSequence: UInt32
        var driverNanoseconds: Int64
        var nanoseconds: Int64
    }

    private var last: Last?
    private var sequence: UInt64 = 0
    private var nextRow = 0
    private var pendingLostRows = 0
    private var isInterrupted = false
    private var unnumberedChunkCount = 0
    private var unknownChunkCount = 0

    /// Makes a clock before the first chunk.
    public init(rowsMax: Int, rowPeriodNanoseconds: Double?, ticksPerRow: Double?) {
        precondition(rowsMax > 0 && rowPeriodNanoseconds ?? 1 > 0)
        self.rowsMax = rowsMax
        self.rowPeriodNanoseconds = rowPeriodNanoseconds
        self.ticksPerRow = ticksPerRow
    }

    /// Rows of a buffer that were written whole; `bytesPerRow` includes padding, which the last
    /// row may lack.
    public static func wholeRows(
        byteCount: Int,
        bytesPerRow: Int,
        rowByteCount: Int,
        rowsMax: Int
    ) -> Int {
        precondition(bytesPerRow >= rowByteCount && rowByteCount > 0)
        return min(rowsMax, max(0, byteCount + bytesPerRow - rowByteCount) / bytesPerRow)
    }

    /// The stream stopped and starts again: what came in between is lost.
    public mutating func interrupt() {
        isInterrupted = last != nil
        unnumberedChunkCount = 0
    }

    /// The header of the next chunk, or nil when this buffer must be thrown away.
    public mutating func header(for facts: BufferFacts) -> ChunkHeader? {
        let time = believableTime(facts)
        guard let step = lostChunks(before: facts, at: time) else {
            repeatedChunkCount += 1
            return nil
        }
        pendingLostRows += step * rowsMax
        sequence &+= UInt64(step) + (last == nil ? UInt64(facts.sequence) : 1)
        last = Last(
            driverSequence: facts.sequence,
            driverNanoseconds: facts.timestampNanoseconds,
            nanoseconds: time
        )
        isInterrupted = false
        guard !facts.isDamaged else {
            damagedChunkCount += 1
            pendingLostRows += rowsMax
            return nil
        }
        let firstRow = nextRow + pendingLostRows
        let header = ChunkHeader(
            sequence: sequence,
            firstRow: firstRow,
            validRows: facts.validRows,
            timestampNanoseconds: time,
            encoderTicks: ticksPerRow.map { Int((Double(firstRow) * $0).rounded(.down)) },
            rowsLostBefore: pendingLostRows
        )
        nextRow = firstRow + facts.validRows
        lostRowCount += pendingLostRows
        pendingLostRows = 0
        return header
    }

    /// A buffer was taken of which nothing is known.
    public mutating func loseChunk() {
        damagedChunkCount += 1
        unknownChunkCount += 1
        pendingLostRows += rowsMax
    }

    /// Chunks that are missing before this buffer; nil when it was delivered before.
    private mutating func lostChunks(before facts: BufferFacts, at time: Int64) -> Int? {
        guard let last else { return 0 }
        guard !isInterrupted else { return max(1, missingByTime(facts, time, since: last)) }
        let step = facts.sequence &- last.driverSequence
        guard step != 0 else {
            let isSameTime = facts.timestampNanoseconds == last.driverNanoseconds
            if isSameTime, facts.isMonotonic, facts.timestampNanoseconds > 0 { return nil }
            unnumberedChunkCount += 1
            return missingByTime(facts, time, since: last)
        }
        let unnumbered = unnumberedChunkCount + unknownChunkCount
        unnumberedChunkCount = 0
        unknownChunkCount = 0
        // A count that runs backwards was restarted by the driver.
        guard step < 1 << 31 else { return max(1, missingByTime(facts, time, since: last)) }
        return max(0, Int(step) - 1 - unnumbered)
    }

    private func missingByTime(_ facts: BufferFacts, _ time: Int64, since last: Last) -> Int {
        guard let rowPeriodNanoseconds else { return 0 }
        let rows = Double(time - last.nanoseconds) / rowPeriodNanoseconds - Double(facts.validRows)
        return Int(min(1e9, max(0, (rows / Double(rowsMax)).rounded())))
    }

    /// The driver's time where it can be true, else our own.
    private func believableTime(_ facts: BufferFacts) -> Int64 {
        let earliest = last?.nanoseconds ?? .min
        let slackNanoseconds: Int64 = 1_000_000
        // Some drivers stamp with the monotonic clock without saying so; no other clock comes near.
        let oldestNanoseconds: Int64 = facts.isMonotonic ? 60_000_000_000 : 2_000_000_000
        var time = facts.timestampNanoseconds
        let isBelievable =
            time > 0 && time <= facts.takenNanoseconds + slackNanoseconds
            && time >= facts.takenNanoseconds - oldestNanoseconds
        if !isBelievable {
            time = facts.takenNanoseconds
        } else if facts.isStartOfExposure, let rowPeriodNanoseconds {
            time += Int64(Double(facts.validRows) * rowPeriodNanoseconds)
        }
        return max(earliest, min(time, facts.takenNanoseconds))
    }
}
