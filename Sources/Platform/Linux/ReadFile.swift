internal import Glibc

/// A file that is read from its beginning, a part at a time.
///
/// Thread-bound.
public final class ReadFile {
    /// As it was given.
    public let path: String

    private let file: OwnedFile

    /// Opens the file at `path`; a folder is refused.
    public init(path: String) throws(SystemError) {
        self.path = path
        guard try !FileFacts(path: path).isFolder else {
            throw SystemError(call: "open", subject: path, code: EISDIR)
        }
        file = OwnedFile(try SystemCall.open(path, flags: O_RDONLY))
    }

    /// Fills `buffer` from `start` on with what comes next.
    ///
    /// - Parameters:
    ///   - buffer: Keeps what lies before `start`.
    ///   - start: At most `buffer.count`.
    /// - Returns: How many bytes were read; 0 at the end of the file.
    /// - Throws: What the kernel says.
    public func read(into buffer: inout [UInt8], from start: Int) throws(SystemError) -> Int {
        precondition(start <= buffer.count)
        guard start < buffer.count else { return 0 }
        return try unsafe buffer.withUnsafeMutableBufferPointer { area throws(SystemError) in
            try unsafe SystemCall.read(
                file.number,
                into: UnsafeMutableRawBufferPointer(
                    UnsafeMutableBufferPointer(rebasing: area[start...])
                ),
                subject: path
            )
        }
    }

    /// Everything in the file at `path`.
    public static func bytes(of path: String) throws(SystemError) -> [UInt8] {
        let file = try ReadFile(path: path)
        let expected = try FileFacts(path: path).byteCount
        var bytes = [UInt8](repeating: 0, count: max(expected, 4096) + 1)
        var count = 0
        while true {
            let more = try file.read(into: &bytes, from: count)
            if more == 0 { break }
            count += more
            if count == bytes.count { bytes += [UInt8](repeating: 0, count: count) }
        }
        bytes.removeLast(bytes.count - count)
        return bytes
    }
}
