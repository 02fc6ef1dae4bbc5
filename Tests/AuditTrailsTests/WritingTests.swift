import Foundation
import Testing

@testable import AuditTrails

/// The trail as it is written.
struct WritingTests {
    @Test func `every note gets its place, its times and its chain`() throws {
        let ground = try TrailGround()
        try ground.write(events: 600)
        let entries = try ground.lines.compactMap { AuditEntry(line: Array($0.utf8)) }
        #expect(entries.map(\.sequence) == Array(1...entries.count))
        #expect(entries.filter { $0.note.event == .acknowledge }.count == 600)
        #expect(entries[0].previousHash == AuditEntry.noHash)
        for (entry, next) in zip(entries, entries.dropFirst()) {
            #expect(next.previousHash == entry.hash)
        }
        // Checkpoints bear the time of their signature, notes that of what they tell.
        let times = entries.filter { $0.note.event != .checkpoint }.map(\.monotonicNanoseconds)
        #expect(times == times.sorted())
        // After 256 entries, after 256 more, and behind the stop.
        #expect(entries.filter { $0.note.event == .checkpoint }.count == 3)
        #expect(entries.last?.note.event == .checkpoint)
        let signed = entries.filter { $0.note.event == .checkpoint }.map { $0.note.after ?? "" }
        #expect(ground.checkpoints.map(\.line) == signed)
        #expect(try ground.verify(known: ground.known()).knownCheckpointCount == 3)
    }

    @Test func `the private key is the owner's alone, and stays`() throws {
        let ground = try TrailGround()
        try ground.write(events: 1)
        let path = ground.settings.keyPath
        let facts = try FileManager.default.attributesOfItem(atPath: path)
        #expect((facts[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        let key = try Data(contentsOf: URL(filePath: path))
        try ground.write(events: 1)
        #expect(try Data(contentsOf: URL(filePath: path)) == key)
        #expect(try ground.verify().isGood)
    }

    @Test func `a lost key is replaced, told, and earlier signatures still count`() throws {
        let ground = try TrailGround()
        try ground.write(events: 1)
        try FileManager.default.removeItem(atPath: ground.settings.keyPath)
        try ground.write(events: 1)
        let report = try ground.verify()
        #expect(report.isGood, "\(report.findings)")
        #expect(try ground.lines.filter { $0.contains("\"event\":\"key\"") }.count == 1)
        let newest = try AuditKey.publicKey(ground.settings.keyPath + ".pub")
        let alone = try AuditVerifier(keys: [newest]).verify(ground.files)
        #expect(alone.findings.map(\.kind) == [.wrongSignature])
    }

    @Test func `a key that is none is refused`() throws {
        let ground = try TrailGround()
        try ground.write(events: 1)
        let path = ground.settings.keyPath
        try Data("no key".utf8).write(to: URL(filePath: path))
        #expect(throws: AuditError.key(path: path)) { try ground.open() }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "no key")
    }

    @Test func `a second writer is kept out until the first ends`() throws {
        let ground = try TrailGround()
        let first = try ground.open()
        #expect(AuditVerifier.isBeingWritten(ground.settings.folder))
        #expect(throws: AuditError.locked(path: ground.settings.folder + "/lock")) {
            try ground.open()
        }
        first.stop()
        #expect(!AuditVerifier.isBeingWritten(ground.settings.folder))
        try ground.write(events: 1)
        #expect(try ground.verify().isGood)
    }

    @Test func `files follow one another in one chain`() throws {
        let ground = try TrailGround()
        var settings = ground.settings
        settings.segmentByteCountMax = 1500
        for _ in 0..<8 { try ground.write(events: 2, settings) }
        #expect(try ground.files.count > 3)
        let report = try ground.verify(known: ground.known())
        #expect(report.isGood, "\(report.findings)")
        #expect(report.lineCount == report.lastSequence)
        try FileManager.default.removeItem(atPath: ground.files[1])
        #expect(try ground.verify().findings.map(\.kind) == [.removedLines])
    }

    @Test func `while the disk refuses, notes are held in bounds, and the loss is told`() throws {
        let ground = try TrailGround()
        // A file stands where the folder should be.
        let blocked = ground.folder.appending(path: "audit")
        try Data().write(to: blocked)
        let trail = try ground.open()
        let beyond = 100
        for index in 0..<AuditTrail.heldCountMax + beyond {
            trail.append(AuditNote(.label, subject: "\(index)"))
        }
        #expect(trail.health.fault?.contains("audit") == true)
        // The writer may have taken what it has to tell of the loss so far, beside the notes.
        #expect((0...1).contains(trail.health.heldCount - AuditTrail.heldCountMax))
        #expect(trail.health.lostCount == beyond)
        #expect(!trail.flush(timeoutNanoseconds: 10_000_000))
        try FileManager.default.removeItem(at: blocked)
        #expect(trail.flush(timeoutNanoseconds: 60_000_000_000))
        #expect(trail.health.fault == nil)
        trail.stop()
        let entries = try ground.lines.compactMap { AuditEntry(line: Array($0.utf8)) }
        let told = entries.filter { $0.note.event == .entriesLost }
        #expect(told.compactMap { Int($0.note.after ?? "") }.reduce(0, +) == beyond)
        let subjects = entries.filter { $0.note.event == .label }.map { $0.note.subject ?? "" }
        #expect(subjects == (0..<AuditTrail.heldCountMax).map { "\($0)" })
        #expect(try ground.verify().isGood)
    }

    @Test func `many threads may tell at once`() async throws {
        let ground = try TrailGround()
        let trail = try ground.open()
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask {
                    for index in 0..<200 {
                        trail.append(AuditNote(.login, who: "\(task)", subject: "\(index)"))
                    }
                }
            }
        }
        #expect(trail.flush())
        trail.sign()
        #expect(trail.flush())
        trail.stop()
        let entries = try ground.lines.compactMap { AuditEntry(line: Array($0.utf8)) }
        for task in 0..<8 {
            let own = entries.filter { $0.note.who == "\(task)" }.map { $0.note.subject ?? "" }
            #expect(own == (0..<200).map { "\($0)" })
        }
        #expect(try ground.verify().isGood)
    }
}
