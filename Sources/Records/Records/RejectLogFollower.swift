internal import Foundation

/// Reads a reject log as it grows, across rotation in either way.
///
/// Thread-bound.
public final class RejectLogFollower {
    /// Bytes from the end in which the first lines are looked for.
    static let tailByteCountMax: UInt64 = 1 << 20

    private let path: String
    private var handle: FileHandle?
    private var inode: UInt64?
    private var rest: [UInt8] = []

    /// Follows the log at `path`, which need not be there yet.
    public init(path: String) {
        self.path = path
    }

    /// The last `count` whole lines; ``poll()`` goes on behind them.
    public func last(_ count: Int) -> [String] {
        guard open(), let handle, let end = try? handle.seekToEnd() else { return [] }
        let start = end > Self.tailByteCountMax ? end - Self.tailByteCountMax : 0
        try? handle.seek(toOffset: start)
        var lines = read()
        // The first line may have been cut by the seek.
        if start > 0, !lines.isEmpty { lines.removeFirst() }
        return Array(lines.suffix(count))
    }

    /// The whole lines that were added since.
    public func poll() -> [String] {
        var lines: [String] = []
        if handle != nil, RejectLog.inode(path) != inode {
            lines = read()
            close()
        }
        guard open(), let handle else { return lines }
        let offset = (try? handle.offset()) ?? 0
        let end = (try? handle.seekToEnd()) ?? 0
        if end < offset { rest = [] }
        try? handle.seek(toOffset: end < offset ? 0 : offset)
        return lines + read()
    }

    private func open() -> Bool {
        guard handle == nil else { return true }
        handle = try? FileHandle(forReadingFrom: URL(filePath: path))
        inode = RejectLog.inode(path)
        return handle != nil
    }

    private func close() {
        try? handle?.close()
        handle = nil
        rest = []
    }

    private func read() -> [String] {
        guard let handle, let data = try? handle.readToEnd() else { return [] }
        rest += data
        let parts = rest.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        rest = Array(parts.last ?? [])
        return parts.dropLast().map { String(decoding: $0, as: UTF8.self) }
    }
}
