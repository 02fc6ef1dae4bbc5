internal import CLinux
internal import Glibc

/// The system calls of this module, one function each.
///
/// Interrupted ones are repeated, failures become ``SystemError``. Nothing else in the package
/// calls the kernel directly.
enum SystemCall {
    static func open(
        _ path: String,
        flags: Int32,
        mode: UInt32 = 0o644
    ) throws(SystemError) -> Int32 {
        try checked("open", path) { unsafe clinux_open(path, flags | O_CLOEXEC, mode) }
    }

    static func close(_ file: Int32) {
        // Linux frees the number even when close is interrupted: repeating could close another's.
        _ = Glibc.close(file)
    }

    /// The bytes that were read; 0 at the end.
    static func read(
        _ file: Int32,
        into buffer: UnsafeMutableRawBufferPointer,
        subject: String
    ) throws(SystemError) -> Int {
        try checked("read", subject) {
            unsafe Glibc.read(file, buffer.baseAddress, buffer.count)
        }
    }

    /// The bytes that were written.
    static func write(
        _ file: Int32,
        from buffer: UnsafeRawBufferPointer,
        subject: String
    ) throws(SystemError) -> Int {
        try checked("write", subject) {
            unsafe Glibc.write(file, buffer.baseAddress, buffer.count)
        }
    }

    static func ioctl<Argument>(
        _ file: Int32,
        _ request: UInt,
        _ argument: inout Argument,
        call: String,
        subject: String
    ) throws(SystemError) {
        _ = try checked(call, subject) {
            unsafe withUnsafeMutablePointer(to: &argument) {
                unsafe clinux_ioctl(file, request, $0)
            }
        }
    }

    static func fsync(_ file: Int32, subject: String) throws(SystemError) {
        _ = try checked("fsync", subject) { Glibc.fsync(file) }
    }

    static func fdatasync(_ file: Int32, subject: String) throws(SystemError) {
        _ = try checked("fdatasync", subject) { Glibc.fdatasync(file) }
    }

    static func truncate(
        _ file: Int32,
        to byteCount: Int,
        subject: String
    ) throws(SystemError) {
        _ = try checked("ftruncate", subject) { Glibc.ftruncate(file, byteCount) }
    }

    static func rename(_ from: String, to: String) throws(SystemError) {
        _ = try checked("rename", to) { unsafe Glibc.rename(from, to) }
    }

    static func unlink(_ path: String) throws(SystemError) {
        _ = try checked("unlink", path) { unsafe Glibc.unlink(path) }
    }

    static func lock(_ file: Int32, subject: String) throws(SystemError) {
        let code = clinux_lock_file(file)
        guard code == 0 else { throw SystemError(call: "flock", subject: subject, code: code) }
    }

    /// Whether the lock was free.
    static func tryLock(_ file: Int32, subject: String) throws(SystemError) -> Bool {
        let code = clinux_try_lock_file(file)
        guard code != EWOULDBLOCK else { return false }
        guard code == 0 else { throw SystemError(call: "flock", subject: subject, code: code) }
        return true
    }

    static func watchFolder(_ path: String) throws(SystemError) -> Int32 {
        let file = unsafe clinux_watch_folder(path)
        guard file >= 0 else { throw SystemError(call: "inotify", subject: path, code: -file) }
        return file
    }

    static func mkdir(_ path: String, mode: UInt32) throws(SystemError) {
        _ = try checked("mkdir", path) { unsafe Glibc.mkdir(path, mode) }
    }

    static func chmod(_ path: String, mode: UInt32) throws(SystemError) {
        _ = try checked("chmod", path) { unsafe Glibc.chmod(path, mode) }
    }

    static func chown(_ path: String, user: uid_t, group: gid_t) throws(SystemError) {
        _ = try checked("chown", path) { unsafe Glibc.chown(path, user, group) }
    }

    static func stat(_ path: String) throws(SystemError) -> stat {
        var facts = Glibc.stat()
        _ = try checked("stat", path) { unsafe clinux_stat(path, &facts) }
        return facts
    }

    static func statvfs(_ path: String) throws(SystemError) -> statvfs {
        var facts = Glibc.statvfs()
        _ = try checked("statvfs", path) { unsafe clinux_statvfs(path, &facts) }
        return facts
    }

    /// The events that came for one file, 0 when the time ran out; nil waits for ever.
    ///
    /// Allocates nothing.
    static func poll(
        _ file: Int32,
        events: Int16,
        timeoutNanoseconds: Int64?,
        subject: String
    ) throws(SystemError) -> Int16 {
        var entry = pollfd(fd: file, events: events, revents: 0)
        let count = unsafe clinux_poll(&entry, 1, timeoutNanoseconds.map { max(0, $0) } ?? -1)
        guard count >= 0 else { throw SystemError(call: "poll", subject: subject, code: -count) }
        return count == 0 ? 0 : entry.revents
    }

    /// Waits until something came for any of the files; false when the time ran out.
    static func poll(
        _ entries: inout [pollfd],
        timeoutNanoseconds: Int64?
    ) throws(SystemError) -> Bool {
        let timeout = timeoutNanoseconds.map { max(0, $0) } ?? -1
        let count = unsafe clinux_poll(&entries, UInt(entries.count), timeout)
        guard count >= 0 else { throw SystemError(call: "poll", subject: "", code: -count) }
        return count > 0
    }

    /// Repeats `body` while it is interrupted.
    static func checked<Result: BinaryInteger>(
        _ call: String,
        _ subject: String,
        _ body: () -> Result
    ) throws(SystemError) -> Result {
        while true {
            let result = body()
            if result != -1 { return result }
            guard errno == EINTR else {
                throw SystemError(call: call, subject: subject, code: errno)
            }
        }
    }
}
