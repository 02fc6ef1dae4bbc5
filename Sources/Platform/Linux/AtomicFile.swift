internal import CLinux
internal import Glibc

/// Files that are either wholly the old or wholly the new ones, also after a power cut.
public enum AtomicFile {
    /// Replaces the file at `path` with `bytes`.
    ///
    /// A temporary file beside it is written, synced and renamed, and the folder synced. A failure
    /// leaves the old file and no temporary one. `followsFolder` gives it to the folder's owner where
    /// root writes it.
    public static func replace(
        _ path: String,
        with bytes: [UInt8],
        mode: UInt32 = 0o644,
        followsFolder: Bool = false
    ) throws(SystemError) {
        do {
            try write(path, bytes, mode: mode, followsFolder: followsFolder)
        } catch {
            // Nobody knows the temporary file's name.
            throw SystemError(call: error.call, subject: path, code: error.code)
        }
        try syncFolder(of: path)
    }

    private static func write(
        _ path: String,
        _ bytes: [UInt8],
        mode: UInt32,
        followsFolder: Bool
    ) throws(SystemError) {
        let temporary = "\(path).\(getpid()).new"
        let file = OwnedFile(
            try SystemCall.open(temporary, flags: O_WRONLY | O_CREAT | O_TRUNC, mode: mode)
        )
        do {
            if followsFolder { try FileOwner.followFolder(temporary) }
            try write(bytes, to: file, subject: temporary)
            try SystemCall.fsync(file.number, subject: temporary)
            file.close()
            try SystemCall.rename(temporary, to: path)
        } catch {
            try? SystemCall.unlink(temporary)
            throw error
        }
    }

    /// Makes names made or removed in the folder of `path` survive a power cut.
    public static func syncFolder(of path: String) throws(SystemError) {
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let file = OwnedFile(try SystemCall.open(folder, flags: O_RDONLY | O_DIRECTORY))
        do {
            try SystemCall.fsync(file.number, subject: folder)
        } catch {
            // Some file systems cannot sync folders; they order names themselves.
            guard error.code == EINVAL else { throw error }
        }
    }

    private static func write(
        _ bytes: [UInt8],
        to file: OwnedFile,
        subject: String
    ) throws(SystemError) {
        var done = 0
        while done < bytes.count {
            done += try unsafe bytes.withUnsafeBufferPointer { buffer throws(SystemError) in
                try unsafe SystemCall.write(
                    file.number,
                    from: UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: buffer[done...])),
                    subject: subject
                )
            }
        }
    }
}
