import Blister
import Capture
import Foundation
import Imaging
import Inspection
import ProcessControl
import Records
import Registration
import Simulation

@testable import Station

/// The line twin's web as camera health sees it: cut, called good, measured.
final class HealthLine {
    let health: CameraHealth
    let alarms = AlarmBook()
    let watch: TrendWatch
    /// Every sentence that stood in the book of alarms.
    private(set) var told: [String] = []
    /// What the sentences were about.
    private(set) var causes: Set<String> = []
    private let web: TwinWeb
    private let geometry: WebGeometry

    /// A line of `scenario`, whose strip lies on the foil beside the blisters.
    init(
        _ scenario: TwinScenario,
        folder: URL,
        known: KeptHealth = KeptHealth(),
        isFast: Bool = true
    ) throws {
        web = try TwinWeb(scenario)
        geometry = WebGeometry(
            millimetresPerColumn: scenario.millimetresPerColumn,
            millimetresPerRow: scenario.millimetresPerRow,
            laneOriginMillimetres: scenario.laneOriginMillimetres(0),
            triggerOffsetMillimetres: scenario.triggerOffsetMillimetres,
            layout: scenario.layout
        )
        var configuration = CameraHealthConfiguration()
        configuration.strip = CameraHealthConfiguration.Strip(x: 3, width: 4)
        configuration.dirt = 0.1
        var plan = CameraHealth.Plan(
            geometry: geometry,
            recipe: Self.recipe(scenario.layout),
            configuration: configuration,
            channels: scenario.channels,
            stripColumns: try configuration.stripColumns(
                millimetresPerColumn: scenario.millimetresPerColumn,
                width: scenario.width
            ),
            isCalibrated: false
        )
        plan.pauseNanoseconds = 0
        if isFast {
            (plan.stripRowInterval, plan.stripRowCount) = (7, 8)
            plan.dirtStep = 0.004
        }
        health = try CameraHealth(plan, known: known)
        let trends = try StationTrends(folder: folder.path(), recipe: "a", lanes: 1)
        watch = TrendWatch(
            trends,
            health: health,
            lanes: scenario.layout.lanes,
            alarms: alarms
        ) { _, _ in
        }
    }

    private static func recipe(_ layout: Layout) -> Recipe {
        var limits = PocketLimits()
        limits[.area] = LimitRange(lower: 90, upper: 110, typical: 100)
        return Recipe(
            product: "twin",
            millimetresPerPixel: 0.1,
            channels: 1,
            layout: layout,
            web: nil,
            stills: nil,
            falseRejectTarget: 0.001,
            modelFolder: "m",
            modelDigest: "",
            blisterLimits: BlisterLimits(),
            pocketLimits: Array(repeating: limits, count: layout.pockets.count)
        )
    }

    /// Runs the web to its end; every area reads `area(cycle)`.
    func run(area: (Int) -> Double = { 98 + Double($0 * 7 % 5) }) {
        let renderer = TwinRenderer(web)
        let chunk = Chunk<Corrected>(format: web.format)
        let triggers = (0..<web.scenario.cycles).map(web.triggerRow)
        var cutter = BlisterCutter(
            geometry: geometry,
            format: web.format,
            trigger: .rows(triggers)
        )
        var row = 0
        while row < web.rowCount {
            let end = min(web.rowCount, row + web.format.rowsMax)
            renderer.render(rows: row..<end, into: &chunk.bytes, at: 0)
            chunk.header.firstRow = row
            chunk.header.validRows = end - row
            health.strip?.take(chunk)
            cutter.accept(chunk) { offer($0, area: area($0.identity.cycle)) }
            row = end
        }
    }

    private func offer(_ cut: BlisterCut, area: Double) {
        let pockets = health.pocketCount
        let check = Check(
            name: "area",
            value: area,
            lowerLimit: 90,
            upperLimit: 110,
            unit: "mm2",
            reason: .missing
        )
        let result = InspectionResult(
            identity: cut.identity,
            verdict: .accept,
            pockets: (0..<pockets).map { index in
                PocketResult(
                    index: index,
                    classification: "good",
                    confidence: 1,
                    anomaly: 0,
                    checks: [check]
                )
            },
            checks: [],
            latencyMilliseconds: 1
        )
        let inspected = InspectedCut(cut: cut, verdict: .accept)
        var record = BlisterRecord(result: result, picture: nil, pixelsPerMillimetre: 0)
        record.inspected = inspected
        health.offer(record)
        watch.lookAtCamera()
        for entry in alarms.entries where !told.contains(entry.sentence) {
            told.append(entry.sentence)
            causes.insert(entry.cause)
        }
    }
}

extension CameraHealth {
    /// Pockets of a blister.
    var pocketCount: Int { layout.pockets.count }
}
