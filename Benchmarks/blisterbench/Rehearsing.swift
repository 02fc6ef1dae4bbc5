import Capture
import Simulation
import Station

extension Rehearsal.Supply {
    /// The supply of rows of a scenario.
    init(_ scenario: TwinScenario, cycleRows: [Int], isPaced: Bool) {
        self.init(
            millimetresPerColumn: scenario.millimetresPerColumn,
            millimetresPerRow: scenario.millimetresPerRow,
            rowRateHertz: scenario.rowRateHertz,
            cycleRows: cycleRows,
            isPaced: isPaced
        )
    }
}
