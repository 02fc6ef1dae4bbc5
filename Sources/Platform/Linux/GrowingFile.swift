internal import Glibc

/// A file that one thread keeps open and only adds to, in groups that survive a power cut.
///
/// Thread-bound.
public final class GrowingFile {
    /// As it was given.
    public let path: String
    /// Bytes that were added whole, and what was there before.
    public private(set) var byteCount: Int

    private let file: OwnedFile

    /// Opens the file at `path`, which is made where it is not there.
    ///
    /// - Parameters:
    ///   - path: The file; its folder must be there.
    ///   - mode: Rights of a file that is made.
    /// - Throws: What the kernel says.
    public init(path: String, mode: UInt32 = 0o644) throws(SystemError) {
        self.path = path
        let isNew = (try? SystemCall.stat(path)) == nil
        file = OwnedFile(
            try SystemCall.open(path, flags: O_WRONLY | O_APPEND | O_CREAT, mode: mode)
        )
        if isNew { try AtomicFile.syncFolder(of: path) }
        byteCount = try FileFacts(path: path).byteCount
    }

    /// Adds `bytes`; returns once they would survive a power cut.
    ///
    /// After a failure some of them may be there; ``shorten(to:)`` with the old ``byteCount`` takes
    /// them away.
    public func append(_ bytes: [UInt8]) throws(SystemError) {
        var done = 0
        while done < bytes.count {
            done += try unsafe bytes.withUnsafeBufferPointer { buffer throws(SystemError) in
                try unsafe SystemCall.write(
                    file.number,
                    from: UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: buffer[done...])),
                    subject: path
                )
            }
        }
        try SystemCall.fdatasync(file.number, subject: path)
        byteCount += bytes.count
    }

    /// Cuts off everything behind the first `byteCount` bytes, which survives a power cut.
    public func shorten(to byteCount: Int) throws(SystemError) {
        try SystemCall.truncate(file.number, to: byteCount, subject: path)
        try SystemCall.fsync(file.number, subject: path)
        self.byteCount = byteCount
    }
}
