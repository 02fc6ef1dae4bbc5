public import Blister
internal import Documents
internal import Foundation
internal import Imaging

/// A folder of recorded or simulated chunks with its `replay.yaml`, checked as a whole.
///
/// Every chunk file is one chunk of rows, in name order; only the last may be shorter. Keys
/// `ticks_per_row` and `lights` may be left out and are then 1. Thread-safe as a value.
public struct ReplaySet: Sendable, Equatable {
    /// The description's name inside the folder.
    public static let documentName = "replay.yaml"
    /// The ground truth's name inside the folder.
    public static let truthName = "truth.jsonl"

    /// The folder as the caller gave it.
    public let folder: String
    /// Paths of the chunk pictures in order; at least one.
    public let files: [String]
    /// Rows of each file, beside ``files``.
    public let rowCounts: [Int]
    /// Columns, channels and rows of a full chunk.
    public let format: ChunkFormat
    /// Rows a second at line speed.
    public let rowRateHertz: Double
    /// Extent of one row along travel.
    public let millimetresPerRow: Double
    /// Extent of one column across the web.
    public let millimetresPerColumn: Double
    /// Encoder counts from row to row.
    public let ticksPerRow: Double
    /// Lights that take turns: row k is lit by light k mod `lights`.
    public let lights: Int
    /// Row count of every cycle trigger, ascending; nil when it must be found from the image.
    public let cycleRows: [Int]?

    /// Rows of all chunks together.
    public var rowCount: Int { rowCounts.reduce(0, +) }

    /// Reads `replay.yaml` in `folder` and the header of every picture.
    ///
    /// Pictures whose header is right but whose data ends early are found when they are played, or
    /// by ``checkPictures()``.
    public init(folder: String) throws(ReplayError) {
        let plan = try ReplayDocument(folder: folder)
        let files = try Self.list(folder: folder, pattern: plan.pattern)
        let first = try Self.size(files[0])
        var rowCounts: [Int] = []
        for (index, file) in files.enumerated() {
            let size = index == 0 ? first : try Self.size(file)
            guard size.width == first.width else {
                throw .width(file: file, expected: first.width, found: size.width)
            }
            guard size.channels == first.channels else {
                throw .channels(file: file, expected: first.channels, found: size.channels)
            }
            let isLast = index == files.count - 1
            let isShort = size.height < plan.rowsPerChunk
            guard size.height == plan.rowsPerChunk || isLast && isShort else {
                throw .rows(
                    file: file,
                    expected: plan.rowsPerChunk,
                    found: size.height,
                    isLast: isLast
                )
            }
            rowCounts.append(size.height)
        }
        self.folder = folder
        self.files = files
        self.rowCounts = rowCounts
        format = ChunkFormat(
            width: first.width,
            channels: first.channels,
            rowsMax: plan.rowsPerChunk
        )
        rowRateHertz = plan.rowRateHertz
        millimetresPerRow = plan.millimetresPerRow
        millimetresPerColumn = plan.millimetresPerColumn
        ticksPerRow = plan.ticksPerRow
        lights = plan.lights
        cycleRows = plan.cycleRows
    }

    /// Decodes every picture once, so that a damaged one is known before anything is judged.
    public func checkPictures() throws(ReplayError) {
        for index in files.indices { _ = try picture(index) }
    }

    /// The encoder count at row `row`, counted from the set's first row.
    public func encoderTicks(atRow row: Int) -> Int {
        Int((Double(row) * ticksPerRow).rounded(.down))
    }

    /// Decodes chunk `index` and checks that it is what its header said.
    func picture(_ index: Int) throws(ReplayError) -> Image {
        let image: Image
        do {
            image = try Image(path: files[index])
        } catch {
            throw .picture(error)
        }
        guard image.width == format.width, image.height == rowCounts[index],
            image.channels == format.channels
        else {
            throw .picture(
                PictureError(
                    file: files[index],
                    fault: .corrupt(reason: "it changed while it was read")
                )
            )
        }
        return image
    }

    private static func size(_ file: String) throws(ReplayError) -> ImageSize {
        do {
            return try Image.size(path: file)
        } catch {
            throw .picture(error)
        }
    }

    private static func list(
        folder: String,
        pattern: String
    ) throws(ReplayError) -> [String] {
        let parts = pattern.split(separator: "/", omittingEmptySubsequences: false)
        let place = ([folder] + parts.dropLast().map(String.init)).joined(separator: "/")
        let wanted = NamePattern(parts.last.map(String.init) ?? "")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
        let found = names.filter { wanted.matches($0) }.inNameOrder()
        guard !found.isEmpty else { throw .empty(folder: folder, pattern: pattern) }
        return found.map { "\(place)/\($0)" }
    }
}
