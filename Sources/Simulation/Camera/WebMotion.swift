internal import Foundation

/// Where on the web each camera row looks; canvas rows count from cycle 0's trigger.
struct WebMotion: Sendable {
    let scenario: TwinScenario
    let grid: WebGrid
    private let slowJitter: SmoothNoise
    private let fastJitter: SmoothNoise
    private let slowWander: SmoothNoise
    private let fastWander: SmoothNoise
    private let drift: SmoothNoise

    init(scenario: TwinScenario, grid: WebGrid) {
        self.scenario = scenario
        self.grid = grid
        func noise(_ purpose: Draw.Purpose, _ stream: Int, _ period: Double) -> SmoothNoise {
            SmoothNoise(seed: scenario.seed, purpose: purpose, stream: stream, period: period)
        }
        slowJitter = noise(.row, 1, 311)
        fastJitter = noise(.row, 2, 47)
        slowWander = noise(.wander, 1, 5200)
        fastWander = noise(.wander, 2, 900)
        drift = noise(.light, 1, 3000)
    }

    /// Rows of the camera in one canvas row.
    var scale: Double { scenario.millimetresPerRow / grid.millimetresPerRow }

    /// Canvas row, counted from cycle 0's trigger, under the middle of camera row `row`.
    func webRow(_ row: Int) -> Double {
        (Double(row - scenario.leadInRows)) * scale + jitter(Double(row))
    }

    private func jitter(_ row: Double) -> Double {
        let amplitude = scenario.camera.rowJitterMillimetres / grid.millimetresPerRow
        return amplitude * (0.7 * slowJitter(row) + 0.3 * fastJitter(row))
    }

    /// Columns the web lies to the left of its nominal place at canvas row `webRow`.
    func wanderColumns(_ webRow: Int) -> Double {
        let amplitude = scenario.camera.wanderMillimetres / grid.millimetresPerColumn
        let place = Double(webRow)
        return amplitude * (0.85 * slowWander(place) + 0.15 * fastWander(place))
    }

    /// Canvas rows that the camera line is late per column right of the middle.
    var shear: Double {
        tan(scenario.camera.rotationDegrees * .pi / 180) * grid.millimetresPerColumn
            / grid.millimetresPerRow
    }

    /// Light of the lamps while camera row `row` is taken, relative.
    func lampGain(_ row: Int) -> Float {
        var gain = 1 + scenario.camera.lightDrift * drift(Double(row))
        for fault in scenario.faults {
            guard case .light(let cycle, let cycles, let factor) = fault else { continue }
            let from = triggerRow(cycle)
            let to = triggerRow(cycle + cycles)
            if row >= from, row < to { gain *= factor }
        }
        return Float(gain)
    }

    /// Camera row at which the trigger of `cycle` comes.
    func triggerRow(_ cycle: Int) -> Int {
        let nominal = Double(scenario.leadInRows) + Double(cycle * grid.rowsPerCycle) / scale
        var draw = Draw(seed: scenario.seed, .trigger, cycle)
        let late = draw.between(-1, 1) * scenario.camera.triggerJitterRows
        return Int((nominal - jitter(nominal) / scale + late).rounded())
    }

    /// Camera rows of the whole run.
    var rowCount: Int {
        let end = Double(scenario.cycles * grid.rowsPerCycle) / scale
        return scenario.leadInRows * 2 + Int(end.rounded(.up))
    }
}
