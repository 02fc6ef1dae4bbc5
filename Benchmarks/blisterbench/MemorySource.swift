import Blister
import Capture
import Linux
import Simulation
import Synchronization

/// A stretch of web rendered beforehand, over and over, so that nothing but the line is measured.
///
/// The stretch begins at a cycle trigger and ends where the next one would come, so the line never
/// sees a cycle twice at a wrong distance. Thread-bound like every `ChunkSource`.
final class MemorySource: ChunkSource {
    let format: ChunkFormat
    /// Row of every cycle trigger.
    let cycleRows: [Int]
    /// Rows of the whole run.
    let rowCount: Int
    /// When the first row was due; set by `start`.
    let epoch = Epoch()

    private let rows: [UInt8]
    private let period: Int
    private let rowRateHertz: Double?
    private var nextRow = 0
    private var sequence: UInt64 = 0

    /// Moment of the first row, readable from any thread.
    final class Epoch: Sendable {
        private let value = Atomic<Int64>(0)
        var nanoseconds: Int64 {
            get { value.load(ordering: .relaxed) }
            set { value.store(newValue, ordering: .relaxed) }
        }
    }

    /// Rows that were rendered once for any number of sources.
    struct Stretch {
        let rows: [UInt8]
        let triggers: [Int]
        let period: Int
        let width: Int
        let channels: Int

        /// Renders `cycles` cycles of `web`, and the rows behind them that a chunk may reach.
        init(_ web: TwinWeb, cycles: Int, rowsPerChunkMax: Int) {
            let first = web.triggerRow(0)
            period = web.triggerRow(cycles) - first
            triggers = (0..<cycles).map { web.triggerRow($0) - first }
            width = web.scenario.width
            channels = web.scenario.channels
            var rows = web.render(rows: first..<first + period)
            rows += rows[0..<rowsPerChunkMax * width * channels]
            self.rows = rows
        }
    }

    /// Plays `stretch` `times` times, `rowsPerChunk` rows at once, paced when a row rate is given.
    init(_ stretch: Stretch, times: Int, rowsPerChunk: Int, rowRateHertz: Double?) {
        rows = stretch.rows
        period = stretch.period
        self.rowRateHertz = rowRateHertz
        format = ChunkFormat(
            width: stretch.width,
            channels: stretch.channels,
            rowsMax: rowsPerChunk
        )
        cycleRows = (0..<times).flatMap { round in
            stretch.triggers.map { $0 + round * stretch.period }
        }
        // The last blister's margin reaches into the rows behind it.
        rowCount = times * stretch.period + rowsPerChunk
    }

    func start() throws(CaptureFault) {
        nextRow = 0
        sequence = 0
        epoch.nanoseconds = MonotonicClock.nowNanoseconds
    }

    func next(
        into chunk: Chunk<Raw>,
        timeoutNanoseconds: Int64
    ) throws(CaptureFault) -> CaptureEvent {
        let count = min(format.rowsMax, rowCount - nextRow)
        guard count > 0 else { return .end }
        let due = dueNanoseconds(row: nextRow + count)
        if let due { MonotonicClock.sleep(untilNanoseconds: due) }
        let start = nextRow % period * format.rowByteCount
        let end = start + count * format.rowByteCount
        let rows = rows
        chunk.fill(with: rows.span.extracting(start..<end), rows: count)
        chunk.header = ChunkHeader(
            sequence: sequence,
            firstRow: nextRow,
            validRows: count,
            timestampNanoseconds: due ?? MonotonicClock.nowNanoseconds,
            encoderTicks: nextRow,
            rowsLostBefore: 0
        )
        sequence += 1
        nextRow += count
        return .rows
    }

    func stop() {}

    private func dueNanoseconds(row: Int) -> Int64? {
        rowRateHertz.map { epoch.nanoseconds + Int64(Double(row) / $0 * 1e9) }
    }
}
