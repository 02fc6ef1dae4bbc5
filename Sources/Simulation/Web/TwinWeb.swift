public import Blister
public import Imaging

/// The moving web of one scenario: any row, on any thread, in any order, always the same bytes.
///
/// Thread-safe: immutable. Each thread that renders makes its own ``TwinRenderer``.
public struct TwinWeb: Sendable {
    /// What is rendered.
    public let scenario: TwinScenario
    let scene: TwinScene
    let motion: WebMotion
    let sensor: SensorCharacter
    let lens: LensFaults

    /// Tabulates what all cycles share; throws when the scenario is impossible.
    public init(_ scenario: TwinScenario) throws(TwinScenario.Fault) {
        try scenario.validate()
        self.scenario = scenario
        scene = TwinScene(scenario: scenario)
        motion = WebMotion(scenario: scenario, grid: scene.grid)
        sensor = SensorCharacter(scenario: scenario)
        lens = LensFaults(scenario: scenario, motion: motion)
    }

    /// Geometry of a full chunk.
    public var format: ChunkFormat {
        ChunkFormat(
            width: scenario.width,
            channels: scenario.channels,
            rowsMax: scenario.rowsPerChunk
        )
    }

    /// Rows of the whole run, lead-in and run-out included.
    public var rowCount: Int { motion.rowCount }

    /// Row at which the trigger of `cycle` comes.
    public func triggerRow(_ cycle: Int) -> Int { motion.triggerRow(cycle) }

    /// What is wrong with one blister.
    public func truth(cycle: Int, lane: Int) -> TwinTruth {
        TwinTruth(
            identity: BlisterIdentity(cycle: cycle, lane: lane),
            defects: scene.plan.defects(cycle: cycle, lane: lane)
        )
    }

    /// Renders `rows` into a new array, row-major, channels interleaved.
    ///
    /// For many calls keep one ``TwinRenderer`` per thread instead.
    public func render(rows: Range<Int>) -> [UInt8] {
        TwinRenderer(self).render(rows: rows)
    }

    /// One cycle of web as a picture: the rows from its trigger to the next one's.
    public func picture(cycle: Int, margin: Int = 0) -> Image {
        let rows = triggerRow(cycle) - margin..<triggerRow(cycle + 1) + margin
        return Image(
            width: scenario.width,
            height: rows.count,
            channels: scenario.channels,
            pixels: render(rows: rows)
        )
    }

    /// What the camera sees of an evenly lit white sheet, or of nothing with the cap on.
    public func reference(isDark: Bool, rows: Int) -> Image {
        let renderer = TwinRenderer(self)
        return Image(
            width: scenario.width,
            height: rows,
            channels: scenario.channels,
            pixels: renderer.sheet(light: isDark ? 0 : 0.8, rows: rows)
        )
    }
}
