public import Blister
internal import Imaging

/// Cuts blisters out of the stream of corrected rows as soon as their last row has come.
///
/// Every cycle yields every lane exactly once, in order of cycle and lane. Thread-bound: one
/// thread owns a cutter. Memory is bounded by the ring of rows, set up once.
public struct BlisterCutter: Sendable {
    /// Where blisters lie on the web.
    public let geometry: WebGeometry
    /// Rows and columns around a blister that a cut holds, millimetres.
    public let marginMillimetres: Double
    /// Number that the next cycle gets when cycles are found or given as rows.
    public private(set) var nextCycle = 0

    private var ring: RowRing
    private var pending: [PendingCycle] = []
    private var finder: CycleFinder?
    private var isPulsed = false
    private var lastPulseRow: Int?

    /// Pitches of rows that are kept: the free search looks at three, the rest is slack.
    private static let keptPitches = 6

    /// Makes a cutter.
    ///
    /// - Parameters:
    ///   - geometry: the taught place of the blisters.
    ///   - format: of the chunks that will come.
    ///   - trigger: what says where cycles begin.
    ///   - marginMillimetres: kept around each blister; below it, what the geometry says.
    public init(
        geometry: WebGeometry,
        format: ChunkFormat,
        trigger: CycleTrigger,
        marginMillimetres: Double = 4
    ) {
        precondition(marginMillimetres >= 0)
        self.geometry = geometry
        self.marginMillimetres = marginMillimetres
        let pitchRows = Int(geometry.layout.pitch / geometry.millimetresPerRow) + 1
        let extra = abs(geometry.triggerOffsetMillimetres) + 2 * marginMillimetres
        let extraRows = Int(extra / geometry.millimetresPerRow) + 1
        let capacity = pitchRows * Self.keptPitches + extraRows
        ring = RowRing(format: format, capacity: max(capacity, 2 * format.rowsMax))
        switch trigger {
        case .rows(let rows):
            for row in rows { append(trigger: row, isAnnounced: true) }
        case .pulses:
            isPulsed = true
        case .image(let template):
            finder = CycleFinder(template: template, geometry: geometry, format: format)
        }
    }

    /// Tells the row at which cycle `cycle` was triggered; before or after that row came.
    ///
    /// - Parameters:
    ///   - row: row count since capture start, not before the one told last.
    ///   - cycle: the cycle's number, greater than the one told last.
    public mutating func pulse(row: Int, cycle: Int) {
        precondition(isPulsed && cycle >= nextCycle)
        nextCycle = cycle
        // Two blisters cannot share rows: those of the one before never came.
        let pitchRows = geometry.layout.pitch / geometry.millimetresPerRow
        if let last = pending.indices.last, let before = lastPulseRow,
            Double(row - before) < pitchRows / 2
        {
            pending[last].isLost = true
        }
        lastPulseRow = row
        append(trigger: row)
    }

    /// Takes the valid rows of a chunk and hands every blister that is whole now to `emit`.
    public mutating func accept(_ chunk: Chunk<Corrected>, emit: (BlisterCut) -> Void) {
        // In pieces, so that a large chunk cannot overrun the ring before its blisters are cut.
        let piece = max(1, min(ring.capacity / 8, chunk.header.validRows))
        var offset = 0
        while offset < chunk.header.validRows {
            let count = min(piece, chunk.header.validRows - offset)
            ring.append(chunk, offset: offset, count: count)
            offset += count
            find(atEnd: false)
            emitWhole(emit)
        }
    }

    /// Tells that no more rows come; cycles whose rows did not all come are emitted incomplete.
    ///
    /// - Parameters:
    ///   - isStopped: whether the source was stopped rather than ended: cycles that were only
    ///     announced for rows to come did not happen then.
    ///   - emit: takes each blister.
    public mutating func finish(isStopped: Bool = false, emit: (BlisterCut) -> Void) {
        find(atEnd: true)
        if isStopped {
            let nextRow = ring.nextRow
            pending.removeAll { cycle in cycle.announcedRow.map { $0 >= nextRow } ?? false }
        }
        for cycle in pending { self.emit(cycle, to: emit) }
        pending.removeAll()
    }

    private mutating func append(trigger row: Int, isAnnounced: Bool = false) {
        let origin = Double(row) + geometry.triggerOffsetMillimetres / geometry.millimetresPerRow
        var cycle = PendingCycle(number: nextCycle, originRow: origin, stepOffset: 0)
        if isAnnounced { cycle.announcedRow = row }
        pending.append(cycle)
        nextCycle += 1
    }

    private mutating func find(atEnd: Bool) {
        guard var finder else { return }
        while let found = finder.next(in: ring, atEnd: atEnd) {
            pending.append(
                PendingCycle(
                    number: nextCycle,
                    originRow: found.originRow,
                    stepOffset: found.stepOffsetMillimetres
                )
            )
            nextCycle += 1
        }
        self.finder = finder
    }

    private mutating func emitWhole(_ emit: (BlisterCut) -> Void) {
        var done = 0
        while done < pending.count {
            let rows = window(of: pending[done])
            guard ring.nextRow >= rows.whole.upperBound else { break }
            self.emit(pending[done], to: emit)
            done += 1
        }
        pending.removeFirst(done)
    }

