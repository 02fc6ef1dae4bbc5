import Foundation
import ProcessControl
import Testing

struct EarlyWarningTests {
    static let specification = try? SpecificationLimits(lower: -10, upper: 10)

    static func noise(_ draws: inout NormalDraws, _ count: Int, correlation: Double) -> [Double] {
        var value = draws.normal()
        let fresh = (1 - correlation * correlation).squareRoot()
        return (0..<count).map { _ in
            value = correlation * value + fresh * draws.normal()
            return value
        }
    }

    @Test func `a wild point does not turn the line`() {
        var values = (0..<21).map { 2 + 0.5 * Double($0) }
        values[7] = 1000
        values[15] = -1000
        let line = TheilSenLine(values)
        #expect(line.slope == 0.5)
        #expect(abs(line.middle - 7) < 1e-12)
        #expect(abs(line.value(after: 0) - 12) < 1e-12)
        #expect(line.significance < 1e-4)
    }

    @Test func `the test of a trend is Kendall's`() {
        // 1, 2, …, 10: S = 45, variance 10·9·25/18 = 125, z = 44/√125, and residuals are zero.
        let line = TheilSenLine((1...10).map(Double.init))
        #expect(line.correlation == 0)
        #expect(abs(line.significance - erfc(44 / 125.0.squareRoot() / 2.0.squareRoot())) < 1e-12)
        let level = TheilSenLine(Array(repeating: 4, count: 12))
        #expect(level.slope == 0 && level.significance == 1)
    }

    @Test(arguments: [0.0, 0.5])
    func `noise without a trend seldom warns`(correlation: Double) throws {
        let seed = UInt64(500 + correlation * 10)
        print("seed \(seed)")
        var draws = NormalDraws(seed: seed)
        // One in a hundred asked for; limits so near that every trend would cross.
        let settings = try EarlyWarningSettings(significanceMax: 0.01, horizonWindows: 1e9)
        let near = try SpecificationLimits(lower: -4, upper: 4)
        let warnings = (0..<1000).count { _ in
            let values = Self.noise(&draws, 60, correlation: correlation)
            return settings.warning(
                for: values,
                specification: near,
                control: nil,
                subgroupSize: 5
            ) != nil
        }
        print("correlation \(correlation): \(warnings) of 1000")
        // 10 expected of independent points; of alike points the correlation is estimated, too.
        #expect(warnings <= (correlation == 0 ? 22 : 35))
    }

    @Test func `with the defaults, noise does not warn in five hundred windows`() throws {
        let seed: UInt64 = 61
        print("seed \(seed)")
        var draws = NormalDraws(seed: seed)
        let settings = try EarlyWarningSettings()
        let warnings = (0..<500).count { _ in
            settings.warning(
                for: Self.noise(&draws, 60, correlation: 0.3),
                specification: Self.specification,
                control: nil,
                subgroupSize: 1
            ) != nil
        }
        #expect(warnings <= 2)
    }

    @Test(arguments: [1.0, -1.0])
    func `a drift is foretold and the interval holds the crossing`(sign: Double) throws {
        let seed: UInt64 = 71
        print("seed \(seed)")
        var draws = NormalDraws(seed: seed)
        let settings = try EarlyWarningSettings()
        var (found, held) = (0, 0)
        for _ in 0..<200 {
            // At the newest of 60 points the line is at 5.9; it crosses 10 after 41 more.
            let values = Self.noise(&draws, 60, correlation: 0.3).enumerated().map {
                sign * (0.1 * Double($0) + $1)
            }
            guard
                let warning = settings.warning(
                    for: values,
                    specification: Self.specification,
                    control: nil,
                    subgroupSize: 5
                )
            else { continue }
            found += 1
            #expect(warning.limit == (sign > 0 ? .upperSpecification : .lowerSpecification))
            #expect(warning.cycles == warning.subgroups * 5)
            if (warning.subgroupsLower...warning.subgroupsUpper).contains(41) { held += 1 }
        }
        print("found \(found) of 200, interval held \(held)")
        #expect(found >= 195)
        #expect(Double(held) >= 0.93 * Double(found))
    }

    @Test func `a drift away from the only limit does not warn`() throws {
        let settings = try EarlyWarningSettings(window: 20)
        let falling = (0..<20).map { -Double($0) }
        let upper = try SpecificationLimits(lower: nil, upper: 5)
        #expect(
            settings.warning(for: falling, specification: upper, control: nil, subgroupSize: 1)
                == nil
        )
        let control = ControlLimits(centre: 0, sigma: 10)
        let warning = try #require(
            settings.warning(for: falling, specification: nil, control: control, subgroupSize: 1)
        )
        #expect(warning.limit == .lowerControl && warning.limitValue == -30)
        #expect(abs(warning.subgroups - 11) < 1e-9)
        // A line already beyond the limit crosses now.
        let near = ControlLimits(centre: 0, sigma: 1)
        #expect(
            settings.warning(for: falling, specification: nil, control: near, subgroupSize: 1)?
                .subgroups == 0
        )
        #expect(
            settings.warning(
                for: Array(falling.prefix(19)),
                specification: nil,
                control: control,
                subgroupSize: 1
            ) == nil
        )
    }
}
