import Foundation
import ProcessControl
import Testing

struct ChartTests {
    private static func replay(
        _ values: [Double],
        _ design: ChartDesign,
        _ baseline: ProcessBaseline?
    ) -> (VariablesChart, [ChartPoint]) {
        var chart = VariablesChart(design, baseline: baseline)
        let points = values.compactMap { chart.add($0) }
        return (chart, points)
    }

    /// ASTM MNL 7A, table 49; Montgomery, appendix VI: c4, d2, d3, A2, D3, D4.
    @Test(arguments: [
        (2, 0.7979, 1.128, 0.853, 1.880, 0, 3.267), (3, 0.8862, 1.693, 0.888, 1.023, 0, 2.574),
        (4, 0.9213, 2.059, 0.880, 0.729, 0, 2.282), (5, 0.9400, 2.326, 0.864, 0.577, 0, 2.114),
        (7, 0.9594, 2.704, 0.833, 0.419, 0.076, 1.924),
        (10, 0.9727, 3.078, 0.797, 0.308, 0.223, 1.777),
        (25, 0.9896, 3.931, 0.708, 0.153, 0.459, 1.541),
    ])
    func `constants are those of the published tables`(
        size: Int,
        c4: Double,
        d2: Double,
        d3: Double,
        a2: Double,
        lowerD3: Double,
        upperD4: Double
    ) {
        #expect(abs(ChartConstants.c4(size) - c4) < 5.1e-5)
        #expect(abs(ChartConstants.d2(size) - d2) < 5.1e-4)
        #expect(abs(ChartConstants.d3(size) - d3) < 5.1e-4)
        #expect(abs(ChartConstants.a2(size) - a2) < 5.1e-4)
        #expect(abs(ChartConstants.lowerD3(size) - lowerD3) < 1.1e-3)
        #expect(abs(ChartConstants.upperD4(size) - upperD4) < 1.1e-3)
    }

    /// E R = ∫ 1 - Φⁿ - (1-Φ)ⁿ, E R² = 2 ∬ 1 - F(y)ⁿ - (1-F(x))ⁿ + (F(y)-F(x))ⁿ over x < y, on a
    /// grid.
    @Test(arguments: [2, 3, 5, 8, 12, 18, 25])
    func `constants of ranges are the integrals that define them`(size: Int) {
        let (n, step) = (Double(size), 0.04)
        let shares = (0...400).map { 0.5 * erfc(-(Double($0) * step - 8) / 2.0.squareRoot()) }
        var (mean, square) = (0.0, 0.0)
        for (index, x) in shares.enumerated() {
            mean += step * (1 - pow(x, n) - pow(1 - x, n))
            // Half of the cell on the diagonal lies below it.
            square += step * step * (1 - pow(x, n) - pow(1 - x, n))
            for y in shares[(index + 1)...] {
                square += 2 * step * step * (1 - pow(y, n) - pow(1 - x, n) + pow(y - x, n))
            }
        }
        #expect(abs(ChartConstants.d2(size) - mean) < 1e-6)
        #expect(abs(ChartConstants.d3(size) - (square - mean * mean).squareRoot()) < 2e-4)
    }

    @Test func `individuals and moving ranges of NIST's flow rates have NIST's limits`() throws {
        let design = try ChartDesign(subgroupSize: 1, baselineCount: 10)
        let (chart, points) = Self.replay(PublishedData.flowRates, design, nil)
        let location = try #require(chart.locationLimits)
        let spread = try #require(chart.spreadLimits)
        #expect(points.first?.spread == nil)
        #expect(abs(location.centre - 50.81) < 5e-5)
        // NIST rounds d2 to 1.128.
        #expect(abs(location.upper - 55.8041) < 2e-3 && abs(location.lower - 45.8159) < 2e-3)
        #expect(abs(spread.centre - 1.8778) < 5e-5)
        #expect(abs(spread.upper - 6.1349) < 2e-3 && spread.lower == 0)
    }

    @Test func `means and ranges of Montgomery's piston rings have the published limits`() throws {
        let design = try ChartDesign(subgroupSize: 5, spread: .range, baselineCount: 25)
        let (chart, points) = Self.replay(PublishedData.pistonRings.flatMap(\.self), design, nil)
        let location = try #require(chart.locationLimits)
        let spread = try #require(chart.spreadLimits)
        #expect(points.count == 25)
        // qcc's manual: centre 74.00118, limits 73.98805 and 74.01430; R 0.02276, 0 and 0.04812.
        #expect(abs(location.centre - 74.00118) < 5e-6)
        #expect(abs(location.lower - 73.98805) < 5e-6 && abs(location.upper - 74.01430) < 5e-6)
        #expect(abs(spread.centre - 0.02276) < 5e-6)
        #expect(abs(spread.upper - 0.04812) < 1e-5 && spread.lower == 0)
    }

