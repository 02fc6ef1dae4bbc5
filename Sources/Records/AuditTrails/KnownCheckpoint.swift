internal import Foundation
internal import Linux

/// A checkpoint that was found off the box.
public struct KnownCheckpoint: Sendable, Equatable {
    /// What it says.
    public let checkpoint: AuditCheckpoint
    /// File that it was found in.
    public let file: String
    /// Line of that file, from 1.
    public let line: Int

    /// Every checkpoint in a log, a journal, or another copy of the trail.
    ///
    /// - Parameter path: The file; `-` for standard input.
    /// - Returns: Those that can be read, in the order of the file.
    /// - Throws: ``AuditError`` for a file that cannot be read or holds none.
    public static func all(in path: String) throws(AuditError) -> [KnownCheckpoint] {
        var lines = try TrailLines(path: path == "-" ? "/dev/stdin" : path)
        let word = Array(AuditCheckpoint.word.utf8)
        var found: [KnownCheckpoint] = []
        var number = 0
        while let line = try lines.next() {
            number += 1
            guard holds(word, lines.buffer, line.range) else { continue }
            let text = String(decoding: lines.buffer[line.range], as: UTF8.self)
            guard let checkpoint = AuditCheckpoint(in: text) else { continue }
            found.append(KnownCheckpoint(checkpoint: checkpoint, file: path, line: number))
        }
        guard !found.isEmpty else { throw .noCheckpoint(path: path) }
        return found
    }

    private static func holds(_ word: [UInt8], _ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        var index = range.lowerBound
        while index + word.count <= range.upperBound {
            if LineFacts.holds(word, bytes, index) { return true }
            index += 1
        }
        return false
    }
}
