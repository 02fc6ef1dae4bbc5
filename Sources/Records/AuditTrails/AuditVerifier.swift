internal import Foundation
internal import Linux
public import Signatures

/// Examines a trail, or an exported copy of it, line by line: needs neither the daemon nor its
/// private key, and memory for a few lines only.
///
/// It names what is wrong and where, and goes on behind it. One examination each.
public struct AuditVerifier {
    static let checkpointName = Array(AuditEvent.checkpoint.rawValue.utf8)
    static let batchRootName = Array(AuditEvent.batchRoot.rawValue.utf8)
    private static let keyName = Array(AuditEvent.key.rawValue.utf8)
    private static let gapCountMax = 1000

    let keys: [VerifyingKey]
    let formerKeys: [VerifyingKey]
    /// The last checkpoint of each former key, by the key.
    var formerUse: [String: (sequence: Int, file: String, line: Int)] = [:]
    /// Entries that name the key that they replace, by that key.
    private var successions: [String: Int] = [:]
    let known: [KnownCheckpoint]
    private let isPart: Bool
    private let isBeingWritten: Bool

    var report = AuditReport()
    /// Findings with the place that orders them.
    private var located: [(order: Int, finding: AuditFinding)] = []
    private var furtherCount = 0
    private var gaps: [Gap] = []
    private(set) var file = ""
    private(set) var lineNumber = 0
    private var digest = [UInt8](repeating: 0, count: 32)
    private var computed = [UInt8](repeating: 0, count: AuditEntry.hashDigitCount)
    private var lastHash = Array(AuditEntry.noHash.utf8)
    private var last = 0
    /// Lines that were no sound entries since the last sound one.
    private var badCount = 0
    private var reordered: (first: Int, last: Int, index: Int)?
    /// Entries since the last checkpoint that fits.
    var unsignedCount = 0
    /// Hashes of the entries that known checkpoints are about.
    var heads: [Int: String]

    /// Entries that did not come where they should.
    private struct Gap {
        var range: ClosedRange<Int>
        let order: Int
        let file: String
        let line: Int
    }

    /// Prepares an examination.
    ///
    /// - Parameters:
    ///   - keys: Public keys of the station; a checkpoint counts that was signed with one of them.
    ///   - formerKeys: Keys that count only before an entry that names them as replaced; that entry is
    ///     signed with another.
    ///   - known: Checkpoints from off the box.
    ///   - isPart: The copy may begin later than the trail.
    ///   - isBeingWritten: A running station is adding to it, so that its end need not be signed.
    public init(
        keys: [VerifyingKey],
        formerKeys: [VerifyingKey] = [],
        known: [KnownCheckpoint] = [],
        isPart: Bool = false,
        isBeingWritten: Bool = false
    ) {
        self.keys = keys
        self.formerKeys = formerKeys
        self.known = known
        self.isPart = isPart
        self.isBeingWritten = isBeingWritten
        heads = Dictionary(known.map { ($0.checkpoint.sequence, "") }) { first, _ in first }
    }

    /// The files of a trail in their order: those of a folder, or the file itself.
    public static func files(at path: String) throws(AuditError) -> [String] {
        guard let facts = try? FileFacts(path: path) else { throw .noTrail(path: path) }
        guard facts.isFolder else { return [path] }
        let files = TrailFolder(path: path).segments
        guard !files.isEmpty else { throw .noTrail(path: path) }
        return files
    }

    /// Whether a running station writes the trail in `folder`.
    public static func isBeingWritten(_ folder: String) -> Bool {
        let path = TrailFolder(path: folder).lockPath
        guard FileManager.default.fileExists(atPath: path) else { return false }
        return (try? FileLock.isHeld(path)) ?? false
    }

    /// Examines the trail in `files`, oldest first.
    ///
    /// - Parameter files: As of ``files(at:)``.
    /// - Returns: What is wrong, and what is there.
    /// - Throws: ``AuditError`` for a file that cannot be read.
    public consuming func verify(_ files: [String]) throws(AuditError) -> AuditReport {
        for path in files { try read(path, isLast: path == files.last) }
        finish()
        return report
    }

    private mutating func read(_ path: String, isLast: Bool) throws(AuditError) {
        var lines = try TrailLines(path: path)
        file = path
        lineNumber = 0
        while let line = try lines.next() {
            lineNumber += 1
            report.lineCount += 1
            if line.isWhole {
                examine(lines.buffer, line.range)
            } else if isLast, line.range.count < TrailLines.lineByteCountMax {
                torn(line.range.count)
            } else {
                bad("is no whole entry")
            }
        }
    }

    private mutating func examine(_ bytes: [UInt8], _ range: Range<Int>) {
        guard let facts = LineFacts(bytes, range) else { return bad("is no entry of a trail") }
        LineFacts.computeHash(bytes, range, digest: &digest, digits: &computed)
        guard LineFacts.holds(computed, bytes, facts.hashStart) else {
            return bad("its hash does not hold")
        }
        guard facts.sequence > last else { return misplaced(facts.sequence) }
        place(facts, bytes)
        for index in computed.indices { lastHash[index] = computed[index] }
        last = facts.sequence
        badCount = 0
        if report.firstSequence == 0 { report.firstSequence = facts.sequence }
        if !heads.isEmpty, heads[facts.sequence] != nil {
            heads[facts.sequence] = String(decoding: computed, as: UTF8.self)
        }
        unsignedCount += 1
        if facts.isEvent(Self.checkpointName, bytes) {
            examineCheckpoint(AuditEntry(line: bytes[range]), facts.sequence)
        } else if facts.isEvent(Self.batchRootName, bytes),
            let root = AuditEntry(line: bytes[range]).flatMap({ BatchRoot($0.note) })
        {
            report.batchRoots[root.batch] = root
        } else if facts.isEvent(Self.keyName, bytes),
            let replaced = AuditEntry(line: bytes[range])?.note.before
        {
            successions[replaced] = facts.sequence
        }
    }

