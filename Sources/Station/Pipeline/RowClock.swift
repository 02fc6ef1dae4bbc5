internal import Blister

/// Maps kernel times to rows by the chunks that have come.
///
/// The last chunks are remembered; between the ends of two chunks rows are taken as evenly spaced.
/// A time after the newest chunk has no row yet: the web may stand still, so it waits.
struct RowClock {
    private struct Mark {
        var endRow: Int
        var validRows: Int
        var nanoseconds: Int64
    }

    /// Chunks that are remembered.
    static let markCountMax = 64

    private let nanosecondsPerRow: Double
    private var marks: [Mark] = []

    init(rowRateHertz: Double) {
        precondition(rowRateHertz > 0)
        nanosecondsPerRow = 1e9 / rowRateHertz
        marks.reserveCapacity(Self.markCountMax + 1)
    }

    /// Learns from a chunk; chunks come in order.
    mutating func note(_ header: ChunkHeader) {
        guard header.validRows > 0 else { return }
        marks.append(
            Mark(
                endRow: header.firstRow + header.validRows,
                validRows: header.validRows,
                nanoseconds: header.timestampNanoseconds
            )
        )
        if marks.count > Self.markCountMax { marks.removeFirst() }
    }

    /// The row that was exposed at `nanoseconds`; nil when no chunk of that time has come yet.
    func row(atNanoseconds nanoseconds: Int64) -> Int? {
        guard let index = marks.firstIndex(where: { $0.nanoseconds >= nanoseconds }) else {
            return nil
        }
        let mark = marks[index]
        let startRow = mark.endRow - mark.validRows
        var perRow = nanosecondsPerRow
        if index > 0, mark.endRow > marks[index - 1].endRow {
            let previous = marks[index - 1]
            let measured =
                Double(mark.nanoseconds - previous.nanoseconds)
                / Double(mark.endRow - previous.endRow)
            // Far off the nominal rate the web stood still between the two; the rows of this
            // chunk were exposed at the nominal rate just before its end.
            if measured < 2 * nanosecondsPerRow { perRow = measured }
        }
        let back = Double(mark.nanoseconds - nanoseconds) / perRow
        let row = mark.endRow - 1 - Int(min(back, 1e9))
        let earliest =
            index > 0 ? min(marks[index - 1].endRow, startRow) : startRow - mark.validRows
        return max(row, earliest)
    }
}
