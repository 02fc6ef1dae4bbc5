internal import CLinux
internal import Glibc
internal import Synchronization

/// An open file that is closed once, at the latest with its owner.
final class OwnedFile: Sendable {
    private let raw: Atomic<Int32>

    init(_ number: Int32) { raw = Atomic(number) }

    deinit { close() }

    /// The kernel's number, -1 after ``close()``.
    var number: Int32 { raw.load(ordering: .acquiring) }

    func close() {
        let number = raw.exchange(-1, ordering: .acquiringAndReleasing)
        if number >= 0 { SystemCall.close(number) }
    }
}

/// Names in a folder, sorted; empty when it cannot be read.
func directoryNames(_ path: String) -> [String] {
    guard let folder = unsafe opendir(path) else { return [] }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
        let name = unsafe String(cString: clinux_entry_name(entry))
        if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
}
