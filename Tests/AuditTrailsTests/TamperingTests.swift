import Foundation
import Signatures
import Testing

@testable import AuditTrails

/// Every way to lie, found and named with its place.
struct TamperingTests {
    private static func ground() throws -> TrailGround {
        let ground = try TrailGround()
        var settings = ground.settings
        settings.checkpointEntryCount = 4
        try ground.write(events: 10, settings)
        try #require(try ground.verify(known: ground.known()).isGood)
        try #require(ground.checkpoints.count >= 3)
        return ground
    }

    private static func kinds(_ report: AuditReport) -> [AuditFinding.Kind] {
        report.findings.map(\.kind)
    }

    @Test func `one changed byte anywhere is found on its line, and nothing else`() throws {
        let ground = try TrailGround()
        try ground.write(events: 2)
        let whole = try Data(contentsOf: ground.file)
        let seed = UInt64.random(in: 0..<1 << 32)
        var random = SplitMix(state: seed)
        for index in whole.indices {
            var changed = whole
            changed[index] ^= UInt8(1 << (random.next() % 7))
            try changed.write(to: ground.file)
            let report = try ground.verify()
            let line = whole[..<index].filter { $0 == 10 }.count + 1
            let place = "byte \(index), seed \(seed): \(report.findings)"
            let isLast = index == whole.count - 1
            #expect(!report.isGood, "\(place)")
            let wanted: Set<AuditFinding.Kind> =
                [.changedBytes, .unsignedTail, .tornTail, .reorderedLines]
            #expect(Self.kinds(report).allSatisfy { wanted.contains($0) }, "\(place)")
            let kind = isLast ? AuditFinding.Kind.tornTail : .changedBytes
            let first = report.findings.first { $0.kind == kind }
            #expect(first?.line == line, "\(place)")
            #expect(first?.sequence == line, "\(place)")
        }
    }

    @Test func `removed lines are named`() throws {
        let ground = try Self.ground()
        let lines = try ground.lines
        for index in lines.indices.dropLast() {
            var rest = lines
            rest.remove(at: index)
            try ground.replace(rest)
            let report = try ground.verify()
            let kind: AuditFinding.Kind = index == 0 ? .missingBeginning : .removedLines
            #expect(Self.kinds(report) == [kind], "\(index): \(report.findings)")
            #expect(report.findings.first?.sequence == index + 1)
            #expect(report.findings.first?.line == index + 1)
        }
        try ground.replace(Array(lines[..<3] + lines[8...]))
        let report = try ground.verify()
        #expect(Self.kinds(report) == [.removedLines])
        #expect(report.findings.first?.sentence.contains("entries 4 to 8 are missing") == true)
    }

    @Test func `reordered and repeated lines are told apart from removed ones`() throws {
        let ground = try Self.ground()
        let lines = try ground.lines
        for index in lines.indices.dropFirst() {
            var swapped = lines
            swapped.swapAt(index - 1, index)
            try ground.replace(swapped)
            let report = try ground.verify()
            #expect(Self.kinds(report).first == .reorderedLines, "\(index): \(report.findings)")
            #expect(report.findings.first?.sequence == index)
            #expect(report.findings.first?.line == index + 1)
            #expect(report.findings.count <= 2)
        }
        try ground.replace(Array(lines[..<2] + lines[5..<7] + lines[2..<5] + lines[7...]))
        #expect(try Self.kinds(ground.verify()) == [.reorderedLines])
        try ground.replace(Array(lines[..<5] + lines[3...]))
        #expect(Set(try Self.kinds(ground.verify())) == [.repeatedLines])
    }

    @Test func `a truncated tail shows against what is off the box, wherever it is cut`() throws {
        let ground = try Self.ground()
        let lines = try ground.lines
        let known = try ground.known()
        for count in 1..<lines.count - 1 {
            try ground.replace(Array(lines[..<count]))
            let report = try ground.verify(known: known)
            let finding = report.findings.first { $0.kind == .truncatedTail }
            #expect(finding != nil, "\(count): \(report.findings)")
            #expect(finding?.sentence.contains("entries \(count + 1) to ") == true)
            // Without what is off the box it shows where it is not cut behind a checkpoint.
            let isSigned = lines[count - 1].contains("\"event\":\"checkpoint\"")
            let alone = try Self.kinds(ground.verify())
            #expect(alone == (isSigned ? [] : [.unsignedTail]), "\(count)")
        }
    }

