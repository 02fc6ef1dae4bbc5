internal import CLinux
internal import Glibc

/// A file of records: grows at its end, is read anywhere, is cut where a record is torn.
///
/// Thread-bound; closed with its owner.
public final class SegmentFile {
    /// Where it is.
    public let path: String
    /// Bytes in it.
    public private(set) var byteCount: Int
    private let file: OwnedFile

    /// Opens the file at `path`, which is made where it is not there.
    public init(path: String) throws(SystemError) {
        self.path = path
        file = OwnedFile(try SystemCall.open(path, flags: O_RDWR | O_CREAT))
        byteCount = Int(clamping: try SystemCall.stat(path).st_size)
    }

    /// Adds `bytes` at the end: all of them, or none.
    ///
    /// - Throws: ``SystemError``; what was written of them is cut off again.
    public func append(_ bytes: [UInt8]) throws(SystemError) {
        var done = 0
        do throws(SystemError) {
            while done < bytes.count {
                done += try unsafe bytes.withUnsafeBufferPointer {
                    buffer throws(SystemError) -> Int in
                    try SystemCall.checked("write", path) {
                        unsafe pwrite(
                            file.number,
                            buffer.baseAddress?.advanced(by: done),
                            buffer.count - done,
                            byteCount + done
                        )
                    }
                }
            }
        } catch {
            _ = ftruncate(file.number, byteCount)
            throw error
        }
        byteCount += bytes.count
    }

    /// At most `count` bytes from `offset`; fewer at the end, which another handle may have moved.
    public func read(at offset: Int, count: Int) throws(SystemError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < bytes.count {
            let got = try unsafe bytes.withUnsafeMutableBufferPointer {
                buffer throws(SystemError) -> Int in
                try SystemCall.checked("read", path) {
                    unsafe pread(
                        file.number,
                        buffer.baseAddress?.advanced(by: done),
                        buffer.count - done,
                        offset + done
                    )
                }
            }
            if got == 0 { break }
            done += got
        }
        return done == bytes.count ? bytes : Array(bytes.prefix(done))
    }

    /// Cuts the file to its first `count` bytes.
    public func truncate(to count: Int) throws(SystemError) {
        _ = try SystemCall.checked("truncate", path) { ftruncate(file.number, count) }
        byteCount = count
    }

    /// Returns once everything in it would survive a power cut.
    public func sync() throws(SystemError) {
        try SystemCall.fsync(file.number, subject: path)
    }
}