    @Test func `Montgomery's flow widths leave their limits where he says`() throws {
        let design = try ChartDesign(subgroupSize: 5, spread: .range, baselineCount: 25)
        let all = PublishedData.flowWidths + PublishedData.laterFlowWidths
        let (chart, points) = Self.replay(all.flatMap(\.self), design, nil)
        let location = try #require(chart.locationLimits)
        let spread = try #require(chart.spreadLimits)
        // Example 6.1: x̄ 1.5056, limits 1.31795 and 1.69325; R̄ 0.32521, limits 0 and 0.68749.
        #expect(abs(location.centre - 1.5056) < 5e-5 && abs(spread.centre - 0.32521) < 5e-6)
        #expect(abs(location.lower - 1.31795) < 1e-4 && abs(location.upper - 1.69325) < 1e-4)
        #expect(abs(spread.upper - 0.68749) < 2e-4 && spread.lower == 0)
        // In control until the 43rd sample; the shift began about the 38th.
        var detector = NelsonDetector(.all)
        let steps = points.dropFirst(25).map {
            detector.add(location.deviations(of: $0.location), at: $0.number)
        }
        let raised = steps.flatMap(\.raised)
        #expect(raised.first { $0.rule == .beyondLimits }?.raised == 42)
        let zone = try #require(raised.first { $0.rule == .warningZone })
        #expect(zone.side == .upper && zone.first == 38 && zone.raised == 39)
        #expect(points.allSatisfy { ($0.spread ?? 0) < spread.upper })
    }

    @Test func `means and deviations of Montgomery's piston rings have his limits`() throws {
        let design = try ChartDesign(subgroupSize: 5, spread: .deviation, baselineCount: 25)
        let (chart, _) = Self.replay(PublishedData.pistonRings.flatMap(\.self), design, nil)
        let location = try #require(chart.locationLimits)
        let spread = try #require(chart.spreadLimits)
        // Example 6.3 in the figures that the book's editions share: x̄ 74.001, limits 74.014 and 73.988.
        #expect(abs(location.centre - 74.001) < 5e-4)
        #expect(abs(location.upper - 74.014) < 5e-4 && abs(location.lower - 73.988) < 5e-4)
        // A3 = 1.427, B4 = 2.089 (appendix VI) on the data's own S̄ = 0.009240.
        #expect(abs(spread.centre - 0.009240) < 5e-7)
        #expect(abs(location.upper - (74.001176 + 1.427 * 0.009240)) < 5e-6)
        #expect(abs(spread.upper - 2.089 * 0.009240) < 5e-6 && spread.lower == 0)
    }

    @Test func `the EWMA of NIST's example is NIST's`() throws {
        let design = try ChartDesign(subgroupSize: 1, averageWeight: 0.3, averageWidth: 3)
        let baseline = try ProcessBaseline(mean: 50, sigma: 2.0539)
        let (_, points) = Self.replay(PublishedData.averaged.map(\.value), design, baseline)
        for (point, published) in zip(points, PublishedData.averaged) {
            #expect(abs(try #require(point.average) - published.average) < 0.0051)
        }
        let final = baseline.averageLimits(design, after: nil)
        #expect(abs(final.upper - 52.5884) < 1e-4 && abs(final.lower - 47.4115) < 1e-4)
    }

    /// Montgomery, example 9.2: λ = 0.1, L = 2.7, μ = 10, σ = 1; limits of points 1, 2 and the
    /// last.
    @Test func `limits of the EWMA open as Montgomery's do`() throws {
        let design = try ChartDesign(subgroupSize: 1, averageWeight: 0.1, averageWidth: 2.7)
        let baseline = try ProcessBaseline(mean: 10, sigma: 1)
        for (count, upper) in [(1, 10.27), (2, 10.36)] {
            #expect(abs(baseline.averageLimits(design, after: count).upper - upper) < 5e-3)
        }
        #expect(abs(baseline.averageLimits(design, after: nil).upper - 10.62) < 5e-3)
        #expect(abs(baseline.averageLimits(design, after: nil).lower - 9.38) < 5e-3)
        let (chart, points) = Self.replay([9.45, 7.99, 9.29, 11.66], design, baseline)
        let averages = [9.945, 9.7495, 9.70355, 9.8992]
        for (point, average) in zip(points, averages) {
            #expect(abs(try #require(point.average) - average) < 5e-5)
        }
        let newest = try #require(chart.averageLimits)
        #expect(abs(newest.upper - baseline.averageLimits(design, after: 4).upper) < 1e-12)
    }

