import Blister
import Foundation
import Imaging
import Linux
import Testing

@testable import Capture

struct ReplayTests {
    let folder: String

    init() throws {
        folder =
            FileManager.default.temporaryDirectory
            .appending(path: "replay-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    func describe(_ more: String = "", rows: Int = 8) throws {
        let text = """
            files: "chunk-*.pgm"
            rows_per_chunk: \(rows)
            row_rate_hz: 8000
            mm_per_row: 0.1
            mm_per_column: 0.1
            \(more)
            """
        try text.write(toFile: "\(folder)/replay.yaml", atomically: true, encoding: .utf8)
    }

    func chunk(_ name: String, width: Int = 5, rows: Int = 8, value: UInt8) throws {
        try Image(width: width, height: rows, channels: 1, filledWith: value)
            .write(path: "\(folder)/\(name)")
    }

    func error() -> String {
        do {
            try ReplaySet(folder: folder).checkPictures()
            return "no error"
        } catch {
            return "\(error)"
        }
    }

    @Test func `chunks come in order with their rows, counts and ticks`() throws {
        try describe("ticks_per_row: 2\ncycle_rows: [0, 9]")
        for index in 0..<11 { try chunk("chunk-\(index).pgm", value: UInt8(index)) }
        try chunk("chunk-11.pgm", rows: 3, value: 11)
        let set = try ReplaySet(folder: folder)
        #expect(set.rowCount == 91 && set.cycleRows == [0, 9] && set.lights == 1)
        let source = ReplaySource(replay: set, pace: .asFastAsPossible)
        let chunk = Chunk<Raw>(format: source.format)
        for round in 0..<2 {
            try source.start()
            for index in 0..<12 {
                let event = try source.next(into: chunk, timeoutNanoseconds: 5_000_000_000)
                #expect(event == .rows, "round \(round)")
                let rows = index == 11 ? 3 : 8
                #expect(chunk.header.validRows == rows)
                #expect(chunk.header.firstRow == index * 8)
                #expect(chunk.header.encoderTicks == index * 16)
                #expect(chunk.header.sequence == UInt64(index))
                #expect(chunk.bytes.prefix(rows * 5).allSatisfy { $0 == UInt8(index) })
                #expect(chunk.bytes.dropFirst(rows * 5).allSatisfy { $0 == poisonSample })
            }
            #expect(try source.next(into: chunk, timeoutNanoseconds: 0) == .end)
        }
        source.stop()
    }

    @Test func `at line speed rows wait for their time`() throws {
        try describe()
        for index in 0..<3 { try chunk("chunk-\(index).pgm", value: 1) }
        let source = ReplaySource(
            replay: try ReplaySet(folder: folder),
            pace: .lineSpeed(speed: 0.01)
        )
        let chunk = Chunk<Raw>(format: source.format)
        try source.start()
        #expect(try source.next(into: chunk, timeoutNanoseconds: 1_000_000) == .timeout)
        var last: Int64?
        for _ in 0..<3 {
            var event = CaptureEvent.timeout
            while event == .timeout {
                event = try source.next(into: chunk, timeoutNanoseconds: 10_000_000)
            }
            #expect(event == .rows)
            if let last { #expect(chunk.header.timestampNanoseconds - last == 100_000_000) }
            last = chunk.header.timestampNanoseconds
        }
        source.stop()
    }

    @Test func `rows are due from when they are first asked for`() throws {
        try describe()
        try chunk("chunk-0.pgm", value: 1)
        let source = ReplaySource(
            replay: try ReplaySet(folder: folder),
            pace: .lineSpeed(speed: 0.1)
        )
        let chunk = Chunk<Raw>(format: source.format)
        try source.start()
        // A station has more to do before it takes rows.
        MonotonicClock.sleep(untilNanoseconds: MonotonicClock.nowNanoseconds + 50_000_000)
        let asked = MonotonicClock.nowNanoseconds
        #expect(try source.next(into: chunk, timeoutNanoseconds: 1_000_000_000) == .rows)
        #expect(chunk.header.timestampNanoseconds >= asked + 10_000_000)
        source.stop()
    }

    @Test func `a set that does not fit together is refused in one line`() throws {
        try describe()
        #expect(error().contains("no file is named like 'chunk-*.pgm'"))
        try chunk("chunk-0.pgm", value: 0)
        try chunk("chunk-1.pgm", rows: 7, value: 0)
        #expect(error() == "no error")
        try chunk("chunk-2.pgm", value: 0)
        #expect(error().contains("chunk-1.pgm: 7 rows where rows_per_chunk says 8"))
        try chunk("chunk-1.pgm", width: 6, value: 0)
        #expect(error().contains("chunk-1.pgm: 6 columns where the first chunk has 5"))
        try Image(width: 5, height: 8, channels: 3, filledWith: 0)
            .write(path: "\(folder)/chunk-1.pgm")
        #expect(error().contains("chunk-1.pgm: colour where the first chunk is mono"))
        try Data("P5 5 8 255 short".utf8).write(to: URL(filePath: "\(folder)/chunk-1.pgm"))
        #expect(error().contains("chunk-1.pgm: ends before the picture does"))
    }

    @Test func `a damaged chunk stops the source with its name`() throws {
        try describe()
        try chunk("chunk-0.pgm", value: 0)
        try Data("P5 5 8 255 short".utf8).write(to: URL(filePath: "\(folder)/chunk-1.pgm"))
        try chunk("chunk-2.pgm", value: 0)
        let source = ReplaySource(
            replay: try ReplaySet(folder: folder),
            pace: .asFastAsPossible
        )
        let chunk = Chunk<Raw>(format: source.format)
        try source.start()
        #expect(try source.next(into: chunk, timeoutNanoseconds: 5_000_000_000) == .rows)
        let fault = #expect(throws: CaptureFault.self) {
            try source.next(into: chunk, timeoutNanoseconds: 5_000_000_000)
        }
        guard case .damaged(let name, _) = fault else {
            Issue.record("\(String(describing: fault))")
            return
        }
        #expect(name.hasSuffix("chunk-1.pgm"))
        #expect(fault?.description.contains("ends before the picture does; copy") == true)
    }

    @Test(arguments: [
        ("speed: 3", "unknown key 'speed'"),
        ("lights: 0", "0 is impossible"),
        ("cycle_rows: [5, 5]", "row 5 does not come after row 5"),
        ("ticks_per_row: many", "must be a number"),
    ])
    func `a wrong key is named with its line`(more: String, expected: String) throws {
        try describe(more)
        try chunk("chunk-0.pgm", value: 0)
        #expect(error().contains("replay.yaml:6"))
        #expect(error().contains(expected))
    }

    @Test func `names are taken in order whether padded or not`() {
        #expect(["c10", "c9", "c100", "c1"].inNameOrder() == ["c1", "c9", "c10", "c100"])
        #expect(["c10", "c1f", "c0a"].inNameOrder() == ["c0a", "c10", "c1f"])
        #expect(["a2b10", "a2b9", "a10b1"].inNameOrder() == ["a2b9", "a2b10", "a10b1"])
    }

    @Test func `patterns match as a shell does`() {
        let cases: [(String, String, Bool)] = [
            ("chunk-*.pgm", "chunk-0001.pgm", true), ("chunk-*.pgm", "chunk-1.pgm.bak", false),
            ("*", ".hidden", false), ("c?k", "cak", true), ("c?k", "ck", false),
            ("[a-c]*[!x].png", "b12.png", true), ("[a-c]*[!x].png", "b1x.png", false),
            ("*a*b*", "xxaxxbxx", true), ("*a*b*", "xxbxxa", false), ("[", "[", true),
        ]
        for (pattern, name, expected) in cases {
            #expect(NamePattern(pattern).matches(name) == expected, "\(pattern) on \(name)")
        }
    }

    @Test func `truth records survive writing and reading`() throws {
        let records = [
            TruthRecord(
                identity: BlisterIdentity(cycle: 0, lane: 1),
                isReject: true,
                defects: [
                    .init(kind: "missing", pocket: 3), .init(kind: "splice", pocket: nil),
                ]
            ),
            TruthRecord(
                identity: BlisterIdentity(cycle: 1, lane: 0),
                isReject: false,
                defects: []
            ),
        ]
        #expect(
            records[0].line
                == #"{"cycle":0,"lane":1,"verdict":"reject","defects":[{"kind":"missing","pocket":3},{"kind":"splice","pocket":null}]}"#
        )
        let path = "\(folder)/truth.jsonl"
        try (records.map(\.line).joined(separator: "\n") + "\n")
            .write(toFile: path, atomically: true, encoding: .utf8)
        #expect(try TruthRecord.read(path: path) == records)
        #expect(records[0].defects[0].reason == .missing)
        try "{\"cycle\":0,\"lane\":0}\n".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(throws: ReplayError.truth(file: path, line: 1, reason: "key 'verdict' is missing"))
        {
            try TruthRecord.read(path: path)
        }
    }
}
