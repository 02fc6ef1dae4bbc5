public import Blister
internal import Imaging

/// Looks at a stretch of web, chunk by chunk, and then says where its blisters lie.
///
/// Keeps features per cell of about half a millimetre, not the pixels. Thread-bound.
public struct WebSurvey: Sendable {
    /// Extent of one column, millimetres.
    public let millimetresPerColumn: Double
    /// Extent of one row, millimetres.
    public let millimetresPerRow: Double
    /// Format of the chunks.
    public let format: ChunkFormat
    /// Rows seen.
    public private(set) var rowCount = 0

    private let columnsPerCell: Int
    private let rowsPerCell: Int
    private var waiting: [UInt8] = []
    private var parts: [[Float]] = []

    /// Side of a cell, about, millimetres.
    private static let cellMillimetres = 0.5
    /// Least separation of pocket insides from what lies between, in standard deviations.
    public static let separationMin = 1.0
    /// Rows are measured in bands of this many cells.
    private static let cellsPerBand = 32

    /// Makes a survey of a web with pixels of this extent.
    public init(format: ChunkFormat, millimetresPerColumn: Double, millimetresPerRow: Double) {
        precondition(millimetresPerColumn > 0 && millimetresPerRow > 0)
        self.format = format
        self.millimetresPerColumn = millimetresPerColumn
        self.millimetresPerRow = millimetresPerRow
        columnsPerCell = max(1, Int((Self.cellMillimetres / millimetresPerColumn).rounded()))
        rowsPerCell = max(1, Int((Self.cellMillimetres / millimetresPerRow).rounded()))
    }

    /// Takes the valid rows of the next chunk; lost rows are filled with the row before.
    public mutating func append(_ chunk: Chunk<Corrected>) {
        precondition(chunk.format.rowByteCount == format.rowByteCount)
        let size = format.rowByteCount
        let missing = chunk.header.firstRow - rowCount
        if missing > 0, missing < 100_000 {
            let last =
                waiting.count >= size
                ? Array(waiting.suffix(size)) : Array(repeating: 0, count: size)
            for _ in 0..<missing { waiting.append(contentsOf: last) }
            rowCount += missing
        }
        waiting.append(contentsOf: chunk.bytes.prefix(chunk.header.validRows * size))
        rowCount += chunk.header.validRows
        measureBands(all: false)
    }

    private mutating func measureBands(all: Bool) {
        let size = format.rowByteCount
        while true {
            let rows = waiting.count / size / rowsPerCell * rowsPerCell
            let band = min(rows, Self.cellsPerBand * rowsPerCell)
            guard band > 0, all || band == Self.cellsPerBand * rowsPerCell else { return }
            let image = Image(
                width: format.width,
                height: band,
                channels: format.channels,
                pixels: Array(waiting.prefix(band * size))
            )
            let map = FeatureMap(
                image,
                columns: columnsPerCell,
                rows: rowsPerCell,
                millimetresPerColumn: millimetresPerColumn,
                millimetresPerRow: millimetresPerRow
            )
            if parts.isEmpty { parts = map.planes.map { _ in [] } }
            for (index, plane) in map.planes.enumerated() { parts[index] += plane.values }
            waiting.removeFirst(band * size)
        }
    }

    /// Everything seen so far, as one map.
    func strip() throws(RegistrationError) -> FeatureMap {
        var copy = self
        copy.measureBands(all: true)
        guard let first = copy.parts.first, !first.isEmpty else {
            throw .tooFewPeriods(found: 0, needed: 1)
        }
        let width = format.width / columnsPerCell
        return FeatureMap(
            cellX: Double(columnsPerCell) * millimetresPerColumn,
            cellY: Double(rowsPerCell) * millimetresPerRow,
            planes: copy.parts.map { Plane(width: width, height: $0.count / width, values: $0) }
        )
    }
}
