import Foundation
import PaintedBlisters
import Testing

@testable import Inspection
@testable import Teaching

/// Limits learnt from samples whose distribution is known.
///
/// Bounds are wide: they hold for any sound estimate of a tail, and fail for one that is off by a
/// power of ten.
struct LimitLearningTests {
    /// A distribution with its own quantiles.
    enum Law: String, Sendable, CaseIterable {
        case normal
        case exponential

        func draw(_ random: inout SeededRandom) -> Double {
            let even = Double.random(in: Double.leastNonzeroMagnitude..<1, using: &random)
            switch self {
            case .exponential: return -log(even)
            case .normal:
                let turn = Double.random(in: 0..<1, using: &random)
                return (-2 * log(even)).squareRoot() * cos(2 * .pi * turn)
            }
        }

        /// Distance of the value that a share ``tail`` exceeds from the median.
        var reach: Double {
            switch self {
            case .exponential: -log(tail) - log(2)
            case .normal: 4.107
            }
        }
    }

    /// So small that the farthest sample alone would not do, as in a recipe.
    static let tail = 0.00002
    static let freshCount = 200_000

    /// Readings of ten pockets on a hundred good blisters, each pocket around its own level.
    private static func readings(_ law: Law, _ random: inout SeededRandom) -> [[Double]] {
        (0..<10).map { pocket in
            (0..<100).map { _ in 50 + Double(pocket) + law.draw(&random) }
        }
    }

    private static func limits(
        _ readings: [[Double]],
        isTwoSided: Bool = false,
        toleranceMin: Double = 0,
        trustsFarthest: Bool = true
    ) -> [LimitRange] {
        LimitLearning(tail: tail, trustsFarthest: trustsFarthest).limits(
            readings,
            CheckTraits("1", isTwoSided: isTwoSided, toleranceMin: toleranceMin)
        )
    }

    /// Share of fresh good samples of every pocket that `limits` reject.
    private static func falseRejects(
        _ limits: [LimitRange],
        _ law: Law,
        _ random: inout SeededRandom
    ) -> Double {
        var count = 0
        for sample in 0..<freshCount {
            let pocket = sample % limits.count
            let value = 50 + Double(pocket) + law.draw(&random)
            let range = limits[pocket]
            if value > range.upper ?? .infinity || value < range.lower ?? -.infinity { count += 1 }
        }
        return Double(count) / Double(freshCount)
    }

    @Test(arguments: Law.allCases, 1...5 as ClosedRange<UInt64>)
    func `fresh good samples fail about as rarely as was asked for`(law: Law, seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let limits = Self.limits(Self.readings(law, &random))
        let share = Self.falseRejects(limits, law, &random)
        #expect(share <= 5 * Self.tail, "seed \(seed): \(share)")
    }

    @Test(arguments: Law.allCases, 1...5 as ClosedRange<UInt64>)
    func `limits are not wider than the target calls for by a factor`(law: Law, seed: UInt64) throws
    {
        var random = SeededRandom(seed: seed)
        for range in Self.limits(Self.readings(law, &random)) {
            let reach = try #require(range.upper) - range.typical
            #expect(reach < 2.5 * law.reach, "seed \(seed): \(reach)")
        }
    }

    @Test(arguments: 1...5 as ClosedRange<UInt64>)
    func `a two-sided check keeps the target on both sides together`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let limits = Self.limits(Self.readings(.normal, &random), isTwoSided: true)
        #expect(limits.allSatisfy { $0.lower != nil && $0.upper != nil })
        let share = Self.falseRejects(limits, .normal, &random)
        #expect(share <= 2 * 5 * Self.tail, "seed \(seed): \(share)")
    }

    @Test(arguments: 1...5 as ClosedRange<UInt64>)
    func `every pocket keeps its own level`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let limits = Self.limits(Self.readings(.normal, &random))
        for (pocket, range) in limits.enumerated() {
            #expect(abs(range.typical - 50 - Double(pocket)) < 0.6, "seed \(seed)")
        }
    }

    @Test(arguments: Law.allCases, 1...5 as ClosedRange<UInt64>)
    func `one in a hundred outliers does not widen the limit that is to find it`(
        law: Law,
        seed: UInt64
    ) {
        var random = SeededRandom(seed: seed)
        var readings = Self.readings(law, &random)
        for pocket in readings.indices { readings[pocket][pocket] = 1000 }
        for range in Self.limits(readings, trustsFarthest: false) {
            #expect((range.upper ?? .infinity) - range.typical < 5 * law.reach, "seed \(seed)")
        }
    }

    @Test func `samples without any scatter still get the tolerance of the check`() {
        let limits = Self.limits(
            Array(repeating: Array(repeating: 7, count: 30), count: 4),
            isTwoSided: true,
            toleranceMin: 0.4
        )
        for range in limits {
            #expect(range == LimitRange(lower: 6.6, upper: 7.4, typical: 7))
        }
    }

    @Test func `good samples are inside their own limits`() {
        for seed in 1...20 as ClosedRange<UInt64> {
            var random = SeededRandom(seed: seed)
            let readings = Self.readings(.exponential, &random)
            for (group, range) in zip(readings, Self.limits(readings)) {
                #expect(group.allSatisfy { $0 <= range.upper ?? -1 }, "seed \(seed)")
            }
        }
    }

    @Test func `the area may not drop by more than a tenth, however it scatters`() throws {
        var random = SeededRandom(seed: 3)
        let readings = [(0..<200).map { _ in 50 + 10 * Law.normal.draw(&random) }]
        let traits = PocketCheckName.area.traits(channels: 1)
        let range = LimitLearning(tail: Self.tail, trustsFarthest: true)
            .limits(readings, traits)[0]
        let lower = try #require(range.lower)
        #expect(lower >= 0.9 * range.typical - 1e-9)
    }
}
