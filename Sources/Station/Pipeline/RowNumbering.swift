internal import Blister

/// Numbers rows without a break across dropped chunks and camera restarts.
///
/// A source numbers its own rows from its own start; the line needs one count for as long as the
/// daemon runs, in which lost rows have their place.
struct RowNumbering {
    private var offset = 0
    private var nextRow = 0
    private var lastTimestampNanoseconds: Int64 = 0
    private var droppedRows = 0
    private var isRestarted = false
    private var sequence: UInt64 = 0

    /// Counts a chunk that nobody will see.
    mutating func drop(_ header: ChunkHeader) {
        droppedRows += header.validRows + header.rowsLostBefore
        lastTimestampNanoseconds = header.timestampNanoseconds
    }

    /// The source starts anew: its next row is numbered by the time that passed.
    mutating func restart() {
        isRestarted = true
    }

    /// Replaces the source's row number by the line's.
    mutating func number(_ header: inout ChunkHeader, rowRateHertz: Double) {
        if isRestarted {
            let elapsed = Double(header.timestampNanoseconds - lastTimestampNanoseconds) / 1e9
            let lost = max(1, Int((elapsed * rowRateHertz).rounded()) - header.validRows)
            offset = nextRow + lost - header.firstRow
            header.rowsLostBefore = lost
            isRestarted = false
        } else {
            header.rowsLostBefore += droppedRows
        }
        droppedRows = 0
        header.firstRow += offset
        nextRow = header.firstRow + header.validRows
        lastTimestampNanoseconds = header.timestampNanoseconds
        header.sequence = sequence
        sequence += 1
    }

    /// Makes an empty chunk of the present row, which travels as a probe.
    func markIdle(_ header: inout ChunkHeader) {
        header = ChunkHeader(
            sequence: sequence,
            firstRow: nextRow,
            validRows: 0,
            timestampNanoseconds: lastTimestampNanoseconds,
            encoderTicks: nil,
            rowsLostBefore: 0
        )
    }
}
