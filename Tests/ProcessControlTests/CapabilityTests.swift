import ProcessControl
import Testing

struct CapabilityTests {
    static func capability(
        mean: Double,
        sigma: Double,
        count: Int,
        lower: Double?,
        upper: Double?
    ) throws -> Capability {
        try Capability(
            Capability.Estimate(
                count: count,
                mean: mean,
                sigmaWithin: sigma,
                degreesWithin: Double(count - 1),
                sigmaOverall: sigma
            ),
            specification: SpecificationLimits(lower: lower, upper: upper)
        )
    }

    @Test func `NIST's example has NIST's indices`() throws {
        // e-Handbook, section 6.1.6: USL 20, LSL 8, mean 16, s 2.
        let capability = try Self.capability(mean: 16, sigma: 2, count: 50, lower: 8, upper: 20)
        #expect(abs(try #require(capability.cp).value - 1.0) < 1e-12)
        #expect(abs(capability.cpk.value - 0.6667) < 5e-5)
        let upper = try Self.capability(mean: 16, sigma: 2, count: 50, lower: nil, upper: 20)
        let lower = try Self.capability(mean: 16, sigma: 2, count: 50, lower: 8, upper: nil)
        #expect(abs(upper.cpk.value - 0.6667) < 5e-5 && upper.cp == nil && upper.pp == nil)
        #expect(abs(lower.cpk.value - 1.3333) < 5e-5)
    }

    @Test func `the interval of Cp is Montgomery's`() throws {
        // Introduction to Statistical Quality Control, example 8.4: USL 62, LSL 38, n 20, s 1.75.
        let capability = try Self.capability(mean: 50, sigma: 1.75, count: 20, lower: 38, upper: 62)
        let cp = try #require(capability.cp)
        #expect(abs(cp.value - 2.29) < 5e-3)
        #expect(abs(cp.lower - 1.57) < 6e-3 && abs(cp.upper - 3.01) < 6e-3)
    }

    @Test func `the interval of Cpk is the formula's, computed by hand`() throws {
        // Cpk 1.33, n 20: √(1/180 + 1.33²/38) = 0.2282, times 1.96 is 0.4473.
        let capability = try Self.capability(
            mean: 0,
            sigma: 1,
            count: 20,
            lower: nil,
            upper: 3.99
        )
        #expect(abs(capability.cpk.value - 1.33) < 1e-12)
        #expect(abs(capability.cpk.lower - 0.8827) < 2e-4)
        #expect(abs(capability.cpk.upper - 1.7773) < 2e-4)
    }

    @Test func `piston rings have Montgomery's Cp`() throws {
        // Specification 74.00 ± 0.05, Cp 1.70 by R̄/d2 = 0.009785: qcc's manual.
        let design = try ChartDesign(subgroupSize: 5, baselineCount: 25)
        var chart = VariablesChart(design)
        let points = PublishedData.pistonRings.joined().compactMap { chart.add($0) }
        let baseline = try #require(chart.baseline)
        #expect(abs(0.1 / (6 * baseline.sigma) - 1.70) < 5e-3)
        let estimate = try #require(Capability.Estimate(points: points, subgroupSize: 5))
        let specification = try SpecificationLimits(lower: 73.95, upper: 74.05)
        let capability = try Capability(estimate, specification: specification)
        #expect(estimate.count == 125 && estimate.degreesWithin == 100)
        #expect(abs(try #require(capability.cp).value - 1.70) < 0.05)
        #expect(capability.cpk.value < (try #require(capability.cp)).value)
        // Against all 125 values at once.
        let values = PublishedData.pistonRings.flatMap(\.self)
        let mean = values.reduce(0, +) / 125
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        #expect(abs(estimate.mean - mean) < 1e-9)
        #expect(abs(estimate.sigmaOverall - (squares / 124).squareRoot()) < 1e-9)
    }

    @Test func `intervals hold the true index as often as they say`() throws {
        let seed: UInt64 = 31
        print("seed \(seed)")
        var draws = NormalDraws(seed: seed)
        let specification = try SpecificationLimits(lower: -4, upper: 5)
        var (cp, cpk, ppk, individual) = (0, 0, 0, 0)
        let design = try ChartDesign(subgroupSize: 5)
        let singles = try ChartDesign(subgroupSize: 1)
        for _ in 0..<1000 {
            var (chart, single) = (VariablesChart(design), VariablesChart(singles))
            let values = (0..<100).map { _ in draws.normal() }
            let points = values.compactMap { chart.add($0) }
            let estimate = try #require(Capability.Estimate(points: points, subgroupSize: 5))
            let capability = try Capability(estimate, specification: specification)
            func holds(_ index: CapabilityIndex, _ truth: Double) -> Int {
                index.lower <= truth && truth <= index.upper ? 1 : 0
            }
            cp += holds(try #require(capability.cp), 1.5)
            cpk += holds(capability.cpk, 4.0 / 3)
            ppk += holds(capability.ppk, 4.0 / 3)
            let all = values.compactMap { single.add($0) }
            let moving = try #require(Capability.Estimate(points: all, subgroupSize: 1))
            individual += holds(
                try #require(try Capability(moving, specification: specification).cp),
                1.5
            )
        }
        // 95 % of 1,000, ± 4 deviations of 6.9; moving ranges are not quite chi.
        for count in [cp, cpk, ppk] { #expect((922...978).contains(count), "\(count)") }
        #expect((910...985).contains(individual), "\(individual)")
    }

    @Test func `too few or equal values have no capability`() throws {
        var chart = VariablesChart(try ChartDesign(subgroupSize: 2))
        let points = (0..<20).compactMap { _ in chart.add(3) }
        #expect(Capability.Estimate(points: points, subgroupSize: 2) == nil)
        #expect(Capability.Estimate(points: points.prefix(1), subgroupSize: 2) == nil)
    }
}
