internal import Foundation
internal import Linux

/// Names of the files of a trail in its folder, of which the daemon never removes any.
struct TrailFolder: Sendable {
    let path: String

    /// Held by the one process that writes.
    var lockPath: String { path + "/lock" }

    /// The files with entries, oldest first: the names hold the sequence of the first entry.
    var segments: [String] {
        FolderFiles.names(in: path)
            .filter { $0.hasPrefix("audit-") && $0.hasSuffix(".jsonl") }
            .map { "\(path)/\($0)" }
    }

    /// The file whose first entry is `sequence`.
    func segment(from sequence: Int) -> String { "\(path)/audit-\(padded(sequence)).jsonl" }

    /// What was torn off before the entry `sequence` was written.
    func tornFiles(before sequence: Int) -> [String] {
        FolderFiles.names(in: path)
            .filter { $0.hasPrefix("torn-\(padded(sequence))-") && $0.hasSuffix(".bin") }
            .map { "\(path)/\($0)" }
    }

    /// The next free name for what is torn off.
    func tornFile(before sequence: Int) -> String {
        let count = tornFiles(before: sequence).count
        return "\(path)/torn-\(padded(sequence))-\(count + 1).bin"
    }

    /// Makes the folder and those above it.
    func make() throws(AuditError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true
            )
        } catch {
            throw .disk(path: path, reason: error.localizedDescription)
        }
    }

    private func padded(_ sequence: Int) -> String {
        let digits = String(sequence)
        return String(repeating: "0", count: max(0, 12 - digits.count)) + digits
    }
}

extension AuditError {
    /// What the kernel says of `path`.
    static func disk(_ path: String, _ error: SystemError) -> AuditError {
        .disk(path: path, reason: error.reason)
    }
}
