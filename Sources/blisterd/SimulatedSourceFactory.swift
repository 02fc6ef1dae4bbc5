import Capture
import Simulation
import Station

/// Makes the line twin's camera for a configuration that asks for it.
enum SimulatedSourceFactory {
    /// Why the twin cannot play, in one line.
    struct UnknownProduct: Error, CustomStringConvertible {
        let name: String
        var description: String {
            let names = TwinProduct.presets.map(\.name).joined(separator: ", ")
            return "simulated.product: '\(name)' is unknown; use one of: \(names)"
        }
    }

    static func make(
        _ wanted: StationConfiguration.SimulatedSource
    ) throws -> (any ChunkSource, Rehearsal.Supply) {
        guard let product = TwinProduct.named(wanted.product) else {
            throw UnknownProduct(name: wanted.product)
        }
        var scenario = TwinScenario(
            seed: wanted.seed,
            product: product,
            lanes: wanted.lanes,
            cycles: wanted.cycles ?? endlessCycles
        )
        scenario.channels = wanted.channels
        scenario.cyclesPerMinute = wanted.cyclesPerMinute
        scenario.defectRate = wanted.defectRate
        let camera = SimulatedCamera(web: try TwinWeb(scenario), pace: .lineSpeed(speed: 1))
        let supply = Rehearsal.Supply(
            millimetresPerColumn: scenario.millimetresPerColumn,
            millimetresPerRow: scenario.millimetresPerRow,
            rowRateHertz: scenario.rowRateHertz,
            cycleRows: camera.cycleRows,
            isPaced: true
        )
        return (camera, supply)
    }

    /// A shift's worth and more: a week at 100 cycles a minute.
    private static let endlessCycles = 1_000_000
}
