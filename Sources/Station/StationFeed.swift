internal import Blister
internal import Capture
internal import Correction
internal import Inspection
internal import Registration
internal import Rejection

/// Where a station's rows come from, made from its configuration.
struct StationFeed {
    let source: any ChunkSource
    private let supply: RowSupply
    private let cycleRows: [Int]?
    private let calibration: Calibration?
    private let configuration: StationConfiguration
    private let product: TaughtProduct
    private let ticksPerRow: Double

    init(
        configuration: StationConfiguration,
        product: TaughtProduct,
        simulatedSource: Station.SimulatedSource
    ) throws {
        self.configuration = configuration
        self.product = product
        calibration = try configuration.calibrationPath.map { try Calibration(path: $0) }
        switch configuration.source {
        case .camera(let camera):
            source = V4L2Source(plan: camera.plan(channels: product.recipe.channels))
            supply = camera.supply(calibration: calibration)
            cycleRows = nil
            ticksPerRow = camera.ticksPerRow
        case .replay(let folder, let isPaced):
            let replay = try ReplaySet(folder: folder)
            try replay.checkPictures()
            source = ReplaySource(
                replay: replay,
                pace: isPaced ? .lineSpeed(speed: 1) : .asFastAsPossible
            )
            supply = RowSupply(
                millimetresPerColumn: replay.millimetresPerColumn,
                millimetresPerRow: replay.millimetresPerRow,
                rowRateHertz: replay.rowRateHertz,
                lights: replay.lights,
                timeoutNanoseconds: 1_000_000_000,
                overflow: isPaced ? .drop : .wait
            )
            cycleRows = replay.cycleRows
            ticksPerRow = replay.ticksPerRow
        case .simulated(let simulated):
            let (camera, pixels) = try simulatedSource(simulated)
            source = camera
            supply = RowSupply(
                millimetresPerColumn: pixels.millimetresPerColumn,
                millimetresPerRow: pixels.millimetresPerRow,
                rowRateHertz: pixels.rowRateHertz,
                lights: 1,
                timeoutNanoseconds: 1_000_000_000,
                overflow: pixels.isPaced ? .drop : .wait
            )
            cycleRows = pixels.cycleRows
            ticksPerRow = 1
        }
        try check()
    }

    /// Encoder counts from one blister to the next.
    var pitchTicks: Int {
        let rows = product.recipe.layout.pitch / supply.millimetresPerRow
        return max(1, Int((rows * ticksPerRow).rounded()))
    }

    /// Time from one blister to the next at rated speed.
    var pitchNanoseconds: Int64 {
        let rows = product.recipe.layout.pitch / supply.millimetresPerRow
        return max(1_000_000, Int64(rows / supply.rowRateHertz * 1e9))
    }

    /// The stages after capture.
    ///
    /// - Parameter history: edges of the `cycle` pin.
    /// - Returns: what the pipeline is made from.
    /// - Throws: ``StationFault`` when the recipe does not know the web.
    func parts(history: CountHistory) throws -> PipelineParts {
        let trigger: CycleTrigger? =
            switch configuration.trigger {
            case .rows: cycleRows.map { .rows($0.map { $0 / supply.lights }) }
            case .pin: .pulses
            case .image: nil
            }
        guard
            var parts = PipelineParts(
                product: product,
                supply: supply,
                trigger: trigger,
                calibration: calibration
            )
        else { throw misfit(.taughtFromStills) }
        if configuration.trigger == .pin { parts.cyclePulses = history }
        if case .cycles = configuration.rejectDelay, configuration.trigger != .pin,
            !configuration.pins.isEmpty
        {
            parts.numbering = .counted(history)
        }
        return parts
    }

    /// What camera health looks at, of the blisters that `geometry` cuts.
    ///
    /// - Throws: ``StationFault`` when the camera does not see the reference strip.
    func health(_ geometry: WebGeometry) throws(StationFault) -> CameraHealth.Plan {
        CameraHealth.Plan(
            geometry: geometry,
            recipe: product.recipe,
            configuration: configuration.cameraHealth,
            channels: source.format.channels,
            stripColumns: try configuration.cameraHealth.stripColumns(
                millimetresPerColumn: supply.millimetresPerColumn,
                width: source.format.width
            ),
            isCalibrated: calibration != nil
        )
    }

    private func check() throws {
        if configuration.trigger == .rows, cycleRows == nil {
            throw StationFault.noTriggerRows(source: configuration.source.name)
        }
        if let path = configuration.calibrationPath, let calibration,
            calibration.width != source.format.width
        {
            throw StationFault.calibration(
                path: path,
                misfit: .otherWidth(calibration: calibration.width, camera: source.format.width)
            )
        }
        do {
            try product.recipe.checkFit(
                width: source.format.width,
                channels: source.format.channels,
                millimetresPerColumn: supply.millimetresPerColumn,
                lights: supply.lights
            )
        } catch {
            throw misfit(error)
        }
    }

    private func misfit(_ misfit: RecipeMisfit) -> StationFault {
        .recipe(path: configuration.recipePath, misfit: misfit)
    }
}

extension StationConfiguration.Source {
    /// What an operator calls it.
    var name: String {
        switch self {
        case .camera(let camera): camera.device
        case .replay(let folder, _): folder
        case .simulated: "line twin"
        }
    }
}

extension CameraConfiguration {
    func plan(channels: Int) -> CameraPlan {
        CameraPlan(
            device: device,
            format: ChunkFormat(width: width, channels: channels, rowsMax: rowsPerChunk),
            coding: format.coding,
            rowRateHertz: rowRateHertz,
            ticksPerRow: ticksPerRow,
            settings: controls.map { CameraSetting(name: $0.name, value: $0.value) }
        )
    }

    /// The calibration's scale, where it has one, goes before the configuration's.
    func supply(calibration: Calibration?) -> RowSupply {
        RowSupply(
            millimetresPerColumn: calibration?.millimetresPerColumn ?? millimetresPerColumn,
            millimetresPerRow: calibration?.millimetresPerRow ?? millimetresPerRow,
            rowRateHertz: rowRateHertz,
            lights: lights,
            timeoutNanoseconds: Int64(timeoutMilliseconds) * 1_000_000,
            overflow: .drop
        )
    }
}
