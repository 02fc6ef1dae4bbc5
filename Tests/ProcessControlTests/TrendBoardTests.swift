import Foundation
import ProcessControl
import Testing

struct TrendBoardTests {
    static func board(
        size: Int = 5,
        pockets: Int = 3,
        settings: TrendSettings? = nil
    ) throws -> TrendBoard {
        let features = try (0..<2).flatMap { lane in
            try (0..<pockets).map { pocket in
                TrendFeature(
                    key: TrendKey(feature: "area", pocket: pocket, lane: lane),
                    unit: "mm²",
                    specification: try SpecificationLimits(lower: 90, upper: 110),
                    design: try ChartDesign(subgroupSize: size)
                )
            }
        }
        return try TrendBoard(features: features, settings: settings ?? TrendSettings())
    }

    static func feed(
        _ board: TrendBoard,
        _ draws: inout NormalDraws,
        cycles: Range<UInt64>,
        lane: Int = 0,
        value: (UInt64, Int, Double) -> Double
    ) {
        let count = board.keys(lane: lane).count
        for cycle in cycles {
            let values = (0..<count).map { value(cycle, $0, draws.normal()) }
            board.record(values, lane: lane, cycle: cycle, isRejected: false)
        }
    }

    @Test func `the board's charts are those of a chart fed alone`() throws {
        print("seed 101")
        var draws = NormalDraws(seed: 101)
        let board = try Self.board()
        var alone = VariablesChart(try ChartDesign(subgroupSize: 5))
        var points: [ChartPoint] = []
        Self.feed(board, &draws, cycles: 0..<1000) { _, place, noise in
            if place == 1, let point = alone.add(100 + noise) { points.append(point) }
            return 100 + noise
        }
        let key = TrendKey(feature: "area", pocket: 1, lane: 0)
        let snapshot = try #require(board.snapshot(of: key))
        #expect(snapshot.subgroupCount == 200 && snapshot.points.count == 200)
        #expect(snapshot.points.map(\.location) == points.map(\.location))
        #expect(snapshot.points.map(\.average) == points.map(\.average))
        #expect(snapshot.points.last?.cycle == 999)
        #expect(snapshot.locationLimits == alone.locationLimits)
        let estimate = try #require(Capability.Estimate(points: points, subgroupSize: 5))
        let capability = try Capability(
            estimate,
            specification: SpecificationLimits(lower: 90, upper: 110)
        )
        #expect(snapshot.capability == capability)
        // The other lane saw nothing.
        let other = TrendKey(feature: "area", pocket: 1, lane: 1)
        #expect(board.snapshot(of: other)?.subgroupCount == 0)
    }

    @Test func `memory is bounded and the newest subgroups are kept`() throws {
        print("seed 102")
        var draws = NormalDraws(seed: 102)
        let settings = try TrendSettings(pointsMax: 40, alarmsMax: 10)
        let board = try Self.board(size: 1, settings: settings)
        Self.feed(board, &draws, cycles: 0..<3000) { cycle, _, noise in
            100 + noise * (cycle < 100 ? 1 : 5)
        }
        let key = TrendKey(feature: "area", pocket: 0, lane: 0)
        let snapshot = try #require(board.snapshot(of: key))
        #expect(snapshot.points.map(\.number) == Array(2960..<3000))
        #expect(board.alarms(since: 0).count <= 13)
        #expect(board.droppedAlarmCount > 100)
    }

