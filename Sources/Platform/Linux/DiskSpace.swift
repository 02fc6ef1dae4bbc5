internal import CLinux
internal import Glibc

/// Room on the file system that holds a path.
public struct DiskSpace: Sendable, Equatable {
    /// Bytes that this user may still write.
    public let freeByteCount: Int
    /// Bytes all together.
    public let totalByteCount: Int
    /// It is mounted read-only.
    public let isReadOnly: Bool

    /// Asks the kernel about the file system of `path`, which must exist.
    public init(path: String) throws(SystemError) {
        let facts = try SystemCall.statvfs(path)
        let block = Int(clamping: facts.f_frsize)
        freeByteCount = Int(clamping: facts.f_bavail).multipliedClamped(by: block)
        totalByteCount = Int(clamping: facts.f_blocks).multipliedClamped(by: block)
        isReadOnly = facts.f_flag & UInt(ST_RDONLY) != 0
    }
}

extension Int {
    fileprivate func multipliedClamped(by other: Int) -> Int {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        return overflow ? .max : product
    }
}
