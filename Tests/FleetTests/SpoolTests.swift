@testable import Fleet
import Foundation
import Linux
import Testing

struct SpoolTests {
    static func result(_ index: Int) -> FleetRecord {
        .result(
            BlisterOutcome(
                timeMilliseconds: Int64(index),
                batch: "LOT",
                blister: "B\(index)",
                cycle: index,
                lane: 0,
                isAccepted: index % 7 != 0,
                reasons: index % 7 == 0 ? ["missing"] : [],
                latencyMilliseconds: 1
            )
        )
    }

    static func open(
        _ scratch: Scratch,
        byteCountMax: Int = 1 << 20,
        retained: Int = 0,
        writer: @escaping Spool.Writer = Spool.plainWriter
    ) throws -> Spool {
        try Spool(
            folder: scratch.path("spool"),
            byteCountMax: byteCountMax,
            retainedByteCountMax: retained,
            nowMilliseconds: 1,
            writer: writer
        )
    }

    static func numbers(_ spool: Spool) throws -> [Int64] {
        var numbers: [Int64] = []
        var next = spool.position.acknowledged + 1
        while true {
            let part = try spool.read(from: next, countMax: 100)
            guard let last = part.last else { return numbers }
            numbers += part.map(\.number)
            next = last.number + 1
        }
    }

    @Test func `the code is that of the standard's check value`() {
        #expect(CyclicCode.code(of: Array("123456789".utf8)) == 0xCBF4_3926)
    }

    @Test func `a new spool has nothing to read, whatever is asked for`() throws {
        let scratch = try Scratch()
        let spool = try Self.open(scratch)
        for number in [Int64.min, 0, 1, spool.lastNumber, Int64.max] {
            #expect(try spool.read(from: number, countMax: 10).isEmpty)
        }
    }

    @Test func `what is not synced is not read`() throws {
        let scratch = try Scratch()
        let spool = try Self.open(scratch)
        try spool.append([Self.result(1), Self.result(2)])
        #expect(try Self.numbers(spool).isEmpty)
        try spool.sync()
        #expect(try Self.numbers(spool) == [1000, 1001])
    }

    @Test func `records that come one by one while others read are all read`() throws {
        let scratch = try Scratch()
        let spool = try Self.open(scratch)
        var read: [Int64] = []
        for number in 0..<100 {
            try spool.append([Self.result(number)])
            try spool.sync()
            let next = 1000 + Int64(read.count)
            read += try spool.read(from: next, countMax: 50).map(\.number)
            if number % 3 == 0, let last = read.last { spool.acknowledge(upTo: last) }
        }
        #expect(read == Array(1000..<1100))
        #expect(spool.position.lost == 0)
        #expect(spool.segments.count == 1)
    }

    @Test func `a tail cut at any byte leaves the records before it, and numbers go on`() throws {
        let scratch = try Scratch()
        let spool = try Self.open(scratch)
        try spool.append((1...3).map(Self.result))
        try spool.sync()
        let path = scratch.path("spool") + "/" + spool.segments[0].name
        let whole = try Data(contentsOf: URL(filePath: path))
        let one = whole.count / 3
        for count in 0...whole.count {
            try whole.prefix(count).write(to: URL(filePath: path))
            let again = try Self.open(scratch)
            #expect(again.lastNumber == 999 + Int64(count / one), "cut at \(count)")
            try again.append([Self.result(9)])
            try again.sync()
            #expect(try Self.numbers(again) == Array(1000...(1000 + Int64(count / one))))
            for segment in again.segments.dropFirst() + (count / one == 0 ? again.segments : []) {
                try? FileManager.default.removeItem(
                    atPath: scratch.path("spool") + "/" + segment.name
                )
            }
        }
    }

    @Test func `a changed byte loses the rest of its segment, counted, and no more`() throws {
        let scratch = try Scratch()
        var spool = try Self.open(scratch, byteCountMax: 1 << 18)
        for part in 0..<20 { try spool.append((0..<30).map { Self.result(part * 30 + $0) }) }
        try spool.sync()
        try #require(spool.segments.count >= 3)
        let path = scratch.path("spool") + "/" + spool.segments[1].name
        var bytes = try Data(contentsOf: URL(filePath: path))
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: URL(filePath: path))
        spool = try Self.open(scratch, byteCountMax: 1 << 18)
        let read = try Self.numbers(spool)
        #expect(read.count + Int(spool.position.lost) == 600)
        #expect(spool.position.lost > 0)
        #expect(read == read.sorted())
        #expect(read.last == 1599)
    }

    @Test func `beyond the bound the oldest go, and each is counted`() throws {
        let scratch = try Scratch()
        let spool = try Self.open(scratch, byteCountMax: 1 << 18)
        for part in 0..<100 { try spool.append((0..<100).map { Self.result(part * 100 + $0) }) }
        try spool.sync()
        #expect(spool.byteCount <= 1 << 18)
        let read = try Self.numbers(spool)
        #expect(read.last == 10_999)
        #expect(read.count + Int(spool.position.lost) == 10_000)
        #expect(read == Array((11_000 - Int64(read.count))...10_999))
    }

    @Test func `what is acknowledged stays away after a restart`() throws {
        let scratch = try Scratch()
        var spool = try Self.open(scratch)
        try spool.append((0..<10).map(Self.result))
        try spool.sync()
        spool.acknowledge(upTo: 1006)
        try spool.savePosition()
        spool = try Self.open(scratch)
        #expect(try Self.numbers(spool) == [1007, 1008, 1009])
    }

    @Test func `a disk that refuses keeps nothing half, and the next attempt succeeds`() throws {
        let scratch = try Scratch()
        let spool = try Self.open(scratch) { file, bytes throws(SystemError) in
            if file.byteCount > 0, bytes.count > 1000 {
                try file.append(Array(bytes.prefix(500)))
                try file.truncate(to: file.byteCount - 500)
                throw SystemError(call: "write", subject: file.path, code: ENOSPC)
            }
            try file.append(bytes)
        }
        try spool.append([Self.result(0)])
        #expect(throws: SystemError.self) { try spool.append((1..<50).map(Self.result)) }
        try spool.append([Self.result(1)])
        try spool.sync()
        #expect(try Self.numbers(spool) == [1000, 1001])
    }
}
