public import Foundation
internal import Linux

/// A copy of a trail, or of the part of a time, for people and machines outside.
///
/// The folder holds the exact lines, the public keys, the last checkpoint among the lines, and a page
/// to read. It is complete or not there.
public struct AuditExport {
    /// Entries from this moment on; nil from the first.
    public var from: Date?
    /// Entries before this moment, and up to the checkpoint that covers them; nil up to the last.
    public var to: Date?
    /// Name of the station, on the page.
    public var station: String

    /// What was exported.
    public struct Outcome: Sendable, Equatable {
        /// First entry.
        public var firstSequence = 0
        /// Lines.
        public var lineCount = 0
        /// The last checkpoint among them.
        public var checkpoint: AuditCheckpoint?
    }

    /// Prepares an export.
    public init(station: String, from: Date? = nil, to: Date? = nil) {
        self.station = station
        self.from = from
        self.to = to
    }

    /// Writes the folder `out`.
    ///
    /// - Parameters:
    ///   - files: As of ``AuditVerifier/files(at:)``.
    ///   - keyPath: Private key; only public ones beside it are copied.
    ///   - out: Folder, which must be empty or not there.
    /// - Returns: What it holds.
    /// - Throws: ``AuditError``.
    public func write(
        _ files: [String],
        keyPath: String,
        to out: String
    ) throws(AuditError) -> Outcome {
        guard FolderFiles.names(in: out).isEmpty else { throw .inUse(path: out) }
        let place = "\(out).\(ProcessInfo.processInfo.processIdentifier).new"
        do {
            try TrailFolder(path: place).make()
            let outcome = try fill(place, files)
            try copyKeys(keyPath, place)
            let lines = TrailFolder(path: place).segment(from: max(1, outcome.firstSequence))
            try FolderFiles.move(place + "/lines", to: lines)
            try? FileManager.default.removeItem(atPath: out)
            try FolderFiles.move(place, to: out)
            return outcome
        } catch {
            try? FileManager.default.removeItem(atPath: place)
            if let error = error as? AuditError { throw error }
            if let error = error as? SystemError { throw .disk(error.subject, error) }
            throw .disk(path: out, reason: "\(error.localizedDescription)")
        }
    }

    private func fill(_ place: String, _ files: [String]) throws -> Outcome {
        let lines = try GrowingFile(path: place + "/lines")
        let page = try GrowingFile(path: place + "/audit.html")
        var outcome = Outcome()
        var block: [UInt8] = []
        var rows = AuditPage.head(station: station)
        try forEachLine(files) { bytes, entry in
            block += bytes
            block.append(AuditBytes.lineEnd)
            rows += entry.map { AuditPage.row($0) } ?? AuditPage.damagedRow
            outcome.lineCount += 1
            if outcome.firstSequence == 0 { outcome.firstSequence = entry?.sequence ?? 0 }
            if let entry, entry.note.event == .checkpoint {
                outcome.checkpoint = entry.note.after.flatMap { AuditCheckpoint(in: $0) }
            }
            guard block.count > 1 << 20 else { return }
            try lines.append(block)
            try page.append(Array(rows.utf8))
            block = []
            rows = ""
        }
        guard outcome.lineCount > 0 else { throw AuditError.nothingBetween(path: files[0]) }
        try lines.append(block)
        try page.append(Array((rows + AuditPage.foot(outcome)).utf8))
        if let checkpoint = outcome.checkpoint {
            try AtomicFile.replace(
                place + "/checkpoint.txt",
                with: Array((checkpoint.line + "\n").utf8)
            )
        }
        return outcome
    }

    /// Hands over the lines of the time that was asked for.
    private func forEachLine(
        _ files: [String],
        _ body: (ArraySlice<UInt8>, AuditEntry?) throws -> Void
    ) throws {
        guard let span = try span(files) else { return }
        var number = 0
        for path in files {
            var lines = try TrailLines(path: path)
            while let line = try lines.next() {
                number += 1
                // What is torn is no line yet.
                guard number >= span.lowerBound, line.isWhole else { continue }
                let bytes = lines.buffer[line.range]
                let entry = AuditEntry(line: bytes)
                try body(bytes, entry)
                if number > span.upperBound, entry?.note.event == .checkpoint { return }
            }
        }
    }

    /// Lines from the first to the last one of the time that was asked for, counted from 1.
    ///
    /// A clock that was wrong for a while leaves nothing out. nil where there are none.
    private func span(_ files: [String]) throws -> ClosedRange<Int>? {
        guard from != nil || to != nil else { return 1...Int.max }
        var (first, last, number) = (0, 0, 0)
        for path in files {
            var lines = try TrailLines(path: path)
            while let line = try lines.next() {
                number += 1
                guard let entry = AuditEntry(line: lines.buffer[line.range]),
                    let time = Self.date(entry.time), from.map({ time >= $0 }) ?? true,
                    to.map({ time < $0 }) ?? true
                else { continue }
                if first == 0 { first = from == nil ? 1 : number }
                last = number
            }
        }
        guard first > 0 else { return nil }
        return first...(to == nil ? Int.max : last)
    }

    private func copyKeys(_ keyPath: String, _ place: String) throws {
        let folder = (keyPath as NSString).deletingLastPathComponent
        let name = (keyPath as NSString).lastPathComponent
        for file in FolderFiles.names(in: folder.isEmpty ? "." : folder)
        where file.hasPrefix(name + ".pub") {
            let bytes = try ReadFile.bytes(of: "\(folder.isEmpty ? "." : folder)/\(file)")
            let copy = "station.pem" + file.dropFirst(name.count)
            try AtomicFile.replace("\(place)/\(copy)", with: bytes)
        }
    }

    /// The moment of an entry, or one that a person gave: `2026-11-22` is the beginning of that day
    /// here; nil where it is none.
    public static func date(_ text: String) -> Date? {
        for isFractional in [true, false] {
            let style = Date.ISO8601FormatStyle(includingFractionalSeconds: isFractional)
            if let date = try? style.parse(text) { return date }
        }
        let day = Date.ISO8601FormatStyle(timeZone: .current).year().month().day()
        return try? day.parse(text)
    }
}
