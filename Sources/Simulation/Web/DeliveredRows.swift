/// Which rows of the web reach the computer: all but those a fault loses.
struct DeliveredRows: Sendable {
    /// Ranges of web rows in order.
    let segments: [Range<Int>]
    let count: Int

    init(web: TwinWeb) {
        var lost: [Range<Int>] = []
        for fault in web.scenario.faults {
            guard case .lostRows(let cycle, let rows) = fault else { continue }
            let middle = (web.triggerRow(cycle) + web.triggerRow(cycle + 1)) / 2
            lost.append(middle..<middle + rows)
        }
        lost.sort { $0.lowerBound < $1.lowerBound }
        var segments: [Range<Int>] = []
        var next = 0
        for gap in lost {
            let end = min(gap.lowerBound, web.rowCount)
            if next < end { segments.append(next..<end) }
            next = max(next, min(gap.upperBound, web.rowCount))
        }
        if next < web.rowCount { segments.append(next..<web.rowCount) }
        self.segments = segments
        count = segments.reduce(0) { $0 + $1.count }
    }

    /// The web rows behind delivered rows `rows`, in pieces.
    func webRows(_ rows: Range<Int>) -> [Range<Int>] {
        var pieces: [Range<Int>] = []
        var start = 0
        for segment in segments {
            let first = max(rows.lowerBound, start)
            let last = min(rows.upperBound, start + segment.count)
            if first < last {
                let shift = segment.lowerBound - start
                pieces.append(first + shift..<last + shift)
            }
            start += segment.count
        }
        return pieces
    }

    /// The delivered row for web row `row`, or for the next one that is delivered.
    func deliveredRow(_ row: Int) -> Int {
        var start = 0
        for segment in segments {
            if row < segment.lowerBound { return start }
            if row < segment.upperBound { return start + row - segment.lowerBound }
            start += segment.count
        }
        return start
    }
}
