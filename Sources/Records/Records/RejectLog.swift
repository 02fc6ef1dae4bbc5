internal import Foundation

/// Appends lines to the reject log, and follows logrotate whichever way it works.
///
/// Renamed or removed (`create`, with or without SIGHUP): the file is opened anew by name.
/// Emptied in place (`copytruncate`): every write goes to the present end. A line is written whole
/// or taken back. Thread-bound: the records thread.
final class RejectLog {
    private let path: String
    private var handle: FileHandle?
    private var inode: UInt64?

    init(path: String) {
        self.path = path
    }

    /// Forgets the open file; the next line opens the path anew.
    func reopen() {
        try? handle?.close()
        handle = nil
    }

    /// Appends `lines`, each with its line end, as one write.
    func append(_ lines: [String]) throws {
        guard !lines.isEmpty else { return }
        if let handle, Self.inode(path) != inode {
            try? handle.close()
            self.handle = nil
        }
        let handle = try opened()
        let start = try handle.seekToEnd()
        do {
            try handle.write(contentsOf: Data((lines.joined(separator: "\n") + "\n").utf8))
        } catch {
            try? handle.truncate(atOffset: start)
            reopen()
            throw error
        }
    }

    private func opened() throws -> FileHandle {
        if let handle { return handle }
        let folder = (path as NSString).deletingLastPathComponent
        if !folder.isEmpty {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true
            )
        }
        if !FileManager.default.fileExists(atPath: path) {
            try Data().write(to: URL(filePath: path), options: .withoutOverwriting)
        }
        let opened = try FileHandle(forUpdating: URL(filePath: path))
        handle = opened
        inode = Self.inode(path)
        return opened
    }

    /// Number of the file that has the name now; nil when there is none.
    static func inode(_ path: String) -> UInt64? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.systemFileNumber] as? NSNumber)?.uint64Value
    }
}
