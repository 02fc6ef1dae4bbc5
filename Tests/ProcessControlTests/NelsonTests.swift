import ProcessControl
import Testing

/// What the rules say, taken literally: for every point, the whole stream is looked at again.
private enum SlowRules {
    static func side(_ z: [Double], _ last: Int, _ rule: NelsonRule) -> NelsonEpisode.Side? {
        func window(_ count: Int) -> ArraySlice<Double>? {
            last + 1 >= count ? z[last + 1 - count...last] : nil
        }
        func run(_ count: Int, _ fits: (Double) -> Bool) -> Bool {
            window(count)?.allSatisfy(fits) ?? false
        }
        func steps(_ count: Int) -> [Double]? {
            window(count).map { points in zip(points.dropFirst(), points).map { $0 - $1 } }
        }
        func most(_ need: Int, _ count: Int, _ limit: Double) -> NelsonEpisode.Side? {
            let points = z[max(0, last + 1 - count)...last]
            if z[last] > limit, points.count(where: { $0 > limit }) >= need { return .upper }
            if z[last] < -limit, points.count(where: { $0 < -limit }) >= need { return .lower }
            return nil
        }
        switch rule {
        case .beyondLimits: return z[last] > 3 ? .upper : z[last] < -3 ? .lower : nil
        case .shift: return run(9) { $0 > 0 } ? .upper : run(9) { $0 < 0 } ? .lower : nil
        case .trend:
            guard let steps = steps(6) else { return nil }
            return steps.allSatisfy { $0 > 0 } ? .upper : steps.allSatisfy { $0 < 0 } ? .lower : nil
        case .alternation:
            guard let steps = steps(14) else { return nil }
            return zip(steps, steps.dropFirst()).allSatisfy { $0 * $1 < 0 } ? .both : nil
        case .warningZone: return most(2, 3, 2)
        case .leaning: return most(4, 5, 1)
        case .stratification: return run(15) { abs($0) < 1 } ? .both : nil
        case .mixture: return run(8) { abs($0) > 1 } ? .both : nil
        }
    }

    static func episodes(_ z: [Double], _ rules: NelsonRules) -> [String] {
        var found: [String] = []
        for rule in rules.rules {
            var start = 0
            while start < z.count {
                guard let side = side(z, start, rule) else {
                    start += 1
                    continue
                }
                var end = start
                while end + 1 < z.count, self.side(z, end + 1, rule) == side { end += 1 }
                found.append(
                    "\(rule.number) \(side) \(first(z, start, rule)) \(start) \(end)"
                )
                start = end + 1
            }
        }
        return found.sorted()
    }

    /// The earliest point of the pattern that ends at `last`.
    private static func first(_ z: [Double], _ last: Int, _ rule: NelsonRule) -> Int {
        func earliest(_ count: Int, _ limit: Double) -> Int {
            let sign = z[last] > 0 ? 1.0 : -1.0
            let start = max(0, last + 1 - count)
            return (start...last).first { z[$0] * sign > limit } ?? last
        }
        return switch rule {
        case .beyondLimits: last
        case .shift: last - 8
        case .trend: last - 5
        case .alternation: last - 13
        case .warningZone: earliest(3, 2)
        case .leaning: earliest(5, 1)
        case .stratification: last - 14
        case .mixture: last - 7
        }
    }
}

struct NelsonTests {
    static func episodes(_ z: [Double], _ rules: NelsonRules = .all) -> [NelsonEpisode] {
        var detector = NelsonDetector(rules)
        var found: [NelsonEpisode] = []
        for (number, z) in z.enumerated() { found += detector.add(z, at: number).ended }
        return found + detector.breakOff()
    }

    static func texts(_ episodes: [NelsonEpisode]) -> [String] {
        episodes.map { "\($0.rule.number) \($0.side) \($0.first) \($0.raised) \($0.last)" }.sorted()
    }

