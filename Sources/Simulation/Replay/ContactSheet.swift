internal import Blister
public import Imaging

/// One blister of every defect beside a good one, for people to look at.
public struct ContactSheet: Sendable {
    private static let columns = 4
    private let web: TwinWeb

    /// A sheet of the product, light and camera of `web`.
    public init(web: TwinWeb) {
        self.web = web
    }

    /// Renders the sheet: good first, then every seedable defect in order, four in a row.
    public func picture() throws(TwinScenario.Fault) -> Image {
        var scenario = web.scenario
        scenario.defectRate = 0
        let layout = scenario.layout
        let kinds: [(RejectReason, SeededDefect.Form)] = TwinScenario.seedableKinds.flatMap {
            reason in
            switch reason {
            case .broken: [(reason, SeededDefect.Form.half), (reason, .chip), (reason, .crack)]
            case .dented: [(reason, SeededDefect.Form.dent), (reason, .crushedPocket)]
            default: [(reason, SeededDefect.Form.plain)]
            }
        }
        scenario.cycles = kinds.count + 1
        scenario.faults = kinds.enumerated().map { index, kind in
            let pocket = index % layout.pockets.count
            let inPocket = kind.0.needsPocket || kind.0 == .foreign
            let severity = kind.1 == .chip ? 0.16 : kind.1 == .half ? 0.45 : 0.6
            return .defect(
                cycle: index + 1,
                lane: 0,
                SeededDefect(
                    reason: kind.0,
                    form: kind.1,
                    pocket: inPocket ? pocket : nil,
                    severity: severity,
                    place: inPocket
                        ? layout.pockets[pocket].centre
                        : Point(x: layout.width * 0.5, y: layout.length * 0.78)
                )
            )
        }
        let sheetWeb = try TwinWeb(scenario)
        let tile = (width: min(800, scenario.width), height: sheetWeb.scene.grid.rowsPerCycle)
        let rows = (scenario.cycles + Self.columns - 1) / Self.columns
        var sheet = Image(
            width: tile.width * Self.columns,
            height: tile.height * rows,
            channels: scenario.channels,
            filledWith: 0
        )
        let renderer = TwinRenderer(sheetWeb)
        let span = tile.width * scenario.channels
        for cycle in 0..<scenario.cycles {
            let first = sheetWeb.triggerRow(cycle)
            let pixels = renderer.render(rows: first..<first + tile.height)
            let rowBytes = sheetWeb.format.rowByteCount
            for row in 0..<tile.height {
                let place =
                    ((cycle / Self.columns * tile.height + row) * sheet.width
                        + cycle % Self.columns * tile.width) * scenario.channels
                sheet.pixels.replaceSubrange(
                    place..<place + span,
                    with: pixels[row * rowBytes..<row * rowBytes + span]
                )
            }
        }
        return sheet
    }

    /// Writes the sheet to `path`, in the format its ending names.
    public func write(to path: String) throws {
        try picture().write(path: path)
    }
}
