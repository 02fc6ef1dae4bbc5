internal import Foundation
internal import Linux

/// How far the broker has acknowledged, beside the segments; two lines of text.
///
/// May be older than the truth after a power cut: then records are sent twice, which the host sees
/// by their numbers.
struct SpoolPosition: Equatable {
    /// Number of the last acknowledged record.
    var acknowledged: Int64
    /// Records that were dropped or damaged before they were acknowledged.
    var lost: Int64 = 0

    private static func path(_ folder: String) -> String { "\(folder)/position" }

    init(acknowledged: Int64) { self.acknowledged = acknowledged }

    /// Nil where there is none, or where it cannot be read.
    init?(folder: String) {
        guard let text = try? String(contentsOfFile: Self.path(folder), encoding: .utf8) else {
            return nil
        }
        var values: [Substring: Int64] = [:]
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count == 2, let value = Int64(words[1]), value >= 0 else { continue }
            values[words[0]] = value
        }
        guard let acknowledged = values["acknowledged"], let lost = values["lost"] else {
            return nil
        }
        self.acknowledged = acknowledged
        self.lost = lost
    }

    func write(folder: String) throws(SystemError) {
        let text = "acknowledged \(acknowledged)\nlost \(lost)\n"
        try AtomicFile.replace(Self.path(folder), with: Array(text.utf8))
    }
}
