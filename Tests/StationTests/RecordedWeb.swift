import Blister
import Capture
import Foundation
import Imaging
import Inspection
import Station

/// The sample station's recording as the web of a two-lane machine, in memory, with its recipe.
///
/// Lane 0 shows the recording's first cycles, lane 1 the ones behind them.
struct RecordedWeb: Sendable {
    static let shared = Result { try RecordedWeb() }
    static let cycles = 4
    static let lanes = 2

    let recipePath: String
    let rows: [UInt8]
    let width: Int
    let rowCount: Int
    let supply: Rehearsal.Supply

    init() throws {
        let sample = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Samples/line-1")
        let replay = try ReplaySet(folder: sample.appending(path: "set").path())
        let triggers = replay.cycleRows ?? []
        // Triggers are a row or two off an even pitch, which alignment takes up.
        let shift = triggers[Self.cycles] - triggers[0]
        let needed = triggers[Self.cycles] + triggers[0]
        var recorded: [UInt8] = []
        for file in replay.files where recorded.count < (needed + shift) * replay.format.width {
            recorded += try Image(path: file).pixels
        }
        let narrow = replay.format.width
        var rows: [UInt8] = []
        rows.reserveCapacity(needed * 2 * narrow)
        for row in 0..<needed {
            rows += recorded[row * narrow..<(row + 1) * narrow]
            rows += recorded[(row + shift) * narrow..<(row + shift + 1) * narrow]
        }
        self.rows = rows
        width = 2 * narrow
        rowCount = needed
        supply = Rehearsal.Supply(
            millimetresPerColumn: replay.millimetresPerColumn,
            millimetresPerRow: replay.millimetresPerRow,
            rowRateHertz: replay.rowRateHertz,
            cycleRows: Array(triggers[..<Self.cycles]),
            isPaced: false
        )
        var product = try TaughtProduct(recipePath: sample.appending(path: "recipe.yaml").path())
        product.recipe.layout.lanes = Self.lanes
        product.recipe.layout.lanePitch = Double(narrow) * replay.millimetresPerColumn
        let folder = FileManager.default.temporaryDirectory.appending(path: "web-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        recipePath = folder.appending(path: "recipe.yaml").path()
        try product.write(recipePath: recipePath)
    }
}

/// Plays a ``RecordedWeb`` in chunks of any size; rows can be lost, and the camera can go.
final class RecordedRows: ChunkSource {
    let format: ChunkFormat
    private let web: RecordedWeb
    private let lost: Range<Int>
    private let losesCamera: Bool
    private var nextRow = 0
    private var isGone = false
    private var firstRow = 0

    /// Plays `web`; the rows `lost` never come, because the camera goes or merely for a moment.
    init(
        _ web: RecordedWeb,
        rowsPerChunk: Int,
        lost: Range<Int> = 0..<0,
        losesCamera: Bool = false
    ) {
        self.web = web
        self.lost = lost
        self.losesCamera = losesCamera
        format = ChunkFormat(width: web.width, channels: 1, rowsMax: rowsPerChunk)
    }

    func start() throws(CaptureFault) {
        // A camera that comes back counts its rows from 0.
        if isGone { firstRow = nextRow }
    }

    func next(
        into chunk: Chunk<Raw>,
        timeoutNanoseconds: Int64
    ) throws(CaptureFault) -> CaptureEvent {
        guard nextRow < web.rowCount else { return .end }
        var lostBefore = 0
        if !lost.isEmpty, nextRow == lost.lowerBound {
            nextRow = lost.upperBound
            if losesCamera {
                isGone = true
                throw .gone(name: "recording")
            }
            lostBefore = lost.count
        }
        var end = min(web.rowCount, nextRow + format.rowsMax)
        if nextRow < lost.lowerBound { end = min(end, lost.lowerBound) }
        let bytes = web.rows[nextRow * web.width..<end * web.width]
        chunk.fill(with: Array(bytes), rows: end - nextRow)
        chunk.header = ChunkHeader(
            sequence: 0,
            firstRow: nextRow - firstRow,
            validRows: end - nextRow,
            timestampNanoseconds: Int64(Double(end) / web.supply.rowRateHertz * 1e9),
            encoderTicks: nextRow,
            rowsLostBefore: lostBefore
        )
        nextRow = end
        return .rows
    }

    func stop() {}
}