    @Test(arguments: ChartDesign.Spread.every)
    func `running sums give what all values give`(spread: ChartDesign.Spread) throws {
        let seed: UInt64 = 20
        print("seed \(seed)")
        var draws = NormalDraws(seed: seed)
        let size = spread == .movingRange ? 1 : 7
        let design = try ChartDesign(subgroupSize: size, spread: spread, baselineCount: 30)
        let values = (0..<size * 30).map { _ in 1e4 + draws.normal() }
        let (chart, points) = Self.replay(values, design, nil)
        let groups = (0..<30).map { Array(values[$0 * size..<($0 + 1) * size]) }
        let means = groups.map { $0.reduce(0, +) / Double(size) }
        let spreads: [Double] =
            switch spread {
            case .movingRange: zip(means, means.dropFirst()).map { abs($0 - $1) }
            case .range: groups.map { ($0.max() ?? 0) - ($0.min() ?? 0) }
            case .deviation:
                zip(groups, means).map { group, mean in
                    let squares = group.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
                    return (squares / Double(size - 1)).squareRoot()
                }
            }
        for (point, mean) in zip(points, means) { #expect(abs(point.location - mean) < 1e-9) }
        for (point, spread) in zip(points.compactMap(\.spread), spreads) {
            #expect(abs(point - spread) < 1e-8)
        }
        let mean = means.reduce(0, +) / 30
        let centre = spreads.reduce(0, +) / Double(spreads.count)
        #expect(abs(try #require(chart.locationLimits).centre - mean) < 1e-9)
        #expect(abs(try #require(chart.spreadLimits).centre - centre) < 1e-8)
    }

    @Test func `limits stand until a person changes them`() throws {
        let design = try ChartDesign(subgroupSize: 1, baselineCount: 10)
        var (chart, _) = Self.replay(PublishedData.flowRates, design, nil)
        let limits = chart.locationLimits
        for index in 0..<1000 { _ = chart.add(60 + Double(index % 7)) }
        #expect(chart.locationLimits == limits)
        for (who, why) in [("", "new tool"), ("Ada", " ")] {
            #expect(throws: ProcessControlError.namelessChange) {
                try chart.rebaseline(to: nil, who: who, why: why)
            }
        }
        #expect(chart.locationLimits == limits)
        let change = try chart.rebaseline(to: nil, who: "Ada", why: "new tool")
        #expect(change.old?.locationLimits(design) == limits && change.new == nil)
        #expect(change.fromSubgroup == 1010 && change.who == "Ada" && change.why == "new tool")
        #expect(chart.locationLimits == nil)
        let given = try ProcessBaseline(mean: 5, sigma: 1)
        _ = try chart.rebaseline(to: given, who: "Ada", why: "validated")
        #expect(chart.locationLimits?.upper == 8)
    }

    @Test func `numbers outside their range are refused in one line`() throws {
        for make in [
            { try ChartDesign(subgroupSize: 0) }, { try ChartDesign(subgroupSize: 26) },
            { try ChartDesign(baselineCount: 1) }, { try ChartDesign(averageWeight: 0) },
            { try ChartDesign(averageWidth: -1) },
        ] {
            let error = #expect(throws: ProcessControlError.self) { try make() }
            #expect(error?.description.contains("must be") == true)
        }
        #expect(throws: ProcessControlError.self) { try ProcessBaseline(mean: .nan, sigma: 1) }
        #expect(throws: ProcessControlError.self) { try ProcessBaseline(mean: 0, sigma: -1) }
        #expect(throws: ProcessControlError.specification(lower: nil, upper: nil)) {
            try SpecificationLimits(lower: nil, upper: nil)
        }
        #expect(throws: ProcessControlError.self) { try SpecificationLimits(lower: 2, upper: 1) }
    }
}

extension ChartDesign.Spread {
    static let every: [Self] = [.movingRange, .range, .deviation]
}
