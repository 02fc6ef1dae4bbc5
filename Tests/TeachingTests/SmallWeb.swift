import Blister
import Foundation
import Inspection
import Judging
import Simulation
import Teaching

/// Short webs of the line twin: two lanes, two pockets, pixels coarse enough for a debug build.
struct SmallWeb {
    var seed: UInt64
    var cycles: Int
    var defects: [(identity: BlisterIdentity, reason: RejectReason)] = []
    /// How it is lit.
    var light = LightKind.dome
    /// Where foil is dirty; nil: nowhere.
    var dirt: (identity: BlisterIdentity, place: Point, severity: Double)?
    /// Whether `truth.jsonl` says what is wrong.
    var hasTruth = false

    var scenario: TwinScenario {
        var scenario = TwinScenario(
            seed: seed,
            product: TwinProduct.named("round-flat-white") ?? TwinProduct.presets[0],
            lanes: 2,
            cycles: cycles,
            pockets: 2
        )
        scenario.millimetresPerColumn = 0.3
        scenario.millimetresPerRow = 0.3
        scenario.faults = defects.map { identity, reason in
            .defect(
                cycle: identity.cycle,
                lane: identity.lane,
                SeededDefect(
                    reason: reason,
                    pocket: 1,
                    severity: 1,
                    place: scenario.layout.pockets[1].centre
                )
            )
        }
        scenario.light = light
        if let dirt {
            scenario.faults.append(
                .defect(
                    cycle: dirt.identity.cycle,
                    lane: dirt.identity.lane,
                    SeededDefect(
                        reason: .dirtyFoil,
                        pocket: nil,
                        severity: dirt.severity,
                        place: dirt.place
                    )
                )
            )
        }
        return scenario
    }

    /// The web as a replay set in a folder of its own.
    func written() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let set = folder.path("set")
        try ReplaySetWriter(web: try TwinWeb(scenario), threads: 2).write(to: set)
        if !hasTruth {
            try FileManager.default.removeItem(atPath: folder.path("set/truth.jsonl"))
        }
        return folder
    }

    /// What teaching makes of it.
    func taught() throws -> TaughtReport {
        let folder = try written()
        return try ReplayTeaching(
            folder: folder.path("set"),
            layout: scenario.layout,
            name: "small",
            falseRejectTarget: 0.001,
            millimetresPerPixel: nil
        ).teach()
    }

    /// What `product` says about it, by blister.
    func judged(by product: TaughtProduct) throws -> [BlisterIdentity: JudgedBlister] {
        let folder = try written()
        var judged: [BlisterIdentity: JudgedBlister] = [:]
        try ReplayInspection(product).inspect(replayFolder: folder.path("set")) {
            judged[$0.result.identity] = $0
        }
        return judged
    }
}

/// A product taught once for all tests, and a web it has not seen, with two defects.
struct TaughtWeb: Sendable {
    static let shared = Result { try TaughtWeb() }
    static let missing = BlisterIdentity(cycle: 1, lane: 0)
    static let undersize = BlisterIdentity(cycle: 2, lane: 1)

    let report: TaughtReport
    let judged: [BlisterIdentity: JudgedBlister]

    init() throws {
        let bad = [(Self.missing, RejectReason.missing), (Self.undersize, .undersize)]
        report = try SmallWeb(seed: 21, cycles: 12, defects: bad, hasTruth: true).taught()
        judged = try SmallWeb(seed: 22, cycles: 4, defects: bad).judged(by: report.product)
    }

    /// Judged blisters without a defect.
    var good: [JudgedBlister] {
        judged.filter { $0.key != Self.missing && $0.key != Self.undersize }
            .sorted { $0.key < $1.key }.map(\.value)
    }
}