    private func window(of cycle: PendingCycle) -> (own: Range<Int>, whole: Range<Int>) {
        let length = geometry.layout.length / geometry.millimetresPerRow
        let margin = marginMillimetres / geometry.millimetresPerRow
        let first = Int(cycle.originRow.rounded(.down))
        let end = Int((cycle.originRow + length).rounded(.up))
        let marginRows = Int(margin.rounded(.up))
        let below = min(geometry.marginBelowMillimetres ?? marginMillimetres, marginMillimetres)
        let rowsBelow = Int((below / geometry.millimetresPerRow).rounded(.up))
        return (first..<end, (first - marginRows)..<(end + rowsBelow))
    }

    private func emit(_ cycle: PendingCycle, to emit: (BlisterCut) -> Void) {
        let rows = window(of: cycle)
        // Up to this much of a blister's rim may lie before the first row ever captured.
        let isComplete =
            !cycle.isLost
            && ring.hasAll(cycle.seenRows(of: rows.own, in: ring, geometry: geometry))
        for lane in 0..<geometry.layout.lanes {
            emit(cut(cycle, lane: lane, rows: rows, isComplete: isComplete))
        }
    }

    private func cut(
        _ cycle: PendingCycle,
        lane: Int,
        rows: (own: Range<Int>, whole: Range<Int>),
        isComplete: Bool
    ) -> BlisterCut {
        let origin = geometry.firstColumn(lane: lane)
        let marginColumns = Int((marginMillimetres / geometry.millimetresPerColumn).rounded(.up))
        let first = Int(origin.rounded(.down)) - marginColumns
        let extent = geometry.layout.width / geometry.millimetresPerColumn
        let end = Int((origin + extent).rounded(.up)) + marginColumns
        let (image, firstColumn, firstRow) =
            isComplete
            ? picture(rows: rows.whole, columns: first..<end)
            : (
                Image(width: 1, height: 1, channels: ring.format.channels, filledWith: 0), first,
                rows.whole.lowerBound
            )
        return BlisterCut(
            identity: BlisterIdentity(cycle: cycle.number, lane: lane),
            image: image,
            expectedOrigin: Point(
                x: origin - Double(firstColumn),
                y: cycle.originRow - Double(firstRow)
            ),
            millimetresPerColumn: geometry.millimetresPerColumn,
            millimetresPerRow: geometry.millimetresPerRow,
            capturedNanoseconds: ring.nanoseconds(ofRow: rows.own.upperBound - 1),
            encoderTicks: ring.encoderTicks(ofRow: rows.own.lowerBound),
            firstRow: firstRow,
            isIncomplete: !isComplete,
            stepOffsetMillimetres: cycle.stepOffset
        )
    }

    /// The web's rows and columns, edge samples repeated where it has none.
    private func picture(rows: Range<Int>, columns: Range<Int>) -> (Image, column: Int, row: Int) {
        let inside = columns.clamped(to: 0..<ring.format.width)
        let channels = ring.format.channels
        guard !inside.isEmpty else {
            let blank = Image(width: 1, height: 1, channels: channels, filledWith: 0)
            return (blank, columns.lowerBound, rows.lowerBound)
        }
        var pixels: [UInt8] = []
        pixels.reserveCapacity(rows.count * columns.count * channels)
        let middle = (rows.lowerBound + rows.upperBound) / 2
        for row in rows {
            let samples = ring.samples(row: nearestKept(row, towards: middle), columns: inside)
            for _ in columns.lowerBound..<max(inside.lowerBound, columns.lowerBound) {
                pixels.append(contentsOf: samples.prefix(channels))
            }
            pixels.append(contentsOf: samples)
            for _ in min(inside.upperBound, columns.upperBound)..<columns.upperBound {
                pixels.append(contentsOf: samples.suffix(channels))
            }
        }
        let image = Image(
            width: columns.count,
            height: rows.count,
            channels: channels,
            pixels: pixels
        )
        return (image, columns.lowerBound, rows.lowerBound)
    }

    private func nearestKept(_ row: Int, towards middle: Int) -> Int {
        var row = row
        while !ring.has(row), row != middle { row += row < middle ? 1 : -1 }
        return row
    }
}

/// A cycle whose rows have not all come.
struct PendingCycle: Equatable {
    var number: Int
    /// The blisters' first row, fractional.
    var originRow: Double
    /// Found minus expected place, millimetres.
    var stepOffset: Double
    /// Its trigger's row, where that was given before any row came.
    var announcedRow: Int?
    /// Set when the rows at its place are another cycle's.
    var isLost = false

    /// The rows that must be there: the blister's own, less a rim before the very first row.
    func seenRows(of own: Range<Int>, in ring: RowRing, geometry: WebGeometry) -> Range<Int> {
        let halves = geometry.layout.pockets.map { $0.centre.y - $0.halfExtent.y }
        let rim = Int((halves.min() ?? 0) / geometry.millimetresPerRow)
        guard let start = ring.startRow, own.lowerBound < start, own.lowerBound + rim >= start
        else {
            return own
        }
        return start..<max(own.upperBound, start + 1)
    }
}
