import Braille
import Testing

/// ISO 17351: 5 % under 0.12 mm, 1 % under 0.10 mm.
struct HeightStatisticsTests {
    @Test func `a batch at its limits holds, one dot more does not`() {
        var batch = HeightStatistics(Array(repeating: 0.2, count: 95))
        for _ in 0..<4 { batch.add(0.11) }
        batch.add(0.09)
        #expect(batch.count == 100)
        #expect(batch.passes)
        var low = batch
        low.add(0.09)
        #expect(!low.passes)
        for _ in 0..<2 { batch.add(0.11) }
        #expect(!batch.passes)
    }

    @Test func `boards one by one give what all together give`() {
        let heights = (0..<60).map { 0.08 + 0.003 * Double($0) }
        var batch = HeightStatistics()
        for height in heights { batch.add(height) }
        #expect(batch == HeightStatistics(heights))
        #expect(batch.leastMillimetres == 0.08)
    }

    @Test func `no dots have nothing against them`() {
        let none = HeightStatistics([.nan, .infinity])
        #expect(none.count == 0)
        #expect(none.passes)
        #expect(none.meanMillimetres == 0)
    }
}
