import Blister
import Capture
import Documents
import Foundation
import Testing

@testable import Simulation

struct ReplaySetWriterTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = NSTemporaryDirectory() + "/twin-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    private func files(_ folder: String) throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            files[name] = try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))
        }
        return files
    }

    @Test(arguments: [1, 3])
    func `one thread and three write the same bytes`(channels: Int) throws {
        try withFolder { folder in
            var scenario = smallScenario(channels: channels)
            scenario.defectRate = 0.5
            let web = try TwinWeb(scenario)
            try ReplaySetWriter(web: web, threads: 1, writesReferences: true)
                .write(to: folder + "/one")
            try ReplaySetWriter(web: web, threads: 3, writesReferences: true)
                .write(to: folder + "/three")
            let isSame = try files(folder + "/one") == files(folder + "/three")
            #expect(isSame, "seed \(scenario.seed)")
            let left = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            #expect(left == ["one", "three"])
        }
    }

    @Test(arguments: [ReplaySetWriter.ChunkPicture.pnm, .png])
    func `what is written reads back as a replay set with the same rows and truth`(
        picture: ReplaySetWriter.ChunkPicture
    ) throws {
        try withFolder { folder in
            var scenario = smallScenario()
            scenario.defectRate = 0.5
            scenario.faults = [.lostRows(cycle: 2, rows: 31)]
            let web = try TwinWeb(scenario)
            try ReplaySetWriter(web: web, threads: 2, picture: picture)
                .write(to: folder + "/set")
            let replay = try ReplaySet(folder: folder + "/set")
            #expect(replay.format == web.format)
            let source = ReplaySource(replay: replay, pace: .asFastAsPossible)
            try source.start()
            let chunk = Chunk<Raw>(format: source.format)
            var bytes: [UInt8] = []
            while try source.next(into: chunk, timeoutNanoseconds: 5_000_000_000) == .rows {
                let count = chunk.header.validRows * chunk.format.rowByteCount
                bytes += chunk.bytes[..<count]
            }
            let delivered = DeliveredRows(web: web)
            #expect(delivered.count == web.rowCount - 31)
            let expected = delivered.segments.flatMap { web.render(rows: $0) }
            let isSame = bytes == expected
            #expect(isSame, "seed \(scenario.seed)")
            let layout = try Layout(path: folder + "/set/layout.yaml")
            #expect(layout.pockets.count == scenario.layout.pockets.count)
            #expect(layout.lanes == 2)
            let records = try TruthRecord.read(path: folder + "/set/truth.jsonl")
            #expect(records.count == 12)
            for record in records {
                let truth = web.truth(cycle: record.identity.cycle, lane: record.identity.lane)
                #expect(record.defects.map(\.reason) == truth.defects.map(\.reason))
                #expect(record.defects.map(\.pocket) == truth.defects.map(\.pocket))
            }
        }
    }

    @Test func `a folder with files in it is left alone`() throws {
        try withFolder { folder in
            let path = folder + "/full"
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: false
            )
            try Data("mine".utf8).write(to: URL(filePath: path + "/note"))
            let writer = ReplaySetWriter(web: try TwinWeb(smallScenario()), threads: 1)
            #expect(throws: ReplaySetFault.notEmpty(path: path)) { try writer.write(to: path) }
            #expect(try files(path) == ["note": Data("mine".utf8)])
        }
    }

    @Test func `an unwritable place leaves nothing behind`() throws {
        try withFolder { folder in
            try Data().write(to: URL(filePath: folder + "/file"))
            let writer = ReplaySetWriter(web: try TwinWeb(smallScenario()), threads: 1)
            #expect(throws: ReplaySetFault.self) { try writer.write(to: folder + "/file/set") }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["file"])
        }
    }
}

struct FaultScheduleTests {
    private func read(_ text: String) throws -> [TwinFault] {
        try FaultSchedule.read(
            document: try Document.parse(text, file: "faults.yaml"),
            layout: smallScenario().layout
        )
    }

    @Test func `every kind of fault is read`() throws {
        let faults = try read(
            """
            faults:
              - {kind: defect, cycle: 12, lane: 1, reason: broken, form: chip, pocket: 1,
                 severity: 0.2}
              - {kind: light, cycle: 20, cycles: 4, gain: 0.7}
              - {kind: lost_rows, cycle: 25, rows: 30}
              - {kind: stop, cycle: 30, milliseconds: 800}
              - {kind: lost_trigger, cycle: 33}
              - {kind: camera_gone, cycle: 40, milliseconds: 1500}
              - {kind: gate_stuck, cycle: 50, cycles: 2}
              - {kind: confirmation_missed, cycle: 55}
            """
        )
        #expect(faults.map(\.cycle) == [12, 20, 25, 30, 33, 40, 50, 55])
        guard case .defect(_, 1, let defect) = faults[0] else {
            Issue.record("the first is a defect of lane 1")
            return
        }
        #expect(defect.reason == .broken && defect.form == .chip && defect.severity == 0.2)
    }

    @Test(arguments: [
        "faults:\n  - {kind: defect, cycle: 1, reason: missing}",
        "faults:\n  - {kind: defect, cycle: 1, reason: missing, pocket: 2}",
        "faults:\n  - {kind: defect, cycle: 1, reason: late, pocket: 0}",
        "faults:\n  - {kind: light, cycle: 1}",
        "faults:\n  - {kind: lost_trigger, cycle: 1, rows: 3}",
        "faults:\n  - {kind: earthquake, cycle: 1}",
        "fault: []",
    ])
    func `a fault that cannot be is refused with its line`(text: String) {
        #expect(throws: DocumentError.self) { try read(text) }
    }
}
