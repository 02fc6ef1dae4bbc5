internal import Glibc

/// Changes to the names in a folder that are over before the call returns, also for a power cut.
public enum FolderFiles {
    /// Makes the folder at `path` unless it is there.
    public static func makeFolder(_ path: String) throws(SystemError) {
        do {
            try SystemCall.mkdir(path, mode: 0o755)
        } catch {
            guard error.code == EEXIST else { throw error }
        }
    }

    /// Gives the file at `path` another name on the same file system, in place of what has it.
    public static func move(_ path: String, to newPath: String) throws(SystemError) {
        try SystemCall.rename(path, to: newPath)
        try AtomicFile.syncFolder(of: newPath)
        try AtomicFile.syncFolder(of: path)
    }

    /// Removes the file at `path`; one that is not there is no failure.
    public static func remove(_ path: String) throws(SystemError) {
        do {
            try SystemCall.unlink(path)
        } catch {
            guard error.code == ENOENT else { throw error }
            return
        }
        try AtomicFile.syncFolder(of: path)
    }

    /// Names in the folder at `path`, sorted; empty when it cannot be read.
    public static func names(in path: String) -> [String] { directoryNames(path) }
}

/// Holds a file that only one process may hold, until ``release()`` or the end of the process.
///
/// flock(2): the kernel lets go when the holder dies, however it dies.
public final class FileLock: Sendable {
    private let file: OwnedFile

    /// Waits until nobody else holds the file at `path`, which is made where it is not there.
    public init(path: String) throws(SystemError) {
        file = OwnedFile(try SystemCall.open(path, flags: O_RDWR | O_CREAT))
        try SystemCall.lock(file.number, subject: path)
    }

    /// Takes the file at `path` where nobody else holds it; nil where somebody does.
    public init?(ifFree path: String) throws(SystemError) {
        file = OwnedFile(try SystemCall.open(path, flags: O_RDWR | O_CREAT))
        guard try SystemCall.tryLock(file.number, subject: path) else { return nil }
    }

    /// Whether somebody else holds the file at `path`; needs no right but to read it.
    public static func isHeld(_ path: String) throws(SystemError) -> Bool {
        let file = OwnedFile(try SystemCall.open(path, flags: O_RDONLY))
        defer { file.close() }
        return try !SystemCall.tryLock(file.number, subject: path)
    }

    /// Lets go.
    public func release() { file.close() }
}
