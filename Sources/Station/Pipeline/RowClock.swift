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
    private let silenceNanoseconds: Int64
    private var marks: [Mark] = []

    init(rowRateHertz: Double, silenceNanoseconds: Int64) {
        precondition(rowRateHertz > 0 && silenceNanoseconds > 0)
        self.silenceNanoseconds = silenceNanoseconds
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

    /// What is known about the row that was exposed at some time.
    enum Finding: Equatable {
        /// That row.
        case row(Int)
        /// The camera was silent then, for longer than the web may pause: nobody saw that row.
        case unseen
        /// No chunk of that time has come yet.
        case notYet
    }

    /// The row that was exposed at `nanoseconds`.
    func find(_ nanoseconds: Int64) -> Finding {
        guard let index = marks.firstIndex(where: { $0.nanoseconds >= nanoseconds }) else {
            return .notYet
        }
        let mark = marks[index]
        let start = mark.nanoseconds - Int64(Double(mark.validRows) * nanosecondsPerRow)
        guard start - nanoseconds <= silenceNanoseconds else { return .unseen }
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
        // A trigger shortly before the first row after a pause belongs to that row.
        return .row(max(mark.endRow - 1 - Int(min(back, 1e9)), startRow))
    }
}
