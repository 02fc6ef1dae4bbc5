import Foundation
import Testing

/// A temporary folder with the sample station in it: recipe, product, recording, configuration.
final class Ground {
    struct Unchanged: Error, CustomStringConvertible {
        let file: String
        let text: String
        var description: String { "\(file) does not contain '\(text)'" }
    }

    static let samples = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Samples/line-1")

    let folder: URL
    private let beside: URL

    init() throws {
        let name = "blisterd-command-\(UUID().uuidString)"
        folder = FileManager.default.temporaryDirectory.appending(path: name)
        beside = FileManager.default.temporaryDirectory.appending(path: name + "-output")
        try FileManager.default.copyItem(at: Self.samples, to: folder)
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
        try? FileManager.default.removeItem(at: beside)
    }

    /// A new folder outside ``folder``, for what programs print.
    func scratch() throws -> URL {
        let place = beside.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        return place
    }

    func url(_ name: String) -> URL { folder.appending(path: name) }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: url(name))
    }

    func text(_ name: String) throws -> String {
        try String(contentsOf: url(name), encoding: .utf8)
    }

    /// Replaces `old` everywhere in a file, in which it must occur.
    func replace(_ old: String, by new: String, in name: String) throws {
        let before = try text(name)
        guard before.contains(old) else { throw Unchanged(file: name, text: old) }
        try write(before.replacing(old, with: new), to: name)
    }

    /// Makes the station wait for a camera that is not there: the daemon runs, and nothing else
    /// happens.
    func replaceReplayByAbsentCamera() throws {
        try replace(
            "replay:\n  folder: set\n  paced: true\n",
            by: "camera: {device: /dev/video4711, width: 800, rows_per_chunk: 256, "
                + "row_rate_hz: 3200, mm_per_column: 0.1, mm_per_row: 0.1}\n",
            in: "station.yaml"
        )
        try replace("trigger: rows", by: "trigger: image", in: "station.yaml")
    }

    /// Writes bytes that are neither text nor a picture.
    func writeGarbage(to name: String) throws {
        try Data((0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ $0 >> 3 ^ 0xB5) })
            .write(to: url(name))
    }

    /// Writes an even grey picture.
    func writePicture(to name: String, columns: Int, rows: Int, grey: UInt8) throws {
        var bytes = Data("P5\n\(columns) \(rows)\n255\n".utf8)
        bytes.append(Data(repeating: grey, count: columns * rows))
        try bytes.write(to: url(name))
    }

    /// Cuts a file off after `share` of its bytes.
    func truncate(_ name: String, to share: Double) throws {
        let bytes = try Data(contentsOf: url(name))
        try Data(bytes.prefix(Int(Double(bytes.count) * share))).write(to: url(name))
    }

    func remove(_ name: String) throws {
        try FileManager.default.removeItem(at: url(name))
    }

    func makeFolder(_ name: String) throws {
        try FileManager.default.createDirectory(at: url(name), withIntermediateDirectories: true)
    }

    /// Every path below the folder with its size, sorted.
    func contents() throws -> [String] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path())
        return try names.sorted().map { name in
            let facts = try FileManager.default.attributesOfItem(atPath: url(name).path())
            return "\(name) \((facts[.size] as? NSNumber)?.intValue ?? -1)"
        }
    }
}
