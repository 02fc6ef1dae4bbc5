internal import Glibc

/// Whole picture files, from and to disk.
enum PictureFile {
    /// Longest file that is read, in bytes.
    static let byteCountMax = 2 << 30

    /// Reads at most `limit` bytes from the start of the file at `path`.
    static func read(_ path: String, limit: Int = byteCountMax) throws(PictureError) -> [UInt8] {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw unreadable(path, errno) }
        defer { close(file) }
        var facts = stat()
        guard unsafe fstat(file, &facts) == 0 else { throw unreadable(path, errno) }
        guard facts.st_mode & S_IFMT == S_IFREG else {
            let kind = facts.st_mode & S_IFMT == S_IFDIR ? "it is a folder" : "it is not a file"
            throw PictureError(file: path, fault: .unreadable(reason: kind))
        }
        guard facts.st_size <= byteCountMax else {
            let reason = "it is over \(byteCountMax >> 30) GiB"
            throw PictureError(file: path, fault: .unreadable(reason: reason))
        }
        var failure: Int32 = 0
        let wanted = min(limit, Int(facts.st_size))
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
            while filled < wanted {
                let count = unsafe Glibc.read(
                    file,
                    buffer.baseAddress?.advanced(by: filled),
                    wanted - filled
                )
                if count < 0, errno == EINTR { continue }
                if count < 0 { failure = errno }
                if count <= 0 { break }
                filled += count
            }
        }
        guard failure == 0 else { throw unreadable(path, failure) }
        return bytes
    }

    /// Writes `bytes` to `path`, replacing what is there; removes what a failure left half-written.
    static func write(_ bytes: [UInt8], to path: String) throws(PictureError) {
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw unwritable(path, errno) }
        var done = 0
        var failure: Int32 = 0
        unsafe bytes.withUnsafeBytes { buffer in
            while done < buffer.count {
                let count = unsafe Glibc.write(
                    file,
                    buffer.baseAddress?.advanced(by: done),
                    buffer.count - done
                )
                if count < 0, errno == EINTR { continue }
                if count < 0 { failure = errno }
                if count <= 0 { break }
                done += count
            }
        }
        if close(file) != 0, failure == 0 { failure = errno }
        guard failure == 0, done == bytes.count else {
            unsafe unlink(path)
            throw unwritable(path, failure == 0 ? ENOSPC : failure)
        }
    }

    private static func unreadable(_ path: String, _ code: Int32) -> PictureError {
        PictureError(file: path, fault: .unreadable(reason: text(code)))
    }

    private static func unwritable(_ path: String, _ code: Int32) -> PictureError {
        PictureError(file: path, fault: .unwritable(reason: text(code)))
    }

    private static func text(_ code: Int32) -> String {
        unsafe String(cString: strerror(code))
    }
}
