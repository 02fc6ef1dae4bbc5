import Blister
import Testing

@testable import Rejection
@testable import Station

struct TriggerFeedTests {
    static let millisecond: Int64 = 1_000_000

    static func feed(edgesMilliseconds edges: [Int64]) -> TriggerFeed {
        let history = CountHistory()
        for (index, edge) in edges.enumerated() {
            history.append(count: index + 1, atNanoseconds: edge * millisecond)
        }
        return TriggerFeed(
            history: history,
            rowRateHertz: 1000,
            silenceNanoseconds: 500 * millisecond
        )
    }

    static func triggers(
        _ feed: inout TriggerFeed,
        atMilliseconds now: Int64
    ) -> [Int: TriggerFeed.Trigger] {
        var told: [Int: TriggerFeed.Trigger] = [:]
        feed.deliver(atNanoseconds: now * millisecond) { cycle, trigger in
            #expect(told[cycle] == nil)
            told[cycle] = trigger
        }
        return told
    }

    @Test func `an edge waits for its rows and is told once`() {
        var feed = Self.feed(edgesMilliseconds: [1050])
        feed.note(RowClockTests.header(firstRow: 0, endMilliseconds: 1000))
        #expect(Self.triggers(&feed, atMilliseconds: 1060).isEmpty)
        feed.note(RowClockTests.header(firstRow: 100, endMilliseconds: 1100))
        #expect(Self.triggers(&feed, atMilliseconds: 1110) == [0: .row(149)])
        #expect(Self.triggers(&feed, atMilliseconds: 1120).isEmpty)
    }

    @Test func `cycles during silence are told as unseen before rows return`() {
        var feed = Self.feed(edgesMilliseconds: [1200, 1700])
        feed.note(RowClockTests.header(firstRow: 0, endMilliseconds: 1000))
        #expect(Self.triggers(&feed, atMilliseconds: 2100).isEmpty)
        #expect(Self.triggers(&feed, atMilliseconds: 2300) == [0: .unseen])
        #expect(Self.triggers(&feed, atMilliseconds: 2800) == [1: .unseen])
    }

    @Test func `cycles during silence are unseen when rows return`() {
        var feed = Self.feed(edgesMilliseconds: [1200, 1700, 2950])
        feed.note(RowClockTests.header(firstRow: 0, endMilliseconds: 1000))
        feed.note(RowClockTests.header(firstRow: 100, endMilliseconds: 3000))
        let told = Self.triggers(&feed, atMilliseconds: 3000)
        #expect(told == [0: .unseen, 1: .unseen, 2: .row(149)])
    }
}
