import ProcessControl
import Testing

struct RejectTests {
    @Test func `p of NIST's wafers and Montgomery's juice has the published limits`() throws {
        var chart = try ProportionChart(baselineCount: 30)
        for rejected in PublishedData.defective { _ = chart.add(rejected: rejected, of: 50) }
        let baseline = try #require(chart.baseline)
        let limits = baseline.limits(total: 50, isLaney: false)
        #expect(abs(limits.centre - 0.2313) < 5e-5)
        #expect(abs(limits.upper - 0.4102) < 5e-5 && abs(limits.lower - 0.0524) < 5e-5)
        let outside = PublishedData.defective.indices.filter {
            Double(PublishedData.defective[$0]) / 50 > limits.upper
        }
        // Samples 15 and 23, as in both books.
        #expect(outside == [14, 22])
    }

    @Test func `p′ of subgroups of one size is the individuals chart of their shares`() throws {
        // Laney 2002: with one size the two charts are the same.
        let shares = PublishedData.defective.map { Double($0) / 50 }
        var individuals = VariablesChart(try ChartDesign(subgroupSize: 1, baselineCount: 30))
        for share in shares { _ = individuals.add(share) }
        var chart = try ProportionChart(baselineCount: 30)
        for rejected in PublishedData.defective { _ = chart.add(rejected: rejected, of: 50) }
        let laney = try #require(chart.baseline).limits(total: 50, isLaney: true)
        let single = try #require(individuals.locationLimits)
        #expect(abs(laney.centre - single.centre) < 1e-12)
        #expect(abs(laney.upper - single.upper) < 1e-12)
        #expect(laney.lower == max(0, single.lower))
    }

    @Test func `p′ of subgroups of many sizes is Laney's formula, step by step`() throws {
        let counts = [(30, 1000), (55, 2000), (20, 400), (90, 2600), (41, 1500)]
        var chart = try ProportionChart(baselineCount: 5)
        for (rejected, total) in counts { _ = chart.add(rejected: rejected, of: total) }
        let baseline = try #require(chart.baseline)
        // p̄ = 236/7500; z = (p - p̄)/√(p̄(1-p̄)/n).
        let mean = 236.0 / 7500
        let z = counts.map { rejected, total in
            (Double(rejected) / Double(total) - mean)
                / (mean * (1 - mean) / Double(total)).squareRoot()
        }
        let ranges = [abs(z[1] - z[0]), abs(z[2] - z[1]), abs(z[3] - z[2]), abs(z[4] - z[3])]
        let sigmaZ = ranges.reduce(0, +) / 4 / 1.128379167
        #expect(abs(baseline.share - mean) < 1e-15)
        #expect(abs(baseline.sigmaZ - sigmaZ) < 1e-8)
        let deviation = (mean * (1 - mean) / 400).squareRoot()
        let limits = baseline.limits(total: 400, isLaney: true)
        #expect(abs(limits.upper - (mean + 3 * sigmaZ * deviation)) < 1e-8)
    }

    @Test func `σz is 1 for binomial counts and grows with what varies between subgroups`() throws {
        let seed: UInt64 = 41
        print("seed \(seed)")
        var draws = NormalDraws(seed: seed)
        func sigmaZ(_ wander: Double) throws -> Double {
            var chart = try ProportionChart(baselineCount: 400)
            for index in 0..<400 {
                let total = 500 + 250 * (index % 4)
                let share = max(0, 0.03 + wander * draws.normal())
                let rejected = (0..<total).count { _ in draws.uniform() < share }
                _ = chart.add(rejected: rejected, of: total)
            }
            return try #require(chart.baseline).sigmaZ
        }
        #expect(abs(try sigmaZ(0) - 1) < 0.15)
        // √(1 + 0.015² n / (p q)) is 2.9 for n = 875 in the middle.
        #expect((2.2...3.6).contains(try sigmaZ(0.015)))
    }

    @Test func `phase I without a reject goes on, bounded`() throws {
        var chart = try ProportionChart(baselineCount: 5)
        for _ in 0..<100 { _ = chart.add(rejected: 0, of: 500) }
        #expect(chart.baseline == nil)
        _ = chart.add(rejected: 1, of: 500)
        #expect(chart.baseline?.share == 0.0004)
        #expect(chart.baseline?.subgroupCount == 5)
    }

    @Test func `few blisters do not alarm and many do`() throws {
        let bands = try RejectBands()
        // One false reject of ten is 10 %, but says no more than 0.5 %.
        #expect(bands.judgement(falseRejects: 1, of: 10).action == .rebaseline)
        #expect(bands.judgement(falseRejects: 1, of: 11).action == .log)
        #expect(bands.judgement(falseRejects: 0, of: 0).action == .log)
        #expect(bands.judgement(falseRejects: 40, of: 10_000).action == .log)
        #expect(bands.judgement(falseRejects: 100, of: 10_000).action == .rebaseline)
        #expect(bands.judgement(falseRejects: 300, of: 10_000).action == .halt)
        #expect(bands.judgement(falseRejects: 700, of: 10_000).action == .recalibrate)
        // 0.6 % of 1,000 is above the band's edge, its bound is not.
        let judgement = bands.judgement(falseRejects: 6, of: 1000)
        #expect(judgement.action == .log && judgement.lower < 0.005 && judgement.share == 0.006)
    }

    @Test func `the lower bound of one of n is known in closed form`() throws {
        // One of n: the share p with 1 - (1-p)^n = 5 %.
        let lower = try RejectBands().judgement(falseRejects: 1, of: 10).lower
        #expect(abs(1 - power(1 - lower, 10) - 0.05) < 1e-10)
    }

    private func power(_ base: Double, _ exponent: Int) -> Double {
        (0..<exponent).reduce(1) { product, _ in product * base }
    }

    @Test func `bands out of order are refused`() {
        #expect(throws: ProcessControlError.bands([0.02, 0.02, 0.05])) {
            try RejectBands(rebaselineShare: 0.02)
        }
        #expect(throws: ProcessControlError.confidence(0.4)) { try RejectBands(confidence: 0.4) }
    }
}