    /// The trail with every entry from `first` on chained anew, as somebody would who wants to hide
    /// a change.
    private static func rewrite(
        _ lines: [String],
        from first: Int,
        key: SigningKey?,
        change: (AuditNote) -> AuditNote
    ) throws -> [String] {
        var previous = AuditEntry.noHash
        return try lines.enumerated().map { index, line in
            let entry = try #require(AuditEntry(line: Array(line.utf8)))
            guard index >= first else {
                previous = entry.hash
                return line
            }
            var note = change(entry.note)
            if note.event == .checkpoint, let key {
                note.after =
                    AuditCheckpoint(
                        station: "line 1",
                        sequence: entry.sequence - 1,
                        head: previous,
                        time: entry.time,
                        key: key
                    ).line
            }
            let rewritten = AuditEntry.line(
                sequence: entry.sequence,
                note: note,
                moment: AuditMoment(
                    wallMilliseconds: 1_795_310_043_123,
                    isSynchronised: false,
                    monotonicNanoseconds: 1
                ),
                previousHash: Array(previous.utf8)
            )
            previous = String(decoding: rewritten.hash, as: UTF8.self)
            return String(decoding: rewritten.bytes.dropLast(), as: UTF8.self)
        }
    }

    private static func lie(_ note: AuditNote) -> AuditNote {
        var note = note
        note.subject = note.subject?.replacing("alarm 5", with: "alarm 0")
        return note
    }

    @Test func `a rewritten trail shows by its own checkpoints without the key`() throws {
        let ground = try Self.ground()
        try ground.replace(
            Self.rewrite(ground.lines, from: 6, key: nil, change: Self.lie)
        )
        let report = try ground.verify()
        #expect(Self.kinds(report).first == .rewritten, "\(report.findings)")
        #expect(Set(Self.kinds(report)) == [.rewritten, .unsignedTail])
    }

    @Test func `a trail rewritten with another key shows by its signatures`() throws {
        let ground = try Self.ground()
        try ground.replace(
            Self.rewrite(ground.lines, from: 6, key: SigningKey(), change: Self.lie)
        )
        #expect(try Self.kinds(ground.verify()).first == .wrongSignature)
    }

    @Test func `a trail rewritten with the station's own key shows against what is off the box`()
        throws
    {
        let ground = try Self.ground()
        let known = try ground.known()
        let pem = try String(contentsOfFile: ground.settings.keyPath, encoding: .utf8)
        let key = try #require(SigningKey(pem: pem))
        try ground.replace(Self.rewrite(ground.lines, from: 6, key: key, change: Self.lie))
        #expect(try ground.verify().isGood)
        let report = try ground.verify(known: known)
        #expect(Self.kinds(report) == [.rewritten])
        let finding = try #require(report.findings.first)
        #expect(finding.sentence.contains("entries from 5 on were rewritten"), "\(finding)")
        #expect(finding.line == known[1].line && finding.file == known[1].file)
    }

    @Test func `a key that was only laid beside the trail signs nothing`() throws {
        let ground = try Self.ground()
        let other = SigningKey()
        let path = ground.settings.keyPath + ".pub.old-\(other.verifyingKey)"
        try Data(other.verifyingKey.pem.utf8).write(to: URL(filePath: path))
        #expect(try ground.verify().isGood)
        try ground.replace(Self.rewrite(ground.lines, from: 0, key: other, change: Self.lie))
        let report = try ground.verify()
        #expect(Self.kinds(report) == [.wrongSignature], "\(report.findings)")
        #expect(report.findings.first?.sentence.contains("replaced that key") == true)
    }

    @Test func `an empty trail is not good`() throws {
        let ground = try Self.ground()
        try Data().write(to: ground.file)
        let report = try ground.verify()
        #expect(Self.kinds(report) == [.truncatedTail])
    }

    @Test func `one entry that was exchanged for another shows where its neighbour was chained`()
        throws
    {
        let ground = try Self.ground()
        var lines = try ground.lines
        lines[6] = try Self.rewrite(lines, from: 6, key: nil, change: Self.lie)[6]
        try ground.replace(lines)
        let report = try ground.verify()
        #expect(Self.kinds(report) == [.replacedLine], "\(report.findings)")
        #expect(report.findings.first?.line == 8)
    }

    @Test func `a checkpoint of another station or key does not count`() throws {
        let ground = try Self.ground()
        let other = try TrailGround()
        try other.write(events: 2)
        let foreign = try other.known()
        // Named like this station, but signed with the other's key.
        #expect(
            try Self.kinds(ground.verify(known: ground.known() + foreign))
                == foreign.map { _ in .wrongSignature }
        )
        #expect(AuditCheckpoint(in: "blisterd-checkpoint station=a sequence=x") == nil)
        for checkpoint in ground.checkpoints {
            #expect(AuditCheckpoint(in: "x \(checkpoint.line)\" y") == checkpoint)
        }
    }

    @Test func `a torn tail is named`() throws {
        let ground = try Self.ground()
        try Data(contentsOf: ground.file).dropLast(7).write(to: ground.file)
        let report = try ground.verify()
        #expect(Self.kinds(report).contains(.tornTail))
        #expect(report.findings.first { $0.kind == .tornTail }?.line == report.lineCount)
    }
}
