import Blister
import Foundation
import Inspection
import Linux
import Panel
import ProcessControl
import Simulation
import Testing

@testable import Station

/// The camera that sees worse than it did, on the line twin.
struct CameraHealthTests {
    private static func scenario(
        seed: UInt64,
        cycles: Int,
        faults: [TwinFault] = []
    ) -> TwinScenario {
        var scenario = TwinScenario(
            seed: seed,
            product: TwinProduct.presets[1],
            lanes: 1,
            cycles: cycles,
            pockets: 2
        )
        scenario.millimetresPerColumn = 0.2
        scenario.millimetresPerRow = 0.4
        scenario.rowsPerChunk = 64
        scenario.faults = faults
        return scenario
    }

    private static func folder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "health-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    private static func describe(_ line: HealthLine) -> String {
        line.health.charts.map { chart in
            let points = chart.points.map { "\(Float($0))" }.joined(separator: " ")
            return "\(chart.name) centre \(chart.centre ?? 0), \(chart.capability ?? ""): \(points)"
        }.joined(separator: "\n")
    }

    @Test func `a clean camera warns of nothing, and has its charts`() throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        print("seed 6")
        let line = try HealthLine(Self.scenario(seed: 6, cycles: 260), folder: folder)
        line.run()
        #expect(line.told.isEmpty, "\(line.told)\n\(Self.describe(line))")
        let names = HealthSeries.all(lane: 0, hasStrip: true).map { $0.key(lane: 0).description }
        #expect(Set(line.health.charts.map(\.name)) == Set(names))
        #expect(line.health.charts.allSatisfy { $0.points.count >= 10 && $0.centre != nil })
        line.watch.look()
        #expect(line.watch.shown == line.health.charts)
    }

    @Test func `dirt, lost focus and a fading lamp are told with the cure, and are over again`()
        throws
    {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        print("seed 5")
        let faults: [TwinFault] = [
            .lensDirt(cycle: 140, cycles: 50, xMillimetres: 14, widthMillimetres: 1, loss: 0.3),
            .defocus(cycle: 200, cycles: 25, blurMillimetres: 0.3),
            .light(cycle: 235, cycles: 25, gain: 0.75),
        ]
        let scenario = Self.scenario(seed: 5, cycles: 300, faults: faults)
        let line = try HealthLine(scenario, folder: folder)
        line.run()
        let story = "\(line.told)\n\(Self.describe(line))"
        func told(_ start: String, _ words: String) -> Bool {
            line.told.contains { $0.hasPrefix(start) && $0.contains(words) }
        }
        #expect(
            told("clean the lens: columns 70–74 are", "% darker than their neighbours"),
            "\(story)"
        )
        #expect(told("lane 0: the picture is", "less sharp"), "\(story)")
        #expect(told("the reference strip is", "% darker"), "\(story)")
        #expect(line.causes.count == 3, "\(story)")
        #expect(line.alarms.entries.allSatisfy { $0.ended != nil && !$0.isAlarm }, "\(story)")
    }

    @Test func `good blisters that come closer to the limits are told`() throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        var scenario = Self.scenario(seed: 7, cycles: 180)
        (scenario.millimetresPerColumn, scenario.millimetresPerRow) = (0.4, 0.4)
        let line = try HealthLine(scenario, folder: folder)
        line.run { cycle in cycle < 140 ? 98 + Double(cycle * 7 % 5) : 108 }
        #expect(line.causes == ["camera score_margin 0"], "\(line.told)")
        #expect(line.told.contains { $0.contains("less room to the limits") }, "\(line.told)")
    }

    @Test func `the pipeline feeds it, on every lane, and the strip too`() throws {
        let web = try RecordedWeb.shared.get()
        let product = try TaughtProduct(recipePath: web.recipePath)
        var parts = try #require(PipelineParts(product: product, supply: web.supply))
        var plan = CameraHealth.Plan(
            geometry: parts.geometry,
            recipe: product.recipe,
            configuration: CameraHealthConfiguration(),
            channels: 1,
            stripColumns: 0..<20,
            isCalibrated: false
        )
        (plan.pauseNanoseconds, plan.stripRowInterval, plan.stripRowCount) = (0, 97, 4)
        let health = try CameraHealth(plan)
        parts.strip = health.strip
        let pipeline = try Pipeline(
            source: RecordedRows(web, rowsPerChunk: 256),
            parts: parts,
            plan: Pipeline.ThreadingPlan(capture: ThreadPlan(name: "capture"), workers: 2),
            hooks: PipelineHooks(
                faults: FaultBoard(),
                progress: Progress(),
                announce: { _ in },
                deliver: { health.offer($0) }
            )
        )
        _ = try pipeline.start()
        pipeline.join()
        health.step()
        let newest = health.newest
        for lane in 0..<RecordedWeb.lanes {
            let focus = newest.first { $0.series == .focus && $0.lane == lane }
            #expect((focus?.value ?? 0) > 0, "lane \(lane)")
        }
        let brightness = try #require(newest.first { $0.series == .brightness }?.value)
        let rows = Array(stride(from: 0, to: web.rowCount, by: 97)).prefix(StripSampler.rowCountMax)
        let strip = rows.flatMap { row in (0..<20).map { Float(web.rows[row * web.width + $0]) } }
        #expect(brightness == ReferenceStrip(strip).brightness)
    }

    @Test func `a strip is told where the camera does not see it`() throws {
        var configuration = CameraHealthConfiguration()
        #expect(try configuration.stripColumns(millimetresPerColumn: 0.1, width: 800) == nil)
        configuration.strip = CameraHealthConfiguration.Strip(x: 2, width: 3)
        #expect(try configuration.stripColumns(millimetresPerColumn: 0.1, width: 800) == 20..<50)
        #expect(throws: StationFault.referenceStrip(reach: 5, width: 4)) {
            try configuration.stripColumns(millimetresPerColumn: 0.1, width: 40)
        }
    }
}
