internal import Glibc

/// Files that only grow, a line at a time.
public enum AppendedFile {
    /// Adds `line` to the file at `path`, which is made where it is not there; returns once it would
    /// survive a power cut.
    ///
    /// A last line that was cut off before is ended first, so that it spoils no other.
    public static func append(
        _ line: String,
        to path: String,
        mode: UInt32 = 0o644
    ) throws(SystemError) {
        let isNew = (try? SystemCall.stat(path)) == nil
        let file = OwnedFile(
            try SystemCall.open(path, flags: O_RDWR | O_APPEND | O_CREAT, mode: mode)
        )
        var bytes = Array((line + "\n").utf8)
        if try !endsWithLineEnd(file, path) { bytes.insert(UInt8(ascii: "\n"), at: 0) }
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
        try SystemCall.fsync(file.number, subject: path)
        if isNew { try AtomicFile.syncFolder(of: path) }
    }

    /// Whether the file is empty or its last byte ends a line.
    private static func endsWithLineEnd(
        _ file: OwnedFile,
        _ path: String
    ) throws(SystemError) -> Bool {
        guard lseek(file.number, 0, SEEK_END) > 0 else { return true }
        _ = lseek(file.number, -1, SEEK_END)
        var last = [UInt8](repeating: 0, count: 1)
        _ = try unsafe last.withUnsafeMutableBufferPointer { buffer throws(SystemError) in
            try unsafe SystemCall.read(
                file.number,
                into: UnsafeMutableRawBufferPointer(buffer),
                subject: path
            )
        }
        return last[0] == UInt8(ascii: "\n")
    }
}
