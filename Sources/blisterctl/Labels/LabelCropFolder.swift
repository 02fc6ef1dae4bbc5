import Foundation
import Imaging
import Linux
import Panel
import Station

/// A new folder of labelled crops, one folder per class: there as a whole or not at all.
///
/// Crops gather in a folder beside it, which takes its name at the end.
final class LabelCropFolder {
    /// A crop's line in `crops.jsonl`.
    struct Entry: Encodable {
        /// Below the folder.
        let file: String
        let blister: String
        let pocket: Int
        let label: PanelLabel
        /// What inspection found in it: `good` or a reason.
        let found: String
        let person: String
        let time: String
    }

    private(set) var entries: [Entry] = []
    private let out: String
    private let work: String
    private var isMade = false

    /// Refuses a place where something is already; makes nothing yet.
    init(_ path: String) throws {
        var out = path
        while out.count > 1, out.hasSuffix("/") { out.removeLast() }
        self.out = out
        work = "\(out).\(ProcessInfo.processInfo.processIdentifier).new"
        guard FileManager.default.fileExists(atPath: out) else { return }
        let names = try? FileManager.default.contentsOfDirectory(atPath: out)
        guard let names, names.isEmpty else {
            throw InputError("\(out): is there already; name another folder for --out")
        }
    }

    /// Where the crops lie until the end.
    var paths: [String] { entries.map { "\(work)/\($0.file)" } }

    /// The blister of one of ``paths``.
    func blister(ofPath path: String) -> String {
        entries.first { path == "\(work)/\($0.file)" }?.blister ?? ""
    }

    /// Writes a crop as `CLASS/BLISTER-pN.png`, the name by which pockets of one blister stay
    /// together in training.
    func add(_ crop: LabelledEvidence.Crop, of label: EvidenceLabel) throws {
        let kind = crop.label.rawValue
        let file = "\(kind)/\(label.blister)-p\(crop.pocket).png"
        try make("\(work)/\(kind)")
        try crop.image.write(path: "\(work)/\(file)")
        entries.append(
            Entry(
                file: file,
                blister: label.blister,
                pocket: crop.pocket,
                label: crop.label,
                found: crop.found,
                person: label.person,
                time: label.time
            )
        )
    }

    /// Takes the crops of `blister` out again, and folders that they leave empty.
    func remove(_ blister: String) throws {
        let files = FileManager.default
        for entry in entries where entry.blister == blister {
            try files.removeItem(atPath: "\(work)/\(entry.file)")
            let place = "\(work)/\(entry.label.rawValue)"
            if try files.contentsOfDirectory(atPath: place).isEmpty {
                try files.removeItem(atPath: place)
            }
        }
        entries.removeAll { $0.blister == blister }
    }

    /// Gives the folder its name.
    func commit() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let lines = try entries.map { String(decoding: try encoder.encode($0), as: UTF8.self) }
        let text = lines.joined(separator: "\n") + "\n"
        try AtomicFile.replace("\(work)/crops.jsonl", with: Array(text.utf8))
        do {
            // An empty folder of that name gives way; one that was filled meanwhile does not.
            try FolderFiles.move(work, to: out)
        } catch {
            throw InputError(
                "\(out): cannot be made: \(error.reason); name another for --out"
            )
        }
        isMade = false
    }

    /// Takes away what was not finished; nothing after ``commit()``.
    func discard() {
        if isMade { try? FileManager.default.removeItem(atPath: work) }
        isMade = false
    }

    private func make(_ folder: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true
            )
            isMade = true
        } catch {
            throw InputError("\(out): cannot be written; name another folder for --out")
        }
    }
}
