internal import CLinux
internal import Glibc

/// Tells which files of a folder were written to the end or moved there: inotify(7).
///
/// One thread waits. What the kernel could not keep is not told, so that a folder must be looked
/// through now and then all the same.
public final class FolderWatch: Sendable {
    private let file: OwnedFile
    private let path: String

    /// Watches the folder at `path`, not what lies in its folders.
    public init(path: String) throws(SystemError) {
        file = OwnedFile(try SystemCall.watchFolder(path))
        self.path = path
    }

    /// Names of files that were closed after writing or moved in, in the order of events; empty when
    /// none came in time.
    public func names(timeoutNanoseconds: Int64) throws(SystemError) -> [String] {
        let events = try SystemCall.poll(
            file.number,
            events: Int16(POLLIN),
            timeoutNanoseconds: timeoutNanoseconds,
            subject: path
        )
        guard events != 0 else { return [] }
        var bytes = [UInt8](repeating: 0, count: 1 << 14)
        let count = try unsafe bytes.withUnsafeMutableBufferPointer { buffer throws(SystemError) in
            try unsafe SystemCall.read(
                file.number,
                into: UnsafeMutableRawBufferPointer(buffer),
                subject: path
            )
        }
        return Self.names(bytes.prefix(count))
    }

    /// The names in `struct inotify_event`s: four words of 32 bits, the last the length of the name,
    /// which is padded with zeros.
    static func names(_ bytes: ArraySlice<UInt8>) -> [String] {
        let headerByteCount = 16
        var names: [String] = []
        var place = bytes.startIndex
        while bytes.endIndex - place >= headerByteCount {
            let length = (0..<4).reduce(0) { $0 | Int(bytes[place + 12 + $1]) << (8 * $1) }
            let start = place + headerByteCount
            guard length <= bytes.endIndex - start else { break }
            let name = bytes[start..<start + length].prefix { $0 != 0 }
            if !name.isEmpty { names.append(String(decoding: name, as: UTF8.self)) }
            place = start + length
        }
        return names
    }
}
