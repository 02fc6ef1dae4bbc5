internal import CLinux
internal import Glibc

/// What the file system says of a file; links are followed.
///
/// A value: equal facts, unchanged file.
public struct FileFacts: Sendable, Equatable {
    /// Bytes.
    public let byteCount: Int
    /// When it was last written, in nanoseconds since 1970.
    public let modifiedNanoseconds: Int64
    /// Which file it is, whatever its name.
    public let number: UInt64
    /// Whether it is a plain file: no folder, device or pipe.
    public let isRegular: Bool
    /// Whether it is a folder.
    public let isFolder: Bool
    /// User that it belongs to.
    public let owner: UInt32

    /// Asks for the file at `path`.
    public init(path: String) throws(SystemError) {
        let facts = try SystemCall.stat(path)
        byteCount = Int(clamping: facts.st_size)
        modifiedNanoseconds =
            Int64(facts.st_mtim.tv_sec) * 1_000_000_000 + Int64(facts.st_mtim.tv_nsec)
        number = UInt64(facts.st_ino)
        isRegular = facts.st_mode & S_IFMT == S_IFREG
        isFolder = facts.st_mode & S_IFMT == S_IFDIR
        owner = facts.st_uid
    }

    /// Who may do what with the file at `path`: the lower nine bits of its mode.
    public static func permissions(path: String) throws(SystemError) -> UInt32 {
        try SystemCall.stat(path).st_mode & 0o777
    }

    /// The owner's name; the number where it has none.
    public var ownerName: String { Self.userName(owner) }

    /// Name of the user that runs this process.
    public static var currentUserName: String { userName(getuid()) }

    private static func userName(_ number: uid_t) -> String {
        guard let entry = unsafe getpwuid(number) else { return "\(number)" }
        return unsafe String(cString: entry.pointee.pw_name)
    }
}
