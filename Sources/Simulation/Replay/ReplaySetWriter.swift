internal import Blister
internal import Dispatch
internal import Foundation
internal import Imaging
internal import Synchronization

/// Why a replay set could not be written; one line with the cure.
public enum ReplaySetFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// The output folder holds files already.
    case notEmpty(path: String)
    /// Something that is not a folder has the name.
    case notAFolder(path: String)
    /// The system refused a file.
    case unwritable(path: String, reason: String)

    /// File, what is wrong, cure.
    public var description: String {
        switch self {
        case .notEmpty(let path): "\(path): is not empty; name a new folder or empty this one"
        case .notAFolder(let path): "\(path): is not a folder; name another"
        case .unwritable(let path, let reason):
            "\(path): cannot be written: \(reason); check space and permissions"
        }
    }
}

/// Writes a run of the twin as a replay set: chunks, `replay.yaml`, `truth.jsonl`, `layout.yaml`.
///
/// Everything goes to a folder beside the wanted one first and is renamed at the end, so that a
/// set is there wholly or not at all. The bytes do not depend on the number of threads.
public struct ReplaySetWriter: Sendable {
    private let web: TwinWeb
    private let delivered: DeliveredRows
    private let threads: Int
    private let writesReferences: Bool
    private let picture: ChunkPicture

    /// The file format of the chunk pictures.
    public enum ChunkPicture: String, Sendable, CaseIterable {
        /// PGM or PPM: large, and read fastest.
        case pnm
        /// Lossless and about half the size.
        case png
        /// Lossy and small.
        case jpg
    }

    /// A writer of `web` on `threads` threads (at least 1), with dark and flat frames if asked.
    public init(
        web: TwinWeb,
        threads: Int,
        writesReferences: Bool = false,
        picture: ChunkPicture = .pnm
    ) {
        precondition(threads >= 1)
        self.picture = picture
        self.web = web
        self.threads = threads
        self.writesReferences = writesReferences
        delivered = DeliveredRows(web: web)
    }

    /// Chunks of the whole run.
    public var chunkCount: Int {
        (delivered.count + web.scenario.rowsPerChunk - 1) / web.scenario.rowsPerChunk
    }

    /// Writes the set into the new or empty folder `path`.
    public func write(to path: String) throws(ReplaySetFault) {
        try Self.checkFree(path)
        let temporary = path + ".partial-\(ProcessInfo.processInfo.processIdentifier)"
        do throws(ReplaySetFault) {
            try Self.system(temporary) {
                try FileManager.default.createDirectory(
                    atPath: temporary,
                    withIntermediateDirectories: true
                )
            }
            try writeChunks(to: temporary)
            try writeDocuments(to: temporary)
            if writesReferences { try writeReferences(to: temporary) }
            try Self.system(path) {
                if FileManager.default.fileExists(atPath: path) {
                    try FileManager.default.removeItem(atPath: path)
                }
                try FileManager.default.moveItem(atPath: temporary, toPath: path)
            }
        } catch {
            try? FileManager.default.removeItem(atPath: temporary)
            throw error
        }
    }

    private static func checkFree(_ path: String) throws(ReplaySetFault) {
        guard FileManager.default.fileExists(atPath: path) else { return }
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard attributes?[.type] as? FileAttributeType == .typeDirectory else {
            throw .notAFolder(path: path)
        }
        let names = try? FileManager.default.contentsOfDirectory(atPath: path)
        guard names?.isEmpty ?? false else { throw .notEmpty(path: path) }
    }

    private static func system(
        _ path: String,
        _ work: () throws -> Void
    ) throws(ReplaySetFault) {
        do {
            try work()
        } catch {
            throw .unwritable(path: path, reason: Self.reason(error))
        }
    }

