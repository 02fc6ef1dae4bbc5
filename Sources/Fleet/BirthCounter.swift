internal import Foundation
internal import Linux

/// Counts connections, 0 to 255 and over again: a death is matched with its birth by this number.
///
/// Kept beside the spool; where the disk refuses, it goes on from memory.
struct BirthCounter {
    private let path: String
    private var last: UInt8

    init(folder: String) {
        path = "\(folder)/births"
        let text = try? String(contentsOfFile: path, encoding: .utf8)
        last = text.flatMap { UInt8($0.prefix { $0.isNumber }) } ?? 255
    }

    mutating func next() -> UInt8 {
        last &+= 1
        try? AtomicFile.replace(path, with: Array("\(last)\n".utf8))
        return last
    }
}
