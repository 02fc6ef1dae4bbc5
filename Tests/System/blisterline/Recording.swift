internal import Documents
internal import Foundation
internal import Imaging

/// The web that is played: every row of a replay set, its cycle triggers and its truth.
///
/// Read with a reader of its own, not the daemon's: the machine must not share a misreading.
struct Recording {
    let width: Int
    let pixels: [UInt8]
    /// First row of every cycle.
    let cycleRows: [Int]
    /// By cycle: the kinds of defect on each lane; empty is a good blister.
    let truth: [[[String]]]

    var rowCount: Int { pixels.count / width }

    init(folder: String) throws {
        let document = try Document.read(path: "\(folder)/replay.yaml")
        let fields = try document.mapping(
            allowed: [
                "files", "rows_per_chunk", "row_rate_hz", "mm_per_row", "mm_per_column",
                "ticks_per_row", "lights", "cycle_rows",
            ]
        )
        cycleRows = try fields.required("cycle_rows").elements().map {
            try $0.integer(in: 0...Int.max)
        }
        var width = 0
        var pixels: [UInt8] = []
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { $0.hasPrefix("chunk-") }.sorted()
        for name in names {
            let image = try Image(path: "\(folder)/\(name)")
            guard image.channels == 1, width == 0 || image.width == width else {
                throw MachineError.picture(
                    file: "\(folder)/\(name)",
                    expected: "a mono picture\(width == 0 ? "" : " of \(width) columns")",
                    found: "\(image.width) columns of \(image.channels) channels"
                )
            }
            width = image.width
            pixels += image.pixels
        }
        guard width > 0 else {
            throw MachineError.recording(
                folder: folder,
                reason: "no chunk-* picture",
                cure: "make it with blisterctl simulate"
            )
        }
        self.width = width
        self.pixels = pixels
        truth = try Self.truth(folder: folder, cycleCount: cycleRows.count)
    }

    private struct TruthLine: Decodable {
        struct Defect: Decodable { let kind: String }
        let cycle: Int
        let lane: Int
        let verdict: String
        let defects: [Defect]
    }

    private static func truth(folder: String, cycleCount: Int) throws -> [[[String]]] {
        let text = try String(contentsOfFile: "\(folder)/truth.jsonl", encoding: .utf8)
        let lines = try text.split(separator: "\n").map {
            try JSONDecoder().decode(TruthLine.self, from: Data($0.utf8))
        }
        let laneCount = (lines.map(\.lane).max() ?? 0) + 1
        var truth = Array(
            repeating: [[String]?](repeating: nil, count: laneCount),
            count: cycleCount
        )
        for line in lines where line.cycle < cycleCount {
            let kinds = line.defects.map(\.kind)
            truth[line.cycle][line.lane] = line.verdict == "accept" ? [] : kinds
        }
        return try truth.map { lanes in
            try lanes.map { kinds in
                guard let kinds else {
                    throw MachineError.recording(
                        folder: folder,
                        reason: "truth.jsonl does not name every blister",
                        cure: "make the set again"
                    )
                }
                return kinds
            }
        }
    }
}