    private static func reason(_ error: any Error) -> String {
        let cocoa = error as NSError
        let inner = cocoa.userInfo[NSUnderlyingErrorKey] as? NSError
        let text = cocoa.localizedFailureReason ?? (inner ?? cocoa).localizedDescription
        return text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    private func writeChunks(to folder: String) throws(ReplaySetFault) {
        let total = chunkCount
        let blockLength = max(4, min(64, total / (threads * 4)))
        let blocks = (total + blockLength - 1) / blockLength
        let nextBlock = Atomic<Int>(0)
        let failure = Mutex<ReplaySetFault?>(nil)
        DispatchQueue.concurrentPerform(iterations: min(threads, max(1, blocks))) { _ in
            let renderer = TwinRenderer(web)
            while failure.withLock({ $0 == nil }) {
                let block = nextBlock.add(1, ordering: .relaxed).oldValue
                guard block < blocks else { return }
                for chunk in block * blockLength..<min(total, (block + 1) * blockLength) {
                    do throws(ReplaySetFault) {
                        try write(chunk, with: renderer, to: folder)
                    } catch {
                        failure.withLock { $0 = $0 ?? error }
                        return
                    }
                }
            }
        }
        if let fault = failure.withLock({ $0 }) { throw fault }
    }

    private func write(
        _ chunk: Int,
        with renderer: TwinRenderer,
        to folder: String
    ) throws(ReplaySetFault) {
        let first = chunk * web.scenario.rowsPerChunk
        let rows = first..<min(delivered.count, first + web.scenario.rowsPerChunk)
        var bytes = [UInt8](repeating: 0, count: rows.count * web.format.rowByteCount)
        var offset = 0
        for piece in delivered.webRows(rows) {
            renderer.render(rows: piece, into: &bytes, at: offset)
            offset += piece.count * web.format.rowByteCount
        }
        let name = String(format: "chunk-%06d.", chunk) + suffix
        let image = Image(
            width: web.scenario.width,
            height: rows.count,
            channels: web.scenario.channels,
            pixels: bytes
        )
        try Self.write(image, to: "\(folder)/\(name)")
    }

    private var suffix: String {
        guard picture == .pnm else { return picture.rawValue }
        return web.scenario.channels == 1 ? "pgm" : "ppm"
    }

    private static func write(_ image: Image, to path: String) throws(ReplaySetFault) {
        do throws(PictureError) {
            try image.write(path: path)
        } catch {
            throw .unwritable(path: path, reason: "\(error)")
        }
    }

    private static func write(_ text: String, to path: String) throws(ReplaySetFault) {
        try system(path) { try Data(text.utf8).write(to: URL(filePath: path)) }
    }

    private func writeDocuments(to folder: String) throws(ReplaySetFault) {
        let scenario = web.scenario
        let cycleRows = (0..<scenario.cycles).map { delivered.deliveredRow(web.triggerRow($0)) }
        let text = """
            files: "chunk-*.\(suffix)"
            rows_per_chunk: \(scenario.rowsPerChunk)
            row_rate_hz: \(String(format: "%.3f", scenario.rowRateHertz))
            mm_per_row: \(scenario.millimetresPerRow)
            mm_per_column: \(scenario.millimetresPerColumn)
            ticks_per_row: 1
            lights: 1
            cycle_rows: [\(cycleRows.map(String.init).joined(separator: ", "))]

            """
        try Self.write(text, to: "\(folder)/replay.yaml")
        try Self.write(scenario.layout.yaml(), to: "\(folder)/layout.yaml")
        var truth = ""
        for cycle in 0..<scenario.cycles {
            for lane in 0..<scenario.layout.lanes {
                truth += web.truth(cycle: cycle, lane: lane).jsonLine + "\n"
            }
        }
        try Self.write(truth, to: "\(folder)/truth.jsonl")
    }

    private func writeReferences(to folder: String) throws(ReplaySetFault) {
        for (name, isDark) in [("dark", true), ("flat", false)] {
            try Self.write(
                web.reference(isDark: isDark, rows: 512),
                to: "\(folder)/\(name).\(suffix)"
            )
        }
    }
}
