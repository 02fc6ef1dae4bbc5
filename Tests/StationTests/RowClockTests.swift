import Blister
import Testing

@testable import Station

struct RowClockTests {
    static let millisecond: Int64 = 1_000_000

    /// 100 rows a chunk, one row a millisecond, ending at `end` milliseconds.
    static func header(firstRow: Int, endMilliseconds: Int64, rows: Int = 100) -> ChunkHeader {
        ChunkHeader(
            sequence: 0,
            firstRow: firstRow,
            validRows: rows,
            timestampNanoseconds: endMilliseconds * millisecond,
            encoderTicks: nil,
            rowsLostBefore: 0
        )
    }

    static func clock(_ headers: [ChunkHeader]) -> RowClock {
        var clock = RowClock(rowRateHertz: 1000, silenceNanoseconds: 500 * millisecond)
        for header in headers { clock.note(header) }
        return clock
    }

    @Test func `a time inside a chunk is its row`() {
        let clock = Self.clock([
            Self.header(firstRow: 0, endMilliseconds: 1000),
            Self.header(firstRow: 100, endMilliseconds: 1100),
        ])
        #expect(clock.find(1060 * Self.millisecond) == .row(159))
        #expect(clock.find(1100 * Self.millisecond) == .row(199))
    }

    @Test func `a time after the newest chunk waits`() {
        let clock = Self.clock([Self.header(firstRow: 0, endMilliseconds: 1000)])
        #expect(clock.find(1001 * Self.millisecond) == .notYet)
    }

    @Test func `a trigger during a short pause belongs to the first row after it`() {
        let clock = Self.clock([
            Self.header(firstRow: 0, endMilliseconds: 1000),
            Self.header(firstRow: 100, endMilliseconds: 1500),
        ])
        #expect(clock.find(1200 * Self.millisecond) == .row(100))
    }

    @Test func `a trigger during a long silence was seen by nobody`() {
        let clock = Self.clock([
            Self.header(firstRow: 0, endMilliseconds: 1000),
            Self.header(firstRow: 100, endMilliseconds: 5000),
        ])
        #expect(clock.find(2000 * Self.millisecond) == .unseen)
        #expect(clock.find(4890 * Self.millisecond) == .row(100))
    }

    @Test func `a web that runs slower than rated is measured between chunks`() {
        let clock = Self.clock([
            Self.header(firstRow: 0, endMilliseconds: 1000),
            Self.header(firstRow: 100, endMilliseconds: 1150),
        ])
        #expect(clock.find(1075 * Self.millisecond) == .row(149))
    }

    @Test func `rows are numbered on across a restart by the time that passed`() {
        var numbering = RowNumbering()
        var first = Self.header(firstRow: 0, endMilliseconds: 1000)
        numbering.number(&first, rowRateHertz: 1000)
        numbering.restart()
        var second = Self.header(firstRow: 0, endMilliseconds: 3000)
        numbering.number(&second, rowRateHertz: 1000)
        #expect(second.rowsLostBefore == 1900)
        #expect(second.firstRow == 2000)
    }

    @Test func `a chunk that nobody took is lost before the next one`() {
        var numbering = RowNumbering()
        var first = Self.header(firstRow: 0, endMilliseconds: 1000)
        numbering.number(&first, rowRateHertz: 1000)
        numbering.drop(Self.header(firstRow: 100, endMilliseconds: 1100))
        var third = Self.header(firstRow: 200, endMilliseconds: 1200)
        numbering.number(&third, rowRateHertz: 1000)
        #expect(third.rowsLostBefore == 100)
        #expect(third.firstRow == 200)
    }
}
