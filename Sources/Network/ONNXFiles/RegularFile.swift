internal import Foundation

/// Why a file cannot be read.
struct FileFault: Error {
    /// What follows its name.
    let text: String
}

/// A file that is there, is no folder, pipe or device, and has a size.
struct RegularFile {
    let url: URL
    let byteCount: Int

    /// Follows symbolic links.
    init(_ path: String) throws(FileFault) {
        url = URL(filePath: path).resolvingSymlinksInPath()
        let facts: [FileAttributeKey: Any]
        do {
            facts = try FileManager.default.attributesOfItem(
                atPath: url.path(percentEncoded: false)
            )
        } catch {
            throw FileFault(text: "cannot be read, or is not there")
        }
        guard facts[.type] as? FileAttributeType == .typeRegular else {
            throw FileFault(text: "is not a file")
        }
        guard let size = facts[.size] as? NSNumber else { throw FileFault(text: "has no size") }
        byteCount = size.intValue
    }

    /// All of it.
    ///
    /// Not mapped: whoever cuts a mapped file short ends the process that reads it.
    func read() throws(FileFault) -> Data {
        try read(0..<byteCount)
    }

    /// The bytes in `range`, which lies inside.
    func read(_ range: Range<Int>) throws(FileFault) -> Data { try OpenFile(self).read(range) }
}

/// A file that stays the same one although its name may come to stand for another.
final class OpenFile {
    private let handle: FileHandle

    /// Opens `file`.
    init(_ file: RegularFile) throws(FileFault) {
        guard let handle = try? FileHandle(forReadingFrom: file.url) else {
            throw FileFault(text: "cannot be read")
        }
        self.handle = handle
    }

    deinit { try? handle.close() }

    /// The bytes in `range`.
    func read(_ range: Range<Int>) throws(FileFault) -> Data {
        guard (try? handle.seek(toOffset: UInt64(range.lowerBound))) != nil,
            let data = try? handle.read(upToCount: range.count) ?? Data(),
            data.count == range.count
        else { throw FileFault(text: "cannot be read") }
        return data
    }
}