    @Test func `a shift is named by its rule, from its first point to its last`() throws {
        print("seed 103")
        var draws = NormalDraws(seed: 103)
        let board = try Self.board()
        // 30 subgroups in control, then 40 subgroups of pocket 2 two deviations higher.
        Self.feed(board, &draws, cycles: 0..<150) { _, _, noise in 100 + noise }
        Self.feed(board, &draws, cycles: 150..<350) { _, place, noise in
            100 + noise + (place == 2 ? 2 : 0)
        }
        Self.feed(board, &draws, cycles: 350..<450) { _, _, noise in 100 + noise }
        let key = TrendKey(feature: "area", pocket: 2, lane: 0)
        let alarms = board.alarms(since: 0).filter { $0.key == key }
        let shift = try #require(
            alarms.first { $0.cause == .rule(.shift, .upper) && $0.chart == .mean }
        )
        #expect(shift.name == "Nelson rule 2: shift")
        #expect((28...30).contains(shift.firstSubgroup))
        #expect(shift.raisedSubgroup == shift.firstSubgroup + 8)
        #expect(shift.raisedCycle == UInt64(shift.raisedSubgroup) * 5 + 4)
        #expect((69...71).contains(try #require(shift.lastSubgroup)))
        let sequences = board.alarms(since: 0).map(\.sequence)
        #expect(sequences == sequences.sorted() && Set(sequences).count == sequences.count)
        #expect(board.alarms(since: try #require(sequences.last)).isEmpty)
        #expect(board.alarms(since: shift.sequence - 1).first == shift)
    }

    @Test func `limits stand, and a change says who and why`() throws {
        print("seed 104")
        var draws = NormalDraws(seed: 104)
        let board = try Self.board()
        let key = TrendKey(feature: "area", pocket: 0, lane: 0)
        Self.feed(board, &draws, cycles: 0..<125) { _, _, noise in 100 + noise }
        let limits = try #require(board.snapshot(of: key)?.locationLimits)
        Self.feed(board, &draws, cycles: 125..<1125) { _, _, noise in 104 + noise }
        #expect(board.snapshot(of: key)?.locationLimits == limits)
        #expect(throws: ProcessControlError.namelessChange) {
            try board.rebaseline(key, to: nil, who: "Ada", why: "")
        }
        let unknown = TrendKey(feature: "colour")
        #expect(throws: ProcessControlError.unknownSeries(unknown)) {
            try board.rebaseline(unknown, to: nil, who: "Ada", why: "new foil")
        }
        let change = try board.rebaseline(key, to: nil, who: "Ada", why: "new foil")
        #expect(change.fromSubgroup == 225)
        // What went on is over: it was held against limits that are no more.
        #expect(board.alarms(since: 0).allSatisfy { $0.key != key || $0.lastSubgroup != nil })
        Self.feed(board, &draws, cycles: 1125..<1250) { _, _, noise in 104 + noise }
        let snapshot = try #require(board.snapshot(of: key))
        #expect(abs(try #require(snapshot.locationLimits).centre - 104) < 0.5)
        #expect(snapshot.changes == [change] && snapshot.limitsFrom == 225)
        #expect(abs(try #require(snapshot.capability).estimate.mean - 104) < 0.5)
    }

    @Test func `a drift is an early warning while it lasts`() throws {
        print("seed 105")
        var draws = NormalDraws(seed: 105)
        let board = try Self.board()
        let key = TrendKey(feature: "area", pocket: 1, lane: 0)
        Self.feed(board, &draws, cycles: 0..<400) { _, _, noise in 100 + noise }
        board.evaluateTrends()
        func warnings() -> [TrendAlarm] {
            board.alarms(since: 0).filter { $0.name == "Early warning" }
        }
        #expect(warnings().isEmpty)
        Self.feed(board, &draws, cycles: 400..<700) { cycle, place, noise in
            100 + noise + (place == 1 ? 0.02 * Double(cycle - 400) : 0)
        }
        board.evaluateTrends()
        board.evaluateTrends()
        #expect(warnings().map(\.key) == [key] && warnings()[0].lastSubgroup == nil)
        let warning = try #require(board.snapshot(of: key)?.earlyWarning)
        // The line is at 106 at cycle 700 and crosses 110 at cycle 900.
        #expect(warning.limitValue == 110 && (150...250).contains(warning.cycles))
        #expect(warning.subgroupsLower < 40 && warning.subgroupsUpper > 40)
        Self.feed(board, &draws, cycles: 700..<1100) { _, _, noise in 100 + noise }
        board.evaluateTrends()
        #expect(warnings().allSatisfy { $0.lastSubgroup != nil })
    }

    @Test func `what was not measured leaves a series as it was`() throws {
        let board = try Self.board(size: 2, pockets: 1)
        let key = TrendKey(feature: "area", pocket: 0, lane: 0)
        for (cycle, value) in [100, .nan, 102, .infinity, 50].enumerated() {
            board.record([value], lane: 0, cycle: UInt64(cycle), isRejected: nil)
        }
        board.breakOff()
        board.record([60], lane: 0, cycle: 5, isRejected: nil)
        board.record([62], lane: 0, cycle: 6, isRejected: nil)
        let snapshot = try #require(board.snapshot(of: key))
        // 50 was alone when the stream broke off.
        #expect(snapshot.points.map(\.location) == [101, 61])
        #expect(board.rejectSnapshot(lane: 0)?.points.isEmpty == true)
    }

    @Test func `rejects of a lane are counted, charted and named`() throws {
        print("seed 106")
        var draws = NormalDraws(seed: 106)
        let settings = try TrendSettings(rejectSubgroupSize: 200)
        let board = try Self.board(pockets: 1, settings: settings)
        for cycle in 0..<UInt64(10_000) {
            let share = cycle < 6000 ? 0.02 : 0.08
            let isRejected = draws.uniform() < share
            board.record([.nan], lane: 1, cycle: cycle, isRejected: isRejected)
        }
        board.breakOff()
        let snapshot = try #require(board.rejectSnapshot(lane: 1))
        #expect(snapshot.points.count == 50 && snapshot.baseline?.subgroupCount == 25)
        #expect(abs(try #require(snapshot.baseline).share - 0.02) < 0.006)
        #expect(snapshot.alarms.contains { $0.cause == .rule(.beyondLimits, .upper) })
        #expect(snapshot.alarms.contains { $0.cause == .rule(.shift, .upper) })
        #expect(snapshot.alarms.allSatisfy { $0.raisedSubgroup >= 25 })
        #expect(snapshot.points[40].rules.contains(1))
        #expect(board.rejectSnapshot(lane: 7) == nil)
        let rejected = snapshot.points.reduce(0) { $0 + $1.rejected }
        #expect(rejected > 300 && snapshot.points.allSatisfy { $0.shareLower <= $0.share })
        #expect(throws: ProcessControlError.namelessChange) {
            try board.rebaselineRejects(lane: 1, to: nil, who: "", why: "x")
        }
        try board.rebaselineRejects(lane: 1, to: nil, who: "Ada", why: "new foil")
        #expect(board.rejectSnapshot(lane: 1)?.baseline == nil)
    }

    @Test func `a snapshot is JSON with the keys of the contract`() throws {
        print("seed 107")
        var draws = NormalDraws(seed: 107)
        let board = try Self.board()
        Self.feed(board, &draws, cycles: 0..<500) { cycle, _, noise in
            100 + noise + (cycle > 400 ? 9 : 0)
        }
        let key = TrendKey(feature: "area", pocket: 0, lane: 0)
        let snapshot = try #require(board.snapshot(of: key))
        let object = try JSONSerialization.jsonObject(with: Data(try snapshot.json().utf8))
        let keys = try #require(object as? [String: Any])
        for name in [
            "feature", "pocket", "lane", "unit", "subgroup_size", "location_kind", "limits_from",
            "location_limits", "spread_limits", "average_limits", "baseline_outside", "points",
            "alarms", "capability", "specification", "changes",
        ] { #expect(keys[name] != nil, "\(name)") }
        let alarm = try #require((keys["alarms"] as? [[String: Any]])?.first)
        for name in ["sequence", "rule_number", "name", "sentence", "first_subgroup", "chart"] {
            #expect(alarm[name] != nil, "\(name)")
        }
        let point = try #require((keys["points"] as? [[String: Any]])?.last)
        #expect(point["average_upper"] is Double && point["location_rules"] is [Int])
        let rejects = try #require(board.rejectSnapshot(lane: 0))
        #expect(try rejects.json().contains("\"subgroup_size\":500"))
    }

    @Test func `limits survive a restart through JSON`() throws {
        print("seed 108")
        var draws = NormalDraws(seed: 108)
        let board = try Self.board()
        Self.feed(board, &draws, cycles: 0..<125) { _, _, noise in 100 + noise }
        let key = TrendKey(feature: "area", pocket: 0, lane: 0)
        let baseline = try #require(board.baselines()[key])
        #expect(board.baselines().count == 3)
        let text = try JSONEncoder().encode(baseline)
        let restored = try JSONDecoder().decode(ProcessBaseline.self, from: text)
        #expect(restored == baseline)
        let feature = TrendFeature(
            key: key,
            unit: "mm²",
            design: try ChartDesign(),
            baseline: restored
        )
        let rejects = try ProportionBaseline(share: 0.01, sigmaZ: 1.2, subgroupCount: 25)
        let next = try TrendBoard(
            features: [feature],
            settings: TrendSettings(),
            rejectBaselines: [0: rejects]
        )
        #expect(next.snapshot(of: key)?.locationLimits == board.snapshot(of: key)?.locationLimits)
        #expect(next.rejectSnapshot(lane: 0)?.baseline == rejects)
    }

    @Test(arguments: [
        #"{"mean":1,"sigma":-1,"subgroup_count":0}"#, #"{"mean":1,"subgroup_count":0}"#,
    ])
    func `a baseline that cannot be is not read`(text: String) {
        #expect(throws: (any Error).self) {
            try JSONDecoder().decode(ProcessBaseline.self, from: Data(text.utf8))
        }
        let turned = Data(#"{"lower":2,"upper":1}"#.utf8)
        #expect(throws: ProcessControlError.self) {
            try JSONDecoder().decode(SpecificationLimits.self, from: turned)
        }
    }

    @Test func `snapshots taken while blisters come in are whole`() async throws {
        let board = try Self.board(size: 1, pockets: 2, settings: TrendSettings(pointsMax: 50))
        let key = TrendKey(feature: "area", pocket: 1, lane: 0)
        print("seed 109")
        let feeding = Task.detached {
            var draws = NormalDraws(seed: 109)
            Self.feed(board, &draws, cycles: 0..<5000) { _, _, noise in 100 + noise }
        }
        var count = 0
        while count < 5000 {
            let snapshot = try #require(board.snapshot(of: key))
            let numbers = snapshot.points.map(\.number)
            #expect(numbers == Array(max(0, snapshot.subgroupCount - 50)..<snapshot.subgroupCount))
            #expect(snapshot.points.allSatisfy { Int($0.cycle) == $0.number })
            count = snapshot.subgroupCount
            board.evaluateTrends()
        }
        await feeding.value
        #expect(board.snapshot(of: key)?.subgroupCount == 5000)
    }

    @Test func `one feature is followed once`() throws {
        let feature = TrendFeature(
            key: TrendKey(feature: "focus"),
            unit: "",
            design: try ChartDesign()
        )
        #expect(throws: ProcessControlError.doubledSeries(feature.key)) {
            try TrendBoard(features: [feature, feature], settings: try TrendSettings())
        }
    }
}
