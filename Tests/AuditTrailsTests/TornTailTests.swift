import Foundation
import Testing

@testable import AuditTrails

/// Power cuts, at every byte.
struct TornTailTests {
    @Test func `cut off after any byte, the trail is repaired, says so, and verifies`() throws {
        let ground = try TrailGround()
        try ground.write(events: 0)
        let whole = try Data(contentsOf: ground.file)
        let lineEnds = Set(whole.indices.filter { whole[$0] == 10 }.map { $0 + 1 })
        for count in 0...whole.count {
            let cut = try TrailGround()
            try FileManager.default.copyItem(
                atPath: ground.settings.folder,
                toPath: cut.settings.folder
            )
            let file = try cut.file
            try whole.prefix(count).write(to: file)
            try cut.open().stop(AuditNote(.stop))
            let report = try cut.verify()
            #expect(report.isGood, "\(count): \(report.findings)")
            let kept = lineEnds.filter { $0 <= count }.max() ?? 0
            let after = try Data(contentsOf: file)
            #expect(after.prefix(kept) == whole.prefix(kept))
            let repairs = try cut.lines.compactMap { AuditEntry(line: Array($0.utf8)) }
                .filter { $0.note.event == .repair }
            let torn = try FileManager.default.contentsOfDirectory(atPath: cut.settings.folder)
                .filter { $0.hasPrefix("torn-") }
            guard kept < count else {
                #expect(repairs.isEmpty && torn.isEmpty)
                continue
            }
            let bytes = try Data(
                contentsOf: URL(filePath: "\(cut.settings.folder)/\(try #require(torn.first))")
            )
            #expect(torn.count == 1 && bytes == whole[kept..<count])
            let before = try #require(repairs.first?.note.before)
            #expect(repairs.count == 1 && before.contains("bytes=\(count - kept) "))
            #expect(before.contains(torn[0]))
        }
    }

    @Test func `cut off while it is repaired, everything torn is kept and told once`() throws {
        let ground = try TrailGround()
        try ground.write(events: 2)
        let file = try ground.file
        try Data(contentsOf: file).dropLast(10).write(to: file)
        // The torn end is set aside, and power fails before the trail tells of it.
        let folder = TrailFolder(path: ground.settings.folder)
        try TrailRepair.setAside(TrailTail(of: folder), in: folder)
        try #require(try ground.lines.count == 4)
        let torn = try FileHandle(forWritingTo: file)
        try torn.seekToEnd()
        try torn.write(contentsOf: Data("{\"sequence\":5,\"event\":\"rep".utf8))
        try torn.close()
        try ground.open().stop()
        #expect(try ground.verify().isGood)
        let note = try #require(try AuditEntry(line: Array(ground.lines[4].utf8))).note
        #expect(note.event == .repair)
        #expect(note.before?.contains("torn-000000000005-1.bin") == true)
        #expect(note.before?.contains("torn-000000000005-2.bin bytes=26 ") == true)
        #expect(try ground.lines.filter { $0.contains("\"repair\"") }.count == 1)
    }

    @Test func `a new file that the power cut left empty is gone on with`() throws {
        let ground = try TrailGround()
        try ground.write(events: 3)
        let folder = TrailFolder(path: ground.settings.folder)
        let count = try ground.lines.count
        try Data().write(to: URL(filePath: folder.segment(from: count + 1)))
        try ground.write(events: 3)
        let report = try ground.verify()
        #expect(report.isGood, "\(report.findings)")
        #expect(report.lastSequence == 2 * count)
    }
}
