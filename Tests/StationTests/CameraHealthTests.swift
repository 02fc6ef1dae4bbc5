import Blister
import Foundation
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

    @Test func `explore`() throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let faults: [TwinFault] = [
            .lensDirt(cycle: 140, cycles: 60, xMillimetres: 11, widthMillimetres: 1, loss: 0.1),
            .defocus(cycle: 210, cycles: 30, blurMillimetres: 0.2),
            .light(cycle: 250, cycles: 30, gain: 0.8),
        ]
        let scenario = Self.scenario(seed: 5, cycles: 290, faults: faults)
        print("width", scenario.width, "layout", scenario.layout.width, scenario.layout.length, scenario.layout.pitch, scenario.layout.pockets.map { ($0.centre, $0.shape) })
        let start = ContinuousClock.now
        let line = try HealthLine(scenario, folder: folder)
        line.run()
        print(ContinuousClock.now - start)
        for chart in line.health.charts {
            print(chart.name, chart.centre ?? 0, chart.lower ?? 0, chart.upper ?? 0, chart.capability ?? "", chart.points.map { Float($0) })
        }
        print(line.told)
    }
}