    @Test(arguments: 0..<200)
    func `the detector finds what the literal rules find`(index: Int) {
        let seed = UInt64(7000 + index)
        var draws = NormalDraws(seed: seed)
        let (shift, scale) = (draws.normal() * 0.7, 0.3 + 2 * draws.uniform())
        let drift = index % 3 == 0 ? draws.normal() * 0.05 : 0
        // Rounded to halves, points tie, lie on the centre line and on the edges of zones.
        let isRounded = index % 2 == 0
        let swings = index % 5 == 0 ? 1.0 : 0
        let z = (0..<300).map { place in
            let swing = place.isMultiple(of: 2) ? swings : -swings
            let value = shift + drift * Double(place) / 3 + swing + scale * draws.normal()
            return isRounded ? (value * 2).rounded() / 2 : value
        }
        let rules = index % 4 == 0 ? NelsonRules.applicable(to: .proportion) : .all
        let (fast, slow) = (Self.texts(Self.episodes(z, rules)), SlowRules.episodes(z, rules))
        #expect(fast == slow, "seed \(seed)")
    }

    @Test func `the seeds raise every rule`() {
        print("seeds 7000...7199")
        var draws = NormalDraws(seed: 7000)
        var seen = Set<Int>()
        for scale in [0.3, 1, 2.5] {
            for episode in Self.episodes((0..<20_000).map { _ in scale * draws.normal() }) {
                seen.insert(episode.rule.number)
            }
        }
        #expect(seen == Set(1...8))
    }

    /// For each rule: points that do not raise it, the point that does, and how many belong to it.
    static let cases: [(NelsonRule, [Double], Double, Int)] = [
        (.beyondLimits, [3, -3, 0], 3.01, 1),
        (.shift, [-0.1] + Array(repeating: 0.1, count: 8), 0.2, 9),
        (.trend, [0.5, -0.9, -0.6, -0.3, 0.0, 0.3], 0.6, 6),
        (
            .alternation,
            [0.0, 0.1, 0.2] + (0..<11).map { $0.isMultiple(of: 2) ? -0.5 : 0.5 }, 0.5, 14
        ),
        (.warningZone, [0, 2.1, 0.5], 2.2, 3),
        (.leaning, [-0.2, 1.1, 1.2, 0.3, 1.3], 1.1, 5),
        (.stratification, [1.0] + (0..<14).map { [0.5, -0.3, 0.4, 0.2][$0 % 4] }, -0.9, 15),
        (.mixture, [1.0, 1.5, -1.5, -1.2, 1.7, 1.2, -1.9, -1.3], 1.1, 8),
    ]

    @Test(arguments: cases.indices)
    func `a rule is raised by its last point and no earlier`(index: Int) throws {
        let (rule, before, last, length) = Self.cases[index]
        var detector = NelsonDetector(NelsonRules(rule))
        for (number, z) in before.enumerated() {
            #expect(detector.add(z, at: number).active.isEmpty, "\(rule) at \(number)")
        }
        let step = detector.add(last, at: before.count)
        let raised = try #require(step.raised.first)
        #expect(step.active.rules == [rule] && raised.rule == rule)
        #expect(raised.raised == before.count)
        #expect(raised.first == before.count + 1 - length, "\(rule)")
        let ended = detector.add(0, at: before.count + 1).ended + detector.breakOff()
        #expect(ended.map(\.rule) == [rule])
    }

    @Test func `a gap in the stream breaks patterns`() {
        var detector = NelsonDetector(.all)
        for number in 0..<8 { #expect(detector.add(0.5, at: number).active.isEmpty) }
        #expect(detector.add(0.5, at: 20).active.isEmpty)
    }

    @Test func `every chart has the rules that mean something on it`() {
        #expect(NelsonRules.applicable(to: .individuals) == .all)
        #expect(NelsonRules.applicable(to: .mean) == .all)
        for kind in [ChartKind.range, .deviation, .proportion, .laneyProportion] {
            #expect(NelsonRules.applicable(to: kind).rules.map(\.number) == [1, 2, 3, 4])
        }
        for kind in [ChartKind.movingRange, .ewma] {
            #expect(NelsonRules.applicable(to: kind).rules == [.beyondLimits])
        }
        #expect(Set(NelsonRule.allCases.map(\.name)).count == 8)
        #expect(Set(NelsonRule.allCases.map(\.sentence)).count == 8)
    }
}
