import Blister
import Testing

@testable import Capture

struct ChunkClockTests {
    static let start: Int64 = 1_000_000_000_000
    static let period: Int64 = 32_000_000

    static func facts(
        _ sequence: UInt32,
        at chunk: Double,
        rows: Int = 256,
        isDamaged: Bool = false,
        isMonotonic: Bool = true
    ) -> BufferFacts {
        let time = start + Int64(chunk * Double(period))
        return BufferFacts(
            sequence: sequence,
            timestampNanoseconds: isMonotonic ? time : 1_760_000_000_000_000_000,
            isMonotonic: isMonotonic,
            isStartOfExposure: false,
            isDamaged: isDamaged,
            validRows: rows,
            takenNanoseconds: time + 500_000
        )
    }

    static func clock(freeRunning: Bool = false) -> ChunkClock {
        ChunkClock(
            rowsMax: 256,
            rowPeriodNanoseconds: freeRunning ? Double(period) / 256 : nil,
            ticksPerRow: 2
        )
    }

    @Test func `rows are counted through chunks, short ones too`() throws {
        var clock = Self.clock()
        let first = try clock.next(Self.facts(7, at: 0))
        let short = try clock.next(Self.facts(8, at: 1, rows: 100))
        let next = try clock.next(Self.facts(9, at: 2))
        #expect([first.firstRow, short.firstRow, next.firstRow] == [0, 256, 356])
        #expect([first.sequence, short.sequence, next.sequence] == [7, 8, 9])
        #expect(next.encoderTicks == 712)
        #expect(next.timestampNanoseconds == Self.start + 2 * Self.period)
        #expect(clock.lostRowCount == 0)
    }

    @Test func `a gap in the sequence counts as lost rows`() throws {
        var clock = Self.clock()
        _ = clock.header(for: Self.facts(.max - 1, at: 0))
        let next = try clock.next(Self.facts(2, at: 4))
        #expect(next.rowsLostBefore == 3 * 256)
        #expect(next.firstRow == 4 * 256)
        #expect(next.sequence == UInt64(UInt32.max - 1) + 4)
        #expect(clock.isSequenceTrusted)
    }

    @Test func `a damaged buffer is thrown away and its rows are lost`() throws {
        var clock = Self.clock()
        _ = clock.header(for: Self.facts(0, at: 0))
        let isDropped = clock.header(for: Self.facts(1, at: 1, isDamaged: true)) == nil
        #expect(isDropped)
        clock.loseChunk()
        let next = try clock.next(Self.facts(3, at: 3))
        #expect(next.rowsLostBefore == 2 * 256)
        #expect(next.firstRow == 3 * 256)
        #expect(clock.damagedChunkCount == 2)
    }

    @Test func `a buffer that is handed over twice is dropped`() throws {
        var clock = Self.clock()
        _ = clock.header(for: Self.facts(4, at: 0))
        let isDropped = clock.header(for: Self.facts(4, at: 0)) == nil
        #expect(isDropped)
        #expect(clock.repeatedChunkCount == 1)
        let next = try clock.next(Self.facts(5, at: 1))
        #expect(next.firstRow == 256 && next.rowsLostBefore == 0)
    }

    @Test func `a sequence stuck at zero is recognised and losses are found by time`() throws {
        var clock = Self.clock(freeRunning: true)
        for chunk in 0..<5 {
            let header = try clock.next(Self.facts(0, at: Double(chunk) * 1.05))
            #expect(header.firstRow == chunk * 256 && header.rowsLostBefore == 0)
            #expect(header.sequence == UInt64(chunk))
        }
        #expect(!clock.isSequenceTrusted)
        let header = try clock.next(Self.facts(0, at: 4.2 + 3))
        #expect(header.rowsLostBefore == 2 * 256)
        #expect(header.sequence == 7)
    }

    @Test func `a number that comes late is set against the buffers without one`() throws {
        var clock = Self.clock()
        for (index, sequence) in ([0, 0, 2, 3] as [UInt32]).enumerated() {
            let header = try clock.next(Self.facts(sequence, at: Double(index)))
            #expect(header.rowsLostBefore == 0 && header.firstRow == index * 256)
        }
        let late = try clock.next(Self.facts(6, at: 6))
        #expect(late.rowsLostBefore == 2 * 256)
    }

    @Test func `a count that runs backwards and an interruption lose at least one chunk`() throws {
        var clock = Self.clock()
        _ = clock.header(for: Self.facts(100, at: 0))
        let restartedLost = try clock.next(Self.facts(0, at: 1)).rowsLostBefore
        #expect(restartedLost == 256)
        clock.interrupt()
        let clockLost = try clock.next(Self.facts(0, at: 9)).rowsLostBefore
        #expect(clockLost == 256)
        var freeRunning = Self.clock(freeRunning: true)
        _ = freeRunning.header(for: Self.facts(100, at: 0))
        freeRunning.interrupt()
        let freeRunningLost = try freeRunning.next(Self.facts(0, at: 9)).rowsLostBefore
        #expect(freeRunningLost == 8 * 256)
    }

    @Test func `a clock that is not monotonic is replaced by our own and never runs back`() throws {
        var clock = Self.clock()
        let first = try clock.next(Self.facts(0, at: 0, isMonotonic: false))
        #expect(first.timestampNanoseconds == Self.start + 500_000)
        var early = Self.facts(1, at: 1)
        early.timestampNanoseconds = Self.start - 5_000_000
        let second = try clock.next(early)
        #expect(second.timestampNanoseconds == first.timestampNanoseconds)
        var future = Self.facts(2, at: 2)
        future.timestampNanoseconds += 3_600_000_000_000
        let third = try clock.next(future)
        #expect(third.timestampNanoseconds == future.takenNanoseconds)
    }

    @Test func `only whole rows count`() {
        func rows(_ bytes: Int) -> Int {
            ChunkClock.wholeRows(byteCount: bytes, bytesPerRow: 12, rowByteCount: 10, rowsMax: 4)
        }
        let expected = [(0, 0), (9, 0), (10, 1), (21, 1), (22, 2), (46, 4), (48, 4), (999, 4)]
        for (bytes, count) in expected { #expect(rows(bytes) == count, "\(bytes) bytes") }
    }
}

extension ChunkClock {
    fileprivate mutating func next(_ facts: BufferFacts) throws -> ChunkHeader {
        let header = header(for: facts)
        return try #require(header)
    }
}
