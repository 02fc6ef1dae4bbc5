internal import Blister

/// The last rows of a source, with their times and encoder counts; what is older is overwritten.
struct RowRing {
    let format: ChunkFormat
    /// Rows that are kept.
    let capacity: Int
    /// Count of the row that comes next.
    private(set) var nextRow = 0
    /// Count of the first row that ever came; rows before it were never there.
    private(set) var startRow: Int?
    private var bytes: [UInt8]
    private var lost: [Range<Int>] = []
    private var arrivals: [Arrival] = []

    private struct Arrival {
        var rows: Range<Int>
        var endNanoseconds: Int64
        var encoderTicks: Int?
    }

    init(format: ChunkFormat, capacity: Int) {
        precondition(capacity > 0)
        self.format = format
        self.capacity = capacity
        bytes = Array(repeating: 0, count: capacity * format.rowByteCount)
    }

    /// First row that is still kept.
    var oldestRow: Int { max(nextRow - capacity, startRow ?? nextRow) }

    /// Takes rows `offset ..< offset + count` of a chunk; rows between the last one and these count
    /// as lost, rows that were there already are passed over.
    mutating func append(_ chunk: Chunk<Corrected>, offset: Int, count: Int) {
        precondition(chunk.format.rowByteCount == format.rowByteCount && count <= capacity)
        let first = chunk.header.firstRow + offset
        if offset == 0 { note(chunk.header) }
        if startRow == nil {
            startRow = first
            nextRow = first
        }
        if first > nextRow { lost.append(nextRow..<first) }
        let from = max(first, nextRow)
        let end = first + count
        guard end > from else { return }
        var row = from
        while row < end {
            let slot = row % capacity
            let run = min(end - row, capacity - slot)
            let source = (row - chunk.header.firstRow) * format.rowByteCount
            let size = run * format.rowByteCount
            let target = slot * format.rowByteCount
            bytes.replaceSubrange(
                target..<(target + size),
                with: chunk.bytes[source..<(source + size)]
            )
            row += run
        }
        nextRow = end
        let oldest = oldestRow
        lost.removeAll { $0.upperBound <= oldest }
    }

    private mutating func note(_ header: ChunkHeader) {
        arrivals.append(
            Arrival(
                rows: header.firstRow..<(header.firstRow + header.validRows),
                endNanoseconds: header.timestampNanoseconds,
                encoderTicks: header.encoderTicks
            )
        )
        // One arrival before the oldest row stays: rates are taken between neighbours.
        while arrivals.count > 2, arrivals[1].rows.upperBound <= oldestRow {
            arrivals.removeFirst()
        }
    }

    /// Whether every one of `rows` came and is still kept.
    func hasAll(_ rows: Range<Int>) -> Bool {
        rows.lowerBound >= oldestRow && rows.upperBound <= nextRow
            && !lost.contains { $0.overlaps(rows) }
    }

    /// Whether `row` came and is still kept.
    func has(_ row: Int) -> Bool { hasAll(row..<(row + 1)) }

    /// Samples `columns` of row `row`, which must be kept.
    func samples(row: Int, columns: Range<Int>) -> ArraySlice<UInt8> {
        precondition(row >= oldestRow && row < nextRow)
        let start = row % capacity * format.rowByteCount
        return bytes[
            (start + columns.lowerBound * format.channels)..<(start + columns.upperBound
                * format.channels)
        ]
    }

    /// When `row` was captured, between the ends of the chunks around it; 0 when not known.
    func nanoseconds(ofRow row: Int) -> Int64 {
        guard let index = arrivals.firstIndex(where: { row < $0.rows.upperBound }) else {
            return arrivals.last?.endNanoseconds ?? 0
        }
        let arrival = arrivals[index]
        guard index > 0 else { return arrival.endNanoseconds }
        let before = arrivals[index - 1]
        let rows = Int64(arrival.rows.upperBound - before.rows.upperBound)
        let after = Int64(arrival.rows.upperBound - 1 - row)
        return arrival.endNanoseconds - (arrival.endNanoseconds - before.endNanoseconds) * after
            / max(rows, 1)
    }

    /// Encoder count at `row`, between the counts of the chunks around it; the chunk's own count
    /// while there is only one, nil without an encoder.
    func encoderTicks(ofRow row: Int) -> Int? {
        guard
            let index = arrivals.lastIndex(where: { $0.rows.lowerBound <= row })
                ?? arrivals.indices.first,
            let ticks = arrivals[index].encoderTicks
        else { return nil }
        let other = index + 1 < arrivals.count ? index + 1 : index - 1
        guard other >= 0, let otherTicks = arrivals[other].encoderTicks else { return ticks }
        let rows = arrivals[other].rows.lowerBound - arrivals[index].rows.lowerBound
        guard rows != 0 else { return ticks }
        let past = row - arrivals[index].rows.lowerBound
        return ticks + Int((Double(otherTicks - ticks) * Double(past) / Double(rows)).rounded())
    }
}
