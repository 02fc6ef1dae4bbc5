internal import Blister
internal import Foundation
internal import Panel
internal import Records

/// Everything that people said of blisters: `labels.jsonl` beside the store, as it stands now.
///
/// A later line about a blister overrules an earlier one. Lines that are none are passed over and
/// told: a line that was cut off by a power cut spoils no other. Thread-safe as a value.
public struct LabelJournal: Sendable {
    /// Name of the file in the records folder.
    public static let fileName = "labels.jsonl"

    /// A line that was passed over.
    public struct Damage: Sendable, Equatable {
        /// From 1.
        public var line: Int
        /// What is wrong with it.
        public var reason: String
    }

    /// The file.
    public let path: String
    /// What each blister was called last, by its name.
    public let labels: [String: EvidenceLabel]
    /// Lines that were passed over, in their order.
    public let damage: [Damage]

    /// Reads the labels in the records folder `folder`.
    ///
    /// - Throws: where there is no file, or it cannot be read.
    public init(folder: String) throws(LabelJournalError) {
        let path = Self.path(folder: folder)
        guard let contents = FileManager.default.contents(atPath: path) else {
            guard FileManager.default.fileExists(atPath: path) else { throw .absent(path: path) }
            throw .unreadable(path: path)
        }
        self.path = path
        var labels: [String: EvidenceLabel] = [:]
        var damage: [Damage] = []
        let lines = contents.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() where !line.isEmpty {
            do {
                let label = try Self.label(Data(line))
                labels[label.blister] = label
            } catch {
                damage.append(Damage(line: index + 1, reason: error.reason))
            }
        }
        self.labels = labels
        self.damage = damage
    }

    /// The labels in the order of batch, cycle and lane.
    public var inOrder: [EvidenceLabel] {
        labels.values.sorted { left, right in
            guard let one = BlisterID.parse(left.blister), let two = BlisterID.parse(right.blister)
            else { return left.blister < right.blister }
            return (one.batch, one.identity.cycle, one.identity.lane)
                < (two.batch, two.identity.cycle, two.identity.lane)
        }
    }

    /// The labels of one batch, in no order.
    public func labels(batch: Int) -> [EvidenceLabel] {
        labels.values.filter { BlisterID.parse($0.blister)?.batch == batch }
    }

    static func path(folder: String) -> String {
        (folder as NSString).appendingPathComponent(fileName)
    }

    private struct Flaw: Error {
        let reason: String
    }

    /// A line as it may stand there; further keys are left alone.
    private struct Line: Decodable {
        let blister: String?
        let label: String?
        let person: String?
        let time: String?
    }

    private static func label(_ bytes: Data) throws(Flaw) -> EvidenceLabel {
        guard let line = try? JSONDecoder().decode(Line.self, from: bytes) else {
            throw Flaw(reason: "is no label, or was cut off")
        }
        guard let blister = line.blister, let name = line.label, let person = line.person,
            let time = line.time
        else { throw Flaw(reason: "lacks one of blister, label, person and time") }
        guard BlisterID.parse(blister) != nil else {
            throw Flaw(reason: "'\(blister)' is no blister")
        }
        guard let label = PanelLabel(rawValue: name) else {
            throw Flaw(reason: "'\(name)' is no label")
        }
        guard Timestamp(text: time) != nil else { throw Flaw(reason: "'\(time)' is no time") }
        return EvidenceLabel(blister: blister, label: label, person: person, time: time)
    }
}

/// Why there are no labels to read, in one line with the cure.
public enum LabelJournalError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Nobody labelled anything, or the folder is another.
    case absent(path: String)
    /// It is there and cannot be read.
    case unreadable(path: String)

    /// One line.
    public var description: String {
        switch self {
        case .absent(let path):
            "\(path): nobody labelled anything yet; label evidence on the panel, or give the records "
                + "folder of that station"
        case .unreadable(let path): "\(path): cannot be read; check its permissions"
        }
    }
}
