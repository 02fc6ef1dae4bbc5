internal import Foundation
internal import Linux
internal import Panel
internal import Records
internal import Synchronization

/// What people said that pictures show: one JSON line each in `labels.jsonl` beside the store.
///
/// A later line about a blister overrules an earlier one; nothing is ever removed. Thread-safe.
final class LabelBook: Sendable {
    private let path: String
    private let labels: Mutex<[String: PanelLabel]>

    /// Reads the labels of earlier runs; lines that cannot be read are passed over.
    init(folder: String) {
        path = LabelJournal.path(folder: folder)
        let journal = try? LabelJournal(folder: folder)
        labels = Mutex(journal?.labels.mapValues(\.label) ?? [:])
    }

    /// What `blister` was called last; nil: nobody looked at it yet.
    subscript(blister: String) -> PanelLabel? { labels.withLock { $0[blister] } }

    /// Writes a label down.
    ///
    /// - Returns: what it was called before.
    /// - Throws: where the file cannot be written; then the label is not taken.
    func set(_ label: PanelLabel, of blister: String, by person: String) throws -> PanelLabel? {
        let line = EvidenceLabel(
            blister: blister,
            label: label,
            person: person,
            time: Timestamp.now.text
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let text = String(decoding: try encoder.encode(line), as: UTF8.self)
        return try labels.withLock { labels in
            try AppendedFile.append(text, to: path)
            defer { labels[blister] = label }
            return labels[blister]
        }
    }

    /// Rejects of `batch` that people called good: false rejects.
    func falseRejects(batch: Int) -> Int {
        labels.withLock { labels in
            labels.filter { $0.value == .good && $0.key.hasPrefix("\(batch)-") }.count
        }
    }
}
