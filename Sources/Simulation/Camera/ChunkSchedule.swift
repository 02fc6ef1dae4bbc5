/// Cuts the rows of a run into chunks the way the camera's driver does.
///
/// A chunk ends early where the encoder stops, where rows are lost and where the camera goes.
struct ChunkSchedule: Sendable {
    /// What the driver does next.
    enum Step: Sendable, Equatable {
        /// A chunk of web rows; `lostBefore` rows are missing directly before it.
        case chunk(rows: Range<Int>, lostBefore: Int)
        /// The camera is gone until it is started again.
        case gone
        /// No more rows.
        case end
    }

    private enum Event: Sendable {
        case cut
        case lost(Int)
        case gone(Int)
    }

    private let events: [(row: Int, event: Event)]
    private let rowCount: Int
    private let rowsMax: Int
    private var nextRow = 0
    private var nextEvent = 0
    private var lostBefore = 0

    init(web: TwinWeb) {
        let timeline = TwinTimeline(web: web)
        rowCount = web.rowCount
        rowsMax = web.scenario.rowsPerChunk
        events = web.scenario.faults.compactMap { fault -> (row: Int, event: Event)? in
            let row = web.middleRow(fault.cycle)
            switch fault {
            case .stop: return (row, .cut)
            case .lostRows(_, let rows): return (row, .lost(rows))
            case .cameraGone(_, let milliseconds):
                return (row, .gone(timeline.rows(milliseconds: milliseconds)))
            default: return nil
            }
        }.sorted { $0.row < $1.row }
    }

    /// The next thing the driver does.
    mutating func next() -> Step {
        while nextEvent < events.count, events[nextEvent].row <= nextRow {
            let event = events[nextEvent].event
            nextEvent += 1
            switch event {
            case .cut: break
            case .lost(let rows): lose(rows)
            case .gone(let rows):
                lose(rows)
                return .gone
            }
        }
        guard nextRow < rowCount else { return .end }
        var end = min(rowCount, nextRow + rowsMax)
        if nextEvent < events.count { end = min(end, events[nextEvent].row) }
        let step = Step.chunk(rows: nextRow..<end, lostBefore: lostBefore)
        nextRow = end
        lostBefore = 0
        return step
    }

    private mutating func lose(_ rows: Int) {
        let lost = min(rows, rowCount - nextRow)
        nextRow += lost
        lostBefore += lost
    }
}
