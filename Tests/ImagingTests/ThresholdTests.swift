import Imaging
import Testing

/// Medians and thresholds against plain reckoning.
struct ThresholdTests {
    @Test func `medians are what sorting gives`() {
        var noise = KernelNoise(seed: 3)
        for count in 1...60 {
            let values = noise.floats(count, -8...8).map { ($0 * 4).rounded() }
            let sorted = values.sorted()
            #expect(Median.upper(values) == sorted[count / 2])
            #expect(Median.of(values) == (sorted[(count - 1) / 2] + sorted[count / 2]) / 2)
        }
        #expect(Median.of([Double]()) == 0 && Median.upper([Double]()) == 0)
    }

    @Test func `the threshold leaves the least spread within its parts`() throws {
        var noise = KernelNoise(seed: 5)
        for _ in 0..<50 {
            let counts = (0..<24).map { _ in noise.next(4) == 0 ? noise.next(90) : 0 }
            guard counts.count(where: { $0 > 0 }) > 1 else { continue }
            func spread(_ part: Range<Int>) -> Double {
                let total = Double(part.reduce(0) { $0 + counts[$1] })
                guard total > 0 else { return 0 }
                let mean = Double(part.reduce(0) { $0 + $1 * counts[$1] }) / total
                return part.reduce(0) { sum, level in
                    sum + Double(counts[level]) * (Double(level) - mean) * (Double(level) - mean)
                }
            }
            func within(_ level: Int) -> Double { spread(0..<level + 1) + spread(level + 1..<24) }
            let level = try #require(OtsuThreshold.level(of: counts))
            let least = try #require((0..<23).map(within).min())
            #expect(abs(within(level) - least) <= 1e-9 * least + 1e-9)
        }
        #expect(OtsuThreshold.level(of: [0, 7, 0]) == nil)
        #expect(OtsuThreshold.level(of: []) == nil)
    }
}