    /// Finds former keys that signed what no later entry says they could.
    private mutating func examineFormerKeys() {
        for (key, use) in formerUse.sorted(by: { $0.value.sequence < $1.value.sequence })
        where successions[key] ?? 0 < use.sequence {
            let finding = AuditFinding(
                kind: .wrongSignature,
                file: use.file,
                line: use.line,
                sequence: use.sequence,
                sentence:
                    "the checkpoint \(use.sequence) was signed with \(key), and no later entry "
                    + "says that the station replaced that key"
            )
            add(finding, order: .max)
        }
    }

    /// Holds the entry against the one before.
    private mutating func place(_ facts: LineFacts, _ bytes: [UInt8]) {
        let missing = facts.sequence - last - 1
        let isFirst = last == 0 && badCount == 0
        if isFirst, isPart { return }
        // Where lines were damaged, a line end may have become one of them, or have been one.
        if missing > 2 * badCount {
            guard gaps.count < Self.gapCountMax else {
                furtherCount += 1
                return
            }
            let range = last + 1...facts.sequence - 1
            gaps.append(Gap(range: range, order: report.lineCount, file: file, line: lineNumber))
            return
        }
        guard missing == 0, badCount == 0 else { return }
        guard !LineFacts.holds(lastHash, bytes, facts.previousStart) else { return }
        add(
            .replacedLine,
            facts.sequence,
            "entry \(facts.sequence) was chained to another entry \(last) than the one before it"
        )
    }

    /// An entry whose place was before.
    private mutating func misplaced(_ sequence: Int) {
        if let run = reordered, run.last + 1 == sequence, removeGap(sequence) {
            reordered = (run.first, sequence, run.index)
            located[run.index].finding = AuditFinding(
                kind: .reorderedLines,
                file: located[run.index].finding.file,
                line: located[run.index].finding.line,
                sequence: run.first,
                sentence: "entries \(run.first) to \(sequence) stand behind entry \(last)"
            )
        } else if removeGap(sequence) {
            if add(.reorderedLines, sequence, "entry \(sequence) stands behind entry \(last)") {
                reordered = (sequence, sequence, located.count - 1)
            }
        } else {
            add(.repeatedLines, sequence, "entry \(sequence) stands again behind entry \(last)")
        }
    }

    /// Takes `sequence` out of what is missing; whether it was.
    private mutating func removeGap(_ sequence: Int) -> Bool {
        guard let index = gaps.firstIndex(where: { $0.range.contains(sequence) }) else {
            return false
        }
        let gap = gaps.remove(at: index)
        func part(_ lower: Int, _ upper: Int) -> [Gap] {
            guard lower <= upper else { return [] }
            return [Gap(range: lower...upper, order: gap.order, file: gap.file, line: gap.line)]
        }
        let rest =
            part(gap.range.lowerBound, sequence - 1) + part(sequence + 1, gap.range.upperBound)
        gaps.insert(contentsOf: rest, at: index)
        return true
    }

    private mutating func bad(_ what: String) {
        add(.changedBytes, last + badCount + 1, "the line was changed: \(what)")
        badCount += 1
    }

    private mutating func torn(_ count: Int) {
        guard !isBeingWritten else { return }
        add(
            .tornTail,
            last + 1,
            "the last line is not whole (\(count) bytes); the station repairs it when it starts"
        )
    }

    @discardableResult
    mutating func add(
        _ kind: AuditFinding.Kind,
        _ sequence: Int?,
        _ sentence: String
    ) -> Bool {
        let finding = AuditFinding(
            kind: kind,
            file: file,
            line: lineNumber,
            sequence: sequence,
            sentence: sentence
        )
        return add(finding, order: report.lineCount)
    }

    @discardableResult
    mutating func add(_ finding: AuditFinding, order: Int) -> Bool {
        guard located.count < AuditReport.findingCountMax else {
            furtherCount += 1
            return false
        }
        located.append((order, finding))
        return true
    }

    private mutating func finish() {
        report.lastSequence = last
        report.head = last == 0 ? "" : String(decoding: lastHash, as: UTF8.self)
        for gap in gaps {
            let (first, last) = (gap.range.lowerBound, gap.range.upperBound)
            let names = first == last ? "entry \(first) is" : "entries \(first) to \(last) are"
            let finding = AuditFinding(
                kind: first == 1 ? .missingBeginning : .removedLines,
                file: gap.file,
                line: gap.line,
                sequence: first,
                sentence: "\(names) missing before this line"
            )
            add(finding, order: gap.order)
        }
        if report.lineCount == 0 {
            add(.truncatedTail, nil, "there are no entries; a station writes one when it starts")
        }
        examineFormerKeys()
        if unsignedCount > 0 { tellOfUnsigned() }
        compareKnown()
        for (_, finding) in located.sorted(by: { $0.order < $1.order }) { report.add(finding) }
        report.furtherFindingCount += furtherCount
    }

    private mutating func tellOfUnsigned() {
        let count = "\(unsignedCount) entries behind the last checkpoint are"
        guard !isBeingWritten else {
            report.notes.append("\(count) not signed yet; the station is writing")
            return
        }
        add(
            .unsignedTail,
            last,
            "\(count) not signed: the station was cut off, or the end was exchanged or taken away"
        )
    }
}
