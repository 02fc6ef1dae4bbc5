internal import CLinux
internal import Glibc

/// Whom files belong to.
public enum FileOwner {
    /// Gives the file at `path` to the owner of its folder where root made it, so that the service,
    /// which is not root, can use what root wrote for it; does nothing for others.
    public static func followFolder(_ path: String) throws(SystemError) {
        guard geteuid() == 0 else { return }
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let facts = try SystemCall.stat(folder)
        try SystemCall.chown(path, user: facts.st_uid, group: facts.st_gid)
    }
}
